#!/usr/bin/env python3
"""Writes the JPEG samples: a small baseline encoder, and TOKENs in every place that no viewer shows."""
import math
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gif"))
from make_samples import srgb_profile  # noqa: E402

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")
DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
DC_SYMBOLS = list(range(12))
AC_COUNTS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D]
AC_SYMBOLS = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a4344"
    "45464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3"
    "b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa")
ZIGZAG = [0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49,
          56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63]
STEP = 4


def codes(counts, symbols):
    table, code, at = {}, 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            table[symbols[at]] = (code, length)
            code += 1
            at += 1
        code <<= 1
    return table


DC, AC = codes(DC_COUNTS, DC_SYMBOLS), codes(AC_COUNTS, AC_SYMBOLS)


class Bits:
    def __init__(self):
        self.text = ""

    def put(self, code, length):
        if length:
            self.text += format(code, "0%db" % length)

    def bytes(self, padding="1"):
        text = self.text + padding * (-len(self.text) % 8)
        raw = bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
        return raw.replace(b"\xff", b"\xff\0")


def put_number(bits, table, run, value):
    size = abs(value).bit_length()
    bits.put(*table[run << 4 | size])
    bits.put(value if value > 0 else value + (1 << size) - 1, size)


def put_block(bits, block, before):
    put_number(bits, DC, 0, block[0] - before)
    run = 0
    for value in block[1:]:
        if value == 0:
            run += 1
            continue
        while run > 15:
            bits.put(*AC[0xF0])
            run -= 16
        put_number(bits, AC, run, value)
        run = 0
    if run:
        bits.put(*AC[0])
    return block[0]


def transform(pixels):
    out = []
    for place in ZIGZAG:
        v, u = divmod(place, 8)
        total = sum(pixels[y][x] * math.cos((2 * x + 1) * u * math.pi / 16) * math.cos((2 * y + 1) * v * math.pi / 16)
                    for y in range(8) for x in range(8))
        scale = (math.sqrt(0.125) if u == 0 else 0.5) * (math.sqrt(0.125) if v == 0 else 0.5)
        out.append(round(total * scale / STEP))
    return out


def scan(blocks, restart=0, padding="1", gap=b""):
    out, bits, before, number = b"", Bits(), 0, 0
    for i, block in enumerate(blocks):
        if restart and i and i % restart == 0:
            out += bits.bytes(padding) + gap + bytes([0xFF, 0xD0 + number])
            bits, before, number = Bits(), 0, (number + 1) % 8
        before = put_block(bits, block, before)
    return out + bits.bytes(padding)


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
DQT = segment(0xDB, b"\0" + bytes([STEP] * 64))
DHT_DC = segment(0xC4, b"\0" + bytes(DC_COUNTS + DC_SYMBOLS))
DHT_AC = segment(0xC4, b"\x10" + bytes(AC_COUNTS) + AC_SYMBOLS)
SOS = segment(0xDA, b"\1\1\0\0\x3f\0")


def sof(width, height, ident=1, sampling=0x11):
    return segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + bytes([ident, sampling, 0]))


def picture(width, height, shade):
    wide, high = (width + 7) // 8, (height + 7) // 8
    return [transform([[shade(8 * bx + x, 8 * by + y) - 128 for x in range(8)] for y in range(8)])
            for by in range(high) for bx in range(wide)]


def slope(x, y):
    return (5 * x + 3 * y) % 256


def gradient(x, y):
    return 16 + 10 * x + 4 * y


