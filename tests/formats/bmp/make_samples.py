#!/usr/bin/env python3
"""Writes the bitmap and icon samples, with TOKENs where no viewer shows them."""
import os
import struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")


def info(width, height, bits, compression=0, size=40, x=2835, used=0, important=0, planes=1, more=b""):
    return struct.pack("<IiiHHIIIIII", size, width, height, planes, bits, compression, 0, x, x, used, important) + more


def bitmap(header, pixels, between=b"", gap=b"", tail=b"", reserved=b"\0\0\0\0"):
    at = 14 + len(header) + len(between) + len(gap)
    return b"BM" + struct.pack("<I", at + len(pixels)) + reserved + struct.pack("<I", at) + header + between + gap + pixels + tail


def v5(kind, more=b""):
    fields = (struct.pack("<IIII", 0, 0, 0, 0) + kind + bytes(36) + struct.pack("<III", 0, 0, 0) + struct.pack("<IIII", 0, 124, 8, 0))
    return info(2, 1, 24, size=124, more=fields)


def icon(kind, images, between=b"", tail=b"", reserved=0):
    at = 6 + 16 * len(images) + len(between)
    directory = struct.pack("<HHH", 0, kind, len(images))
    for image in images:
        directory += struct.pack("<BBBBHHII", 2, 2, 0, reserved, 1, 32, len(image), at)
        at += len(image)
    return directory + between + b"".join(images) + tail


ROW = b"\1\2\3\4\5\6"  # two pixels of 24 bits; two bytes of padding follow
PALETTE = b"\0\0\xff\0\0\xff\0\0"
PIXEL = b"\1\2\3\xff"


def main():
    os.makedirs(HERE, exist_ok=True)
    with open(os.path.join(HERE, "..", "..", "png", "samples", "alpha_a.png"), "rb") as file:
        png = file.read()
    mask = b"\x80\0\0\0" * 2
    samples = {
        "clean.bmp": bitmap(info(2, 1, 24), ROW + b"\0\0"),
        "slack.bmp": bitmap(info(2, 1, 24, used=0, important=77, planes=9), ROW + b"TO", gap=b"TOKENGAP", tail=b"TOKENTAIL", reserved=b"TOKE"),
        "core.bmp": bitmap(struct.pack("<IHHHH", 12, 2, 1, 1, 24), ROW + b"TO"),
        "palette.bmp": bitmap(info(4, 1, 4), b"\x01\x10TO", between=PALETTE + b"TOKENTOKENTOKENTOKEN" * 2 + b"TOKENTOKENTOKENT"),
        "runs.bmp": bitmap(info(4, 2, 8, 1, used=2), b"\4\1\0\0\0\4\0\1\1\0\0\1TOKENRUNS", between=PALETTE),
        "fourth.bmp": bitmap(info(2, 1, 32), b"\1\2\3T\4\5\6O"),
        "masks.bmp": bitmap(info(2, 1, 32, 3, more=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)), b"\1\2\3T\4\5\6O"),
        "resolution.bmp": bitmap(info(2, 1, 24, x=3333), ROW + b"\0\0"),
        "linked.bmp": bitmap(v5(b"KNIL"), ROW + b"\0\0", tail=b"C:\\TOKEN\\profile.icm\0"),
        "embedded.bmp": bitmap(v5(b"DEBM"), ROW + b"\0\0", tail=b"TOKENPROFILE"),
        "plain.ico": icon(1, [info(2, 4, 32, x=0) + PIXEL * 4 + bytes(8)]),
        "slack.ico": icon(1, [info(2, 4, 32, x=0) + PIXEL * 3 + b"TOK\0" + b"\x80TOK" * 2 + b"TOKENINSIDE", png + b"TOKENPNG", b"TOKENBROKEN" * 3],
                          between=b"TOKENBETWEEN", tail=b"TOKENTAIL", reserved=7),
        "plain.cur": icon(2, [info(2, 4, 1, x=0) + PALETTE + b"\x40\0\0\0\x80\0\0\0" + mask]),
        "short.bmp": bitmap(info(2, 2, 24), ROW + b"\0\0"),
    }
    for name, data in samples.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main()
