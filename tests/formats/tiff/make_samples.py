#!/usr/bin/env python3
"""Writes the TIFF samples: small pages in each coding, and TOKENs in every place that no viewer shows."""
import os
import struct
import sys
import zlib

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gif"))
from make_samples import srgb_profile  # noqa: E402

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4, 12: 8, 16: 8}
FORMATS = {3: "H", 4: "I", 13: "I", 16: "Q"}


class Tiff:
    """Pages of (tag, type, values) and strips, in either byte order, plain or Big."""

    def __init__(self, order="<", big=False):
        self.order, self.big = order, big
        mark = b"II" if order == "<" else b"MM"
        self.out = bytearray(mark + (self.pack("HHH", 43, 8, 0) + bytes(8) if big else self.pack("H", 42) + bytes(4)))
        self.link = 8 if big else 4

    def pack(self, form, *values):
        return struct.pack(self.order + form, *values)

    def place(self, at):
        return self.pack("Q" if self.big else "I", at)

    def add(self, data):
        self.out += bytes(len(self.out) % 2)
        at = len(self.out)
        self.out += data
        return at

    def value(self, kind, values):
        if isinstance(values, bytes):
            return values
        if kind == 5:
            return b"".join(self.pack("II", a, b) for a, b in values)
        return b"".join(self.pack(FORMATS[kind], v) for v in values)

    def directory(self, fields):
        raw = []
        for tag, kind, values in sorted(fields):
            data = self.value(kind, values)
            count = len(data) // SIZES[kind]
            room = 8 if self.big else 4
            inside = data.ljust(room, b"\0") if len(data) <= room else self.place(self.add(data))
            raw.append(self.pack("HH", tag, kind) + (self.pack("Q", count) if self.big else self.pack("I", count)) + inside)
        at = self.add((self.pack("Q", len(raw)) if self.big else self.pack("H", len(raw))) + b"".join(raw))
        return at

    def page(self, fields, strips, tags=(273, 279), trim=0):
        offsets = [self.add(s) for s in strips]
        sizes = [len(s) - trim for s in strips]
        at = self.directory(fields + [(tags[0], 4, offsets), (tags[1], 4, sizes)])
        self.out[self.link:self.link + len(self.place(0))] = self.place(at)
        self.link = len(self.out)
        self.out += self.place(0)


def base(width, height, compression=1, photometric=1, bits=8, samples=1, rows=None):
    return [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * samples), (259, 3, [compression]), (262, 3, [photometric]),
            (277, 3, [samples]), (278, 3, [rows or height])]


GREY = bytes(range(0, 240, 10))  # 6 x 4


def plain(order="<", big=False, extra=(), page=0):
    tiff = Tiff(order, big)
    tiff.page(base(6, 4) + list(extra), [GREY])
    return tiff


