#!/usr/bin/env python3
"""Writes the PNG samples: small pictures with TOKENs in every place that no viewer shows."""
import os
import struct
import sys
import zlib

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gif"))
from make_samples import srgb_profile  # noqa: E402


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width, height, depth, colour, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def rows(data, row_bytes):
    return b"".join(b"\0" + data[at:at + row_bytes] for at in range(0, len(data), row_bytes))


def png(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


RGB = bytes(range(48))  # 4 x 4
HEAD = header(4, 4, 8, 2)
IDAT = chunk(b"IDAT", zlib.compress(rows(RGB, 12)))


def rgba(hidden):
    pixels = b"".join(bytes([9 * i, 8 * i, 7 * i, 255]) if i % 3 else hidden[i:i + 3] + b"\0" for i in range(16))
    return header(4, 4, 8, 6) + chunk(b"IDAT", zlib.compress(rows(pixels, 16)))


def indexed(unused, alpha):
    palette = b"\xff\0\0\0\xff\0\0\0\xff" + unused
    return (header(8, 2, 2, 3) + chunk(b"PLTE", palette) + chunk(b"tRNS", alpha) + chunk(b"IDAT", zlib.compress(rows(b"\x18\x18\x61\x61", 2))))


def frame(sequence, width, height, x, y):
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, width, height, x, y, 1, 10, 0, 0))


def main():
    os.makedirs(HERE, exist_ok=True)
    kinds = [b"CgBI", b"bKGD", b"caBX", b"dSIG", b"hIST", b"iDOT", b"mkBF", b"mkBS", b"mkBT", b"mkTS", b"prVW", b"sBIT", b"sPLT", b"skMf", b"skRf", b"vpAg", b"toKn"]
    keywords = [b"Author", b"Artist", b"Copyright", b"Creation Time", b"date:create", b"date:modify", b"date:timestamp", b"Software", b"Source", b"Comment",
                b"parameters", b"prompt", b"workflow", b"Dream", b"invokeai_metadata", b"sd-metadata", b"mxfile", b"Thumb::URI", b"Raw profile type exif",
                b"Raw profile type APP1", b"Raw profile type iptc", b"Raw profile type xmp", b"XML:com.adobe.xmp", b"Unheard"]
    icc = chunk(b"iCCP", b"TOKEN\0\0" + zlib.compress(srgb_profile()) + b"TOKENBEHIND")
    samples = {
        "plain.png": png(HEAD, IDAT),
        "chunks.png": png(HEAD, *(chunk(kind, b"TOKEN") for kind in kinds), chunk(b"tIME", b"\x07\xe8\1\2TOK"), chunk(b"eXIf", b"TOKEN"),
                          chunk(b"PLTE", b"TOKENT"), IDAT, chunk(b"PLTE", b"TOKENL"), chunk(b"IHDR", b"TOKEN"), chunk(b"fdAT", b"TOKEN")) + b"TOKENTAIL",
        "texts.png": png(HEAD, *(chunk(b"tEXt", word + b"\0TOKEN") for word in keywords), chunk(b"zTXt", b"Unheard\0\0" + zlib.compress(b"TOKEN") + b"TOKENBEHIND"),
                         chunk(b"iTXt", b"Unheard\0\1\0\0\0" + zlib.compress(b"TOKEN") + b"TOKENBEHIND"), IDAT),
        "stream.png": png(HEAD, chunk(b"IDAT", zlib.compress(rows(RGB, 12) + b"TOKENROWS") + b"TOKENBEHIND")),
        "pieces.png": png(HEAD, *(chunk(b"IDAT", zlib.compress(rows(RGB, 12))[at:at + 5]) for at in range(0, len(zlib.compress(rows(RGB, 12))), 5))),
        "alpha_a.png": png(rgba(b"TOKENALPHATOKENALPHA")),
        "alpha_b.png": png(rgba(b"another text to hide")),
        "palette_a.png": png(indexed(b"TOK", b"\xff\0\xff\x41")),
        "palette_b.png": png(indexed(b"abc", b"\xff\0\xff\x42")),
        "padding.png": png(header(3, 2, 2, 3), chunk(b"PLTE", b"\xff\0\0\0\xff\0"), chunk(b"IDAT", zlib.compress(rows(b"\x13\x12", 1)))),
        "transparent.png": png(HEAD, chunk(b"tRNS", b"T\1O\2K\3"), IDAT),
        "colours.png": png(HEAD, icc, chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"sRGB", b"\0"), chunk(b"cHRM", b"TOKEN" * 6 + b"TO"),
                           chunk(b"pHYs", struct.pack(">IIB", 0x544F, 0x4B45, 1)), chunk(b"pHYs", b"TOKEN"), IDAT),
        "gamma.png": png(HEAD, chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)), IDAT),
        "numbers.png": png(HEAD, chunk(b"cICP", bytes([12, 13, 0, 1])), icc, IDAT),
        "bad_profile.png": png(HEAD, chunk(b"iCCP", b"TOKEN\0\0TOKEN"), chunk(b"sRGB", b"\0"), IDAT),
        "frames.png": png(HEAD, chunk(b"acTL", struct.pack(">II", 9, 2)), IDAT, frame(0, 2, 2, 1, 1), chunk(b"fdAT", struct.pack(">I", 1) + zlib.compress(rows(RGB[:12], 6)))),
        "short.png": png(HEAD, IDAT)[:-26],
        "refused-critical.png": png(HEAD, chunk(b"TOKN", b"TOKEN"), IDAT),
    }
    for name, data in samples.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main()
