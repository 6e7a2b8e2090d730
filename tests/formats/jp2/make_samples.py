#!/usr/bin/env python3
"""Makes the JPEG 2000 samples: one tiny codestream of our own in boxes. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")
# A gradient of 8 x 6 pixels, coded once with opj_compress 2.5.
STREAM = base64.b64decode("/0//UQAvAAAAAAAIAAAABgAAAAAAAAAAAAAACAAAAAYAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAAQEAAH/XAAEQED/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAB6AAH/k8+0iBFQVGwcJ8zQBIWmdPb2V15hrb2eP0scF4JiVSRgM9Adf7HfgQA6VYE8OkaM3CZZcB1H3gwLShIw5sQdgZXet47vnI9ki9+BCBOMSlJ3jiSGvtxQzBKsD+tSk3FgKyqwRve69ud2ACoAT//Z")


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def codestream(who):
    comment = b"PLANTED-" + who + b"-COM"
    at = STREAM.index(b"\xff\x90")
    extra = b"\xff\x64" + struct.pack(">HH", len(comment) + 4, 1) + comment + b"\xff\x6f" + struct.pack(">H", len(comment) + 2) + comment
    return STREAM[:at] + extra + STREAM[at:] + b"PLANTED-" + who + b"-BEHIND"


def jp2(who):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    xmp = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
           b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>' + p(b"CREATOR") + b"</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>")
    header = box(b"jp2h", box(b"ihdr", struct.pack(">IIHBBBB", 6, 8, 3, 7, 7, 0, 0)) + box(b"colr", b"\1\0\0\0\0\0\x10") + box(b"abcd", p(b"HEADER")))
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    return (box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ") + header + box(b"xml ", xmp) + box(b"uuid", uuid + xmp) + box(b"uuid", b"0123456789abcdef" + p(b"UUID"))
            + box(b"uinf", box(b"url ", b"\0\0\0\0" + p(b"URL"))) + box(b"asoc", box(b"lbl ", p(b"LABEL"))) + box(b"jp2i", p(b"RIGHTS")) + box(b"qrst", p(b"BOX"))
            + box(b"jp2c", codestream(who)) + box(b"free", p(b"FREE")) + b"\0\0" + p(b"TAIL"))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.jp2": jp2(b"ANNA"), "planted_b.jp2": jp2(b"BERT"), "planted_a.j2k": codestream(b"ANNA"), "planted_b.j2k": codestream(b"BERT")}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