def exif(entries, thumbnail=b""):
    """IFD0 with (tag, type, bytes) in little-endian order, and IFD1 with a JPEG thumbnail."""
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    at = 8 + 2 + 12 * len(entries) + 4
    body, directory = b"", struct.pack("<H", len(entries))
    for tag, kind, value in entries:
        directory += struct.pack("<HHI", tag, kind, len(value) // sizes[kind])
        if len(value) <= 4:
            directory += value.ljust(4, b"\0")
        else:
            directory += struct.pack("<I", at + len(body))
            body += value + bytes(len(value) % 2)
    if not thumbnail:
        return b"II*\0" + struct.pack("<I", 8) + directory + bytes(4) + body
    ifd1 = at + len(body)
    data = ifd1 + 2 + 24 + 4
    second = struct.pack("<HHHIIHHIII", 2, 0x201, 4, 1, data, 0x202, 4, 1, len(thumbnail), 0)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", ifd1) + body + second + thumbnail


def unused_codes():
    """The AC table of the standard with other symbols for eight codes that nothing uses."""
    return segment(0xC4, b"\x10" + bytes(AC_COUNTS) + AC_SYMBOLS[:-8] + b"TOKENHUF")


def colours(beyond, adobe=b""):
    """8 x 8 pixels in colour: one unit of four, one and one blocks, three of which lie beyond the picture."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 3) + bytes([1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]))
    bits = Bits()
    before = put_block(bits, [20, 3] + [0] * 62, 0)
    for _ in range(3):
        before = put_block(bits, [77, 9, 8, 7] + [0] * 60 if beyond else [before] + [0] * 63, before)
    put_block(bits, [4] + [0] * 63, 0)
    put_block(bits, [-4] + [0] * 63, 0)
    start = segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 0x3F, 0]))
    return b"\xff\xd8" + adobe + DQT + frame + DHT_DC + DHT_AC + start + bits.bytes() + b"\xff\xd9"


def main():
    os.makedirs(HERE, exist_ok=True)
    blocks = picture(24, 16, gradient)
    data = scan(blocks)
    head = b"\xff\xd8" + JFIF + DQT + sof(24, 16) + DHT_DC + DHT_AC
    clean = head + SOS + data + b"\xff\xd9"
    other = b"\xff\xd8" + JFIF + DQT + sof(64, 64) + DHT_DC + DHT_AC + SOS + scan(picture(64, 64, lambda x, y: 250 if 20 < x < 44 and 20 < y < 44 else 10)) + b"\xff\xd9"
    large = lambda more: b"\xff\xd8" + JFIF + more + DQT + sof(64, 64) + DHT_DC + DHT_AC + SOS + scan(picture(64, 64, lambda x, y: 250 if y < 30 else 10)) + b"\xff\xd9"
    texts = b"".join(segment(0xE0 + n, b"TOKENAPP%d" % n) for n in range(1, 16)) + segment(0xFE, b"TOKENCOM") + segment(0xF7, b"TOKENJPG")
    named = [b"JFXX\0\x13TOKEN", b"FLIR\0TOKEN", b"MPF\0TOKEN", b"FPXR\0TOKEN", b"urn:iso:std:iso:ts:21496:-1\0TOKEN", b"Meta\0\0TOKEN", b"_JPSJPS_TOKEN",
             b"SCALADO\0TOKEN", b"RMETA\0TOKEN", b"ssuniqueid\0TOKEN", b"GoPro\0TOKEN", b"EPPIM\0TOKEN", b"SPIFF\0TOKEN", b"Media Jukebox\0TOKEN",
             b"UNICODE\0TOKEN", b"HDR_RI ver=11\0TOKEN", b"JP\0\1TOKEN", b"Ducky\0TOKEN", b"[picture info]TOKEN", b"GraphicConverterTOKEN", b"ICC_PROFILE\0\1\1TOKEN"]
    places = [0, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 6, 8, 9, 10, 11, 11, 12, 12, 15, 2]
    samples = {
        "clean.jpg": clean,
        "segments.jpg": clean[:2] + b"\xff\x01" + JFIF + texts + segment(0xE1, b"Exif\0\0TOKENBROKEN") + clean[20:],
        "named.jpg": clean[:20] + b"".join(segment(0xE0 + n, d) for n, d in zip(places, named))
        + segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"G" * 32 + struct.pack(">II", 9, 0) + b"TOKENEXT") + clean[20:],
        "tables.jpg": b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\2\1\0\x5b\0\x5c\1\1TOK") + segment(0xDB, b"\3" + (b"TOKENQ" * 11)[:64])
        + segment(0xDB, b"\x10" + b"".join(struct.pack(">H", STEP) for _ in range(64))) + sof(24, 16, ident=84, sampling=0x22)
        + DHT_DC + segment(0xC4, b"\x13" + bytes([0, 1] + [0] * 14) + b"T" + b"TOKENTAIL") + unused_codes()
        + segment(0xDD, b"\x7f\x7fTOKEN") + segment(0xDA, b"\1\x54\0TO\x4b" + b"TOKENSOS") + data + b"\xff\xd9",
        "slack.jpg": head[:2] + b"TOKENA\xff\xff\xff"[7:] + head[2:20] + b"TOKENB" + head[20:] + segment(0xDD, b"\0\2") + SOS
        + scan(blocks, restart=2, padding="0", gap=b"\xff\xff") + b"TOKENC" + segment(0xFE, b"TOKEND") + b"\xff\xd9" + b"TOKENE" + b"\xff\xd9",
        "edge.jpg": b"\xff\xd8" + JFIF + DQT + sof(10, 9) + DHT_DC + DHT_AC + SOS
        + scan(picture(16, 16, lambda x, y: gradient(x, y) if x < 10 and y < 9 else (0 if (x * 7 + y * 3) % 5 < 2 else 255))) + b"\xff\xd9",
        "padded.jpg": b"\xff\xd8" + JFIF + DQT + sof(10, 9) + DHT_DC + DHT_AC + SOS
        + scan(picture(16, 16, lambda x, y: gradient(min(x, 9), min(y, 8)))) + b"\xff\xd9",
        "short.jpg": clean[:-8],
        "thumbnail.jpg": large(segment(0xE1, b"Exif\0\0" + exif([(0x10F, 2, b"TOKENMAKE\0"), (0x112, 3, b"\1\0")], other))),
        "same_thumbnail.jpg": large(segment(0xE1, b"Exif\0\0" + exif([(0x10F, 2, b"TOKENMAKE\0")], large(b"")))),
        "turned.jpg": clean[:20] + segment(0xE1, b"Exif\0\0" + exif([(0x112, 3, b"\6\0")])) + clean[20:],
        "tail.jpg": clean + other + b"\0\0\0\x18ftypmp42TOKENVIDEO" + b"SEFHTOKENSAMSUNG" + b"\x0c\0\0\0SEFT",
        "beyond.jpg": colours(True),
        "filled.jpg": colours(False, segment(0xEE, b"Adobe\0\x64TOKE\1")),
        "profile.jpg": clean[:20] + segment(0xE2, b"ICC_PROFILE\0\1\1" + srgb_profile()) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0TOKEN") + clean[20:],
        "colour_profile.jpg": colours(False, segment(0xE2, b"ICC_PROFILE\0\1\1" + srgb_profile())),
        "odd_length.jpg": clean[:20] + b"\xff\xfe\0\1" + clean[20:],
    }
    for name, value in samples.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(value)


if __name__ == "__main__":
    main()