def lzw(data):
    bits, count = 0, 0
    for code in [256] + list(data) + [257]:
        bits, count = bits << 9 | code, count + 9
    bits <<= -count % 8
    return bits.to_bytes((count + 7) // 8, "big")


def texts():
    fields = [(269, b"C:\\TOKEN\\name.tif\0"), (270, b"TOKEN description\0"), (271, b"TOKEN maker\0"), (272, b"TOKEN model\0"), (285, b"TOKEN page\0"),
              (305, b"TOKEN software\0"), (306, b"2024:TOKEN\0"), (315, b"TOKEN artist\0"), (316, b"TOKEN host\0"), (337, b"TOKEN printer\0"),
              (32781, b"TOKEN id\0"), (33432, b"TOKEN rights\0"), (34737, b"TOKEN geo\0"), (34909, b"TOKEN fax\0"), (34911, b"TOKEN dcs\0"),
              (36867, b"TOKEN\0"), (36868, b"TOKEN\0"), (42016, b"TOKEN\0"), (42032, b"TOKEN\0"), (42033, b"TOKEN\0"), (42037, b"TOKEN\0"),
              (42112, b"TOKEN\0"), (50735, b"TOKEN\0"), (65000, b"TOKEN private\0")]
    undefined = [(32932, b"TOKEN wang"), (33723, b"\x1c\2\x50\0\5TOKEN"), (34377, b"8BIM\4\4\0\0\0\0\0\5TOKEN\0"), (37724, b"TOKEN layers"),
                 (50255, b"TOKEN notes"), (50827, b"TOKEN raw"), (52545, b"TOKEN c2pa"), (700, b"TOKEN not xmp"), (34675, b"TOKEN not icc")]
    numbers = [(288, 4, [1]), (289, 4, [1]), (297, 3, [1, 2]), (301, 3, [7] * 9), (318, 5, [(1, 3)] * 2), (319, 5, [(1, 3)] * 6), (33550, 5, [(1, 3)]),
               (33922, 5, [(1, 3)]), (34264, 5, [(1, 3)]), (34735, 3, [1, 1, 0, 0]), (34736, 5, [(1, 3)]), (34908, 4, [77]), (34910, 4, [99]),
               (282, 5, [(0x544F4B, 0x10001)]), (283, 5, [(0x544F4B, 0x10001)]), (296, 3, [2]), (274, 3, [6]), (332, 3, [1])]
    return [(t, 2, d) for t, d in fields] + [(t, 7, d) for t, d in undefined] + numbers


def main():
    os.makedirs(HERE, exist_ok=True)
    pixels12 = bytes([0xF0, 0x3F] * 4)  # 12 x 4, one bit, with set bits behind each row
    everything = Tiff()
    camera = everything.directory([(0x9003, 2, b"2024 TOKEN\0"), (0xA431, 2, b"TOKENSERIAL\0")])
    place = everything.directory([(1, 2, b"N\0"), (0x1D, 2, b"TOKENDATE\0")])
    further = everything.directory(base(6, 4) + [(305, 2, b"TOKENSUB\0")])
    everything.add(b"TOKENGAP" * 4)
    everything.page(base(6, 4) + texts() + [(34665, 4, [camera]), (34853, 4, [place]), (330, 4, [further]), (254, 4, [0]), (255, 3, [1])], [GREY + b"TOKENBEHIND"])
    pages = Tiff()
    pages.page(base(6, 4) + [(254, 4, [2])], [GREY])
    pages.page(base(3, 2) + [(254, 4, [1]), (305, 2, b"TOKENTHUMB\0")], [b"TOKENT"])
    pages.page(base(6, 4, rows=2), [GREY[:12], GREY[12:]])
    coded = Tiff()
    for compression, data in ((5, lzw(GREY)), (8, zlib.compress(GREY)), (32946, zlib.compress(GREY + b"TOKENEXTRA")), (32773, bytes([23]) + GREY),
                              (8, zlib.compress(GREY) + b"TOKENTAIL"), (5, lzw(GREY) + b"TOKENTAIL"), (32773, bytes([23]) + GREY + b"TOKENTAIL")):
        coded.page(base(6, 4, compression) + ([(317, 3, [2])] if compression == 8 else []), [data])
    white = "00110101"  # a run of no white pixel
    row = "1011" + "011" + "1110"  # 4 white, 4 black, 6 white: T.4
    fax = Tiff()
    for compression, bits in ((2, row + "0" * 5), (3, "000000000001" + row), (4, "001" + "1011" + "011" + "1" + "000000000001" * 2)):
        data = int(bits.ljust((len(bits) + 7) // 8 * 8, "0"), 2).to_bytes((len(bits) + 7) // 8, "big")
        fax.page(base(14, 1, compression, 0, 1) + [(292, 4, [0]), (293, 4, [0])], [data + b"TOKENFAX"])
    fax.page(base(14, 1, 4, 0, 1) + [(266, 3, [2])], [bytes(int(format(b, "08b")[::-1], 2) for b in data) + b"TOKENFAX"])
    tiles = Tiff()
    tiles.page([f for f in base(6, 4) if f[0] != 278] + [(322, 3, [16]), (323, 3, [16])], [b"".join(GREY[6 * y:6 * y + 6] + b"TOKENTILES" for y in range(4)) + b"TOKEN" * 38 + b"TO"], (324, 325))
    palette = Tiff()
    palette.page(base(6, 4, 1, 3, 4) + [(320, 3, [i * 0x101 for i in range(16)] * 3)], [bytes([0x01, 0x23, 0x45] * 4)])
    padded = Tiff()
    padded.page(base(12, 4, 1, 1, 1), [pixels12])
    colours = Tiff()
    colours.page(base(2, 2, 1, 6, 8, 3) + [(530, 3, [2, 2]), (531, 3, [2]), (529, 5, [(299, 1000), (587, 1000), (114, 1000)]),
                                           (532, 5, [(0, 1), (255, 1), (128, 1), (255, 1), (128, 1), (255, 1)])], [bytes([1, 2, 3, 4, 128, 128])])
    colours.page(base(2, 2, 1, 2, 8, 4) + [(284, 3, [2]), (338, 3, [2]), (339, 3, [1, 1, 1, 1]), (34675, 7, srgb_profile())], [b"\1\2\3\4"] * 4)
    with open(os.path.join(HERE, "..", "..", "jpeg", "samples", "clean.jpg"), "rb") as file:
        jpeg = file.read()
    coded_jpeg = Tiff()
    coded_jpeg.page(base(24, 16, 7) + [(347, 7, jpeg[:2] + b"\xff\xfe\0\x0eTOKENTABLES!" + b"\xff\xd9")], [jpeg[:2] + b"\xff\xfe\0\x0cTOKENSTRIP" + jpeg[2:] + b"TOKENTAIL"])
    old = Tiff()
    old.page(base(6, 4, 6), [GREY])
    samples = {
        "clean.tif": plain().out, "big_endian.tif": plain(">").out, "bigtiff.tif": plain(big=True).out, "everything.tif": everything.out, "pages.tif": pages.out,
        "coded.tif": coded.out, "fax.tif": fax.out, "tiles.tif": tiles.out, "palette.tif": palette.out, "padded.tif": padded.out, "colours.tif": colours.out,
        "jpeg.tif": coded_jpeg.out, "twice.tif": plain(extra=[(305, 2, b"TOKENA\0"), (305, 2, b"TOKENB\0")]).out, "refused-old-jpeg.tif": old.out,
    }
    for name, data in samples.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(bytes(data))


if __name__ == "__main__":
    main()
