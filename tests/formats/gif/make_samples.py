#!/usr/bin/env python3
"""Writes the GIF samples. Each hides TOKENs in places that no viewer shows."""
import os
import struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")


class Bits:
    def __init__(self):
        self.value = 0
        self.count = 0

    def put(self, code, bits):
        self.value |= code << self.count
        self.count += bits

    def bytes(self):
        return self.value.to_bytes((self.count + 7) // 8, "little")


def lzw(pixels, code_size, end=True, extra=(), spare_bits=0, clears=1):
    """Literals only, with a clear code often enough that codes never grow."""
    out = Bits()
    clear = 1 << code_size
    room = (1 << code_size) - 2
    for _ in range(clears):
        out.put(clear, code_size + 1)
    for i, pixel in enumerate(pixels):
        if i and i % room == 0:
            out.put(clear, code_size + 1)
        out.put(pixel, code_size + 1)
    for pixel in extra:
        out.put(clear, code_size + 1)
        out.put(pixel, code_size + 1)
    if end:
        out.put(clear, code_size + 1)
        out.put(clear + 1, code_size + 1)
    if spare_bits and out.count % 8:
        out.put((1 << (8 - out.count % 8)) - 1, 8 - out.count % 8)
    return out.bytes()


def clean_lzw(pixels, code_size):
    """As an encoder writes it: end code at the size that decoders expect."""
    out = Bits()
    clear = 1 << code_size
    table = {bytes([i]): i for i in range(clear)}
    free, bits, word = clear + 2, code_size + 1, b""
    out.put(clear, bits)
    for pixel in pixels:
        longer = word + bytes([pixel])
        if longer in table:
            word = longer
            continue
        out.put(table[word], bits)
        if free == 1 << bits:
            bits += 1
        table[longer] = free
        free += 1
        word = bytes([pixel])
    out.put(table[word], bits)
    if free == 1 << bits:
        bits += 1
    out.put(clear + 1, bits)
    return out.bytes()


def blocks(data, size=255):
    out = b""
    for at in range(0, len(data), size):
        part = data[at:at + size]
        out += bytes([len(part)]) + part
    return out + b"\0"


def extension(label, data):
    return b"\x21" + bytes([label]) + blocks(data)


def application(name, data):
    assert len(name) == 11
    return b"\x21\xff\x0b" + name + blocks(data)


def control(disposal=0, delay=0, transparent=None, reserved=0, spare=0):
    packed = reserved << 5 | disposal << 2 | (transparent is not None)
    return b"\x21\xf9\x04" + struct.pack("<BHBB", packed, delay, spare if transparent is None else transparent, 0)


def screen(width, height, palette=b"", background=0, aspect=0, packed=0x70, version=b"GIF89a"):
    size = 0
    if palette:
        while 3 << (size + 1) < len(palette):
            size += 1
        packed |= 0x80 | size
    return version + struct.pack("<HHBBB", width, height, packed, background, aspect) + palette


def frame(x, y, width, height, data, code_size=2, palette=b"", interlaced=False, piece=255, reserved=0):
    packed = reserved << 3 | (0x40 if interlaced else 0)
    if palette:
        size = 0
        while 3 << (size + 1) < len(palette):
            size += 1
        packed |= 0x80 | size
    return b"\x2c" + struct.pack("<HHHHB", x, y, width, height, packed) + palette + bytes([code_size]) + blocks(data, piece)


FOUR = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
EIGHT = FOUR + b"TOKENUNUSED!"
SQUARE = [0, 1, 2, 3] * 4
XMP = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
       b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="TOKENXMP"/></rdf:RDF></x:xmpmeta>')
XMP_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"


def srgb_profile():
    """A small matrix profile with the primaries of sRGB and a name of its own."""
    def tag(kind, body):
        return kind + b"\0\0\0\0" + body
    name = b"TOKENICC\0"
    tags = [
        (b"desc", tag(b"desc", struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67))),
        (b"wtpt", tag(b"XYZ ", struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D))),
        (b"rXYZ", tag(b"XYZ ", struct.pack(">iii", 0x6FA2, 0x38F5, 0x0390))),
        (b"gXYZ", tag(b"XYZ ", struct.pack(">iii", 0x6299, 0xB785, 0x18DA))),
        (b"bXYZ", tag(b"XYZ ", struct.pack(">iii", 0x24A0, 0x0F84, 0xB6CF))),
    ]
    curve = tag(b"curv", struct.pack(">IH", 1, 0x01CD))
    tags += [(b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    body, directory = b"", b""
    at = 128 + 4 + 12 * len(tags)
    for signature, data in tags:
        directory += signature + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    total = at + len(body)
    header = struct.pack(">I4sI4s4s4s6H4s", total, b"TOKE", 0x02400000, b"mntr", b"RGB ", b"XYZ ", 2024, 1, 2, 3, 4, 5, b"acsp")
    header += bytes(4 + 4) + b"TOKENMOD" + bytes(8 + 4) + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D) + bytes(48)
    return header + struct.pack(">I", len(tags)) + directory + body


def main():
    os.makedirs(HERE, exist_ok=True)
    pixels = clean_lzw(SQUARE, 2)
    still = screen(4, 4, FOUR) + frame(0, 0, 4, 4, pixels)
    samples = {
        "clean.gif": still + b"\x3b",
        "texts.gif": screen(4, 4, FOUR) + extension(0xFE, b"TOKENCOMMENT " * 30) + extension(0x01, bytes(12) + b"TOKENPLAIN")
        + extension(0x42, b"TOKENEXTENSION") + b"\0\0" + frame(0, 0, 4, 4, pixels, piece=3) + extension(0xFE, b"TOKENSECOND")
        + control() + b"\x3b" + b"TOKENTAIL",
        "applications.gif": screen(4, 4, FOUR)
        + b"".join(application(name, b"TOKENAPP") for name in (
            b"C2PA_GIF\1\0\0", b"ImageMagick", b"MGK8BIM0000", b"MGKIPTC0000", b"ZGATEXTI5\0\0", b"ZGATILEI5\0\0",
            b"ZGACTRLI5\0\0", b"ADOBE:IR1.0", b"fractint001", b"TOKENUNKNOW", b"ICCRGBG1012"))
        + b"\x21\xff\x0bXMP DataXMP" + XMP + XMP_TRAILER + application(b"NETSCAPE2.0", b"\x01\x05\x00TOKEN")
        + application(b"NETSCAPE2.0", b"\x02TOKENBUFFER") + application(b"ANIMEXTS1.0", b"\x01\x07\x00")
        + frame(0, 0, 4, 4, pixels) + b"\x3b",
        "profile.gif": screen(4, 4, FOUR) + application(b"ICCRGBG1012", srgb_profile()) + frame(0, 0, 4, 4, pixels) + b"\x3b",
        "coding.gif": screen(4, 4, EIGHT, background=1, aspect=77, packed=0x18)
        + control(reserved=5, spare=84) + frame(0, 0, 4, 4, clean_lzw(SQUARE, 3) + b"TOKENBEHIND", code_size=3, reserved=3)
        + control(delay=9) + control(transparent=3) + frame(0, 0, 4, 4, lzw(SQUARE, 3, extra=[1, 2]), code_size=3)
        + frame(0, 0, 4, 4, lzw(SQUARE, 3, spare_bits=1, clears=2), code_size=3, palette=EIGHT) + b"\x3b",
        "frames.gif": screen(4, 4, FOUR) + application(b"NETSCAPE2.0", b"\x01\0\0") + control(delay=0) + frame(0, 0, 4, 4, pixels)
        + control(1, 10, 0) + frame(2, 2, 4, 4, pixels) + control(2, 10) + frame(9, 9, 4, 4, pixels, palette=b"TOKENHIDDEN!")
        + control(3, 10) + frame(0, 0, 4, 4, pixels, interlaced=True) + b"\x3b",
        "grown.gif": screen(0, 0, FOUR) + frame(0, 0, 4, 4, pixels) + b"\x3b",
        "short.gif": screen(4, 4, FOUR) + frame(0, 0, 4, 4, clean_lzw(SQUARE[:9], 2)) + control(transparent=1)
        + frame(0, 0, 4, 4, clean_lzw(SQUARE[:9], 2), interlaced=True) + b"\x3b",
        "unfinished.gif": still[:-4],
        "old.gif": screen(4, 4, FOUR, version=b"GIF87a") + frame(0, 0, 4, 4, pixels) + b"\x3b",
    }
    for name, data in samples.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main()
