#!/usr/bin/env python3
"""Makes a DNG with a preview of 800 x 600 even pixels. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys
import zlib

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")
JPEG = zlib.decompress(base64.b64decode("eNr7f+P/AwYBLzdPNwZGRgYGRiBk+H+bwZlBgJuHj4dLgI+XT0hQQFhCQ0pCTEzCUFlVVsPK2NbG0tjC3MEjxs/BJdzV3CIgNzA8Pik9I93Ot7CyIKUiJjU9+f8BBm4OpghmBUZGJYb/RxhEweajABagsIgAuijD/1sMHCC19gxbGEbBKBgFo2AUjIJRQAXA/v8mADx7IF0="))


def dng(who, jpeg=JPEG):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    fields = [(0x010F, 2, p(b"MAKE") + b"\0"), (0x0131, 2, p(b"SOFTWARE") + b"\0"), (0x013B, 2, p(b"ARTIST") + b"\0"), (0xC612, 1, b"\1\4\0\0"), (0xC62F, 2, p(b"SERIAL") + b"\0")]
    out, values, at = b"II*\0" + struct.pack("<IH", 8, len(fields)), b"", 10 + 12 * len(fields) + 4
    for tag, kind, value in fields:
        if len(value) <= 4:
            out += struct.pack("<HHI", tag, kind, len(value)) + value
        else:
            out += struct.pack("<HHII", tag, kind, len(value), at + len(values))
            values += value
    comment = p(b"COMMENT")
    inside = jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:] if jpeg else b""
    return out + b"\0\0\0\0" + values + p(b"SENSOR") + inside + p(b"TAIL")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.dng": dng(b"ANNA"), "planted_b.dng": dng(b"BERT"), "bare.dng": dng(b"ANNA", b"")}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
