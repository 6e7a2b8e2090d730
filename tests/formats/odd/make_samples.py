#!/usr/bin/env python3
"""Makes samples of unusual pictures. Needs the standard library only; gives the same bytes every time."""
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")
PIXELS = bytes((11 * i) % 256 for i in range(4 * 3 * 3))


def field(text, size):
    return text[:size - 1].ljust(size, b"\0")


def targa(who):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    name = p(b"ID")
    picture = struct.pack("<BBBHHBHHHHBB", len(name), 0, 2, 0, 0, 0, 0, 0, 4, 3, 24, 0x20) + name + PIXELS + p(b"DEVELOPER")
    extension = struct.pack("<H", 495) + field(p(b"AUTHOR"), 41) + b"".join(field(p(b"COMMENT"), 81) for _ in range(4)) + struct.pack("<6H", 1, 2, 2020, 3, 4, 5)
    extension += field(p(b"JOB"), 41) + struct.pack("<3H", 1, 2, 3) + field(p(b"SOFTWARE"), 41)
    extension = extension.ljust(495, b"\0")
    return picture + extension + struct.pack("<II", len(picture), 0) + b"TRUEVISION-XFILE.\0"


def pcx(who):
    head = struct.pack("<BBBBHHHHHH", 10, 5, 1, 8, 0, 0, 3, 2, 72, 72) + b"\0" * 48 + b"\0" + struct.pack("<BHH", 3, 4, 1)
    return head.ljust(128, b"\0")[:74] + (b"PLANTED-" + who + b"-FREE").ljust(54, b"\0") + bytes(range(1, 37)) + b"PLANTED-" + who + b"-TAIL"


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.tga": targa(b"ANNA"), "planted_b.tga": targa(b"BERT"), "planted_a.pcx": pcx(b"ANNA"), "planted_b.pcx": pcx(b"BERT"),
               "patient.dcm": b"\0" * 128 + b"DICM" + b"PATIENT", "picture.jxr": b"II\xbc\x01" + b"\0" * 60}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
