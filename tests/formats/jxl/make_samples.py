#!/usr/bin/env python3
"""Makes the JPEG XL samples: one tiny codestream of our own in boxes. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")
# A gradient of 8 x 8 pixels, coded once with cjxl 0.7.
STREAM = base64.b64decode("/wpBQELl3iqCABKIAgAsAV3lEgAAFSqjjBu8nOv58kOHxbSN6wxttW1hSaLIODZJJ3BIEivAxg1ghoEMZu6O4TFVokoSCYm8nV9qgIhsG/0AJwA6cQG6zAHvBQ==")


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def container(who):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    artist = p(b"ARTIST") + b"\0"
    exif = b"\0\0\0\0II*\0" + struct.pack("<IHHHIII", 8, 1, 0x013B, 2, len(artist), 26, 0) + artist
    xmp = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
           b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>' + p(b"CREATOR") + b"</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>")
    half = len(STREAM) // 2
    return (box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl " + p(b"BRANDS")) + box(b"Exif", exif) + box(b"xml ", xmp) + box(b"brob", b"Exif" + p(b"BROTLI"))
            + box(b"jbrd", p(b"JPEG")) + box(b"jumb", p(b"JUMBF")) + box(b"abcd", p(b"BOX")) + box(b"jxlp", b"\0\0\0\0" + STREAM[:half])
            + box(b"free", p(b"FREE")) + box(b"jxlp", b"\x80\0\0\1" + STREAM[half:] + p(b"BEHIND")) + b"\0\0" + p(b"TAIL"))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.jxl": container(b"ANNA"), "planted_b.jxl": container(b"BERT"), "naked.jxl": STREAM + b"PLANTED-ANNA-BEHIND"}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
