#!/usr/bin/env python3
"""Writes the PNG samples and twins beside this file. Standard library only; the same bytes on every machine."""

import pathlib
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
import blocks  # noqa: E402
from blocks import ALICE, BOB  # noqa: E402

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data=b"", checksum=None):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if checksum is None else checksum)


def header(width, height, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def stored(data):
    """A zlib stream without compression, so that the bytes do not depend on the version of zlib."""
    blocks_, at = b"", 0
    while True:
        part = data[at:at + 65535]
        at += len(part)
        blocks_ += struct.pack("<BHH", at == len(data), len(part), len(part) ^ 0xFFFF) + part
        if at == len(data):
            return b"\x78\x01" + blocks_ + struct.pack(">I", zlib.adler32(data))


def rows(width, height, bits=24, seed=7):
    """Rows of every filter, with some picture in them; padding bits are zero."""
    out = b""
    size = (width * bits + 7) // 8
    for y in range(height):
        row = bytes((x * 5 + y * 11 + seed + (x * y) % 7) % 256 for x in range(size))
        used = width * bits % 8
        if used:
            row = row[:-1] + bytes((row[-1] & (0xFF << (8 - used) & 0xFF),))
        out += bytes((y % 5 if bits >= 8 else 0,)) + row
    return out


RGB = header(9, 7)
PIXELS = stored(rows(9, 7))
IDAT = chunk(b"IDAT", PIXELS)
IEND = chunk(b"IEND")


def png(before=b"", behind=b"", head=RGB, pixels=IDAT, end=IEND, tail=b""):
    return SIGNATURE + head + before + pixels + behind + end + tail


def text_chunks(who):
    said = {
        b"Author": who.person, b"Artist": who.person, b"Copyright": who.company, b"Creation Time": who.time, b"date:create": who.time, b"date:modify": who.time,
        b"date:timestamp": who.time, b"Software": who.program, b"Source": who.camera, b"Comment": "by " + who.person, b"parameters": "a portrait of " + who.person,
        b"prompt": "{}" + who.number, b"workflow": "{}" + who.number, b"mxfile": "<mxfile host='" + who.company + "'/>", b"Thumb::URI": "file://" + who.path,
        b"Raw profile type exif": "\nexif\n 4\n" + who.number, b"Raw profile type APP1": "\nAPP1\n 4\n" + who.number, b"Raw profile type iptc": "\niptc\n 4\n" + who.number,
        b"Raw profile type xmp": "\nxmp\n 4\n" + who.number, b"no rule knows this": who.number,
    }
    return b"".join(chunk(b"tEXt", key + b"\0" + value.encode("latin-1")) for key, value in said.items())


def international(key, value, language=b"en", translated=b"", compressed=False):
    data = stored(value) if compressed else value
    return chunk(b"iTXt", key + b"\0" + bytes((compressed, 0)) + language + b"\0" + translated + b"\0" + data)


def text_sample(who):
    return png(text_chunks(who)
               + chunk(b"zTXt", b"Author\0\0" + stored(who.person.encode()) + b"behind " + who.number.encode()) + chunk(b"zTXt", b"Description\0\0" + stored(who.place.encode()))
               + international(b"XML:com.adobe.xmp", blocks.xmp(who)) + international(b"Title", who.company.encode(), who.place.encode()[:4], who.person.encode())
               + international(b"XML:com.adobe.xmp", blocks.xmp(who), compressed=True) + chunk(b"tEXt", b"no end of the keyword " + who.number.encode()),
               chunk(b"tEXt", b"Comment\0behind the pixels, " + who.person.encode()))


def exif_sample(who, orientation=None):
    return png(chunk(b"eXIf", blocks.full_exif(who, orientation)), chunk(b"tIME", struct.pack(">HBBBBB", *(int(v) for v in who.time.replace(" ", ":").split(":")))))


def private_chunks(who):
    kinds = b"CgBI bKGD caBX dSIG hIST iDOT mkBF mkBS mkBT mkTS prVW sBIT sPLT skMf skRf vpAg npTc meTa".split()
    return b"".join(chunk(kind, kind + b" of " + who.person.encode()) for kind in kinds)


def icc(profile, name=b"Monitor", tail=b""):
    return chunk(b"iCCP", name + b"\0\0" + stored(profile) + tail)


def colours(who):
    yield "icc_srgb", png(icc(blocks.rgb_profile(who), who.camera.encode()) + chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"sRGB", b"\0"))
    yield "icc_wide", png(icc(blocks.rgb_profile(who, is_srgb=False), who.camera.encode(), b"behind " + who.serial.encode()))
    yield "icc_grey", png(icc(blocks.grey_profile(who)), head=header(9, 7, 8, 0), pixels=chunk(b"IDAT", stored(rows(9, 7, 8))))


def control(sequence, width, height, x=0, y=0, delay=(1, 10), dispose=0, blend=0):
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, width, height, x, y, *delay, dispose, blend))


def animation(first_is_shown):
    small = stored(rows(4, 3, seed=90))
    frames = b""
    sequence = 0
    if first_is_shown:
        frames += control(0, 9, 7)
        sequence = 1
    frames += chunk(b"IDAT", PIXELS[:100]) + chunk(b"IDAT", PIXELS[100:])
    for i in range(2):
        frames += control(sequence, 4, 3, i, i, (5, 0), i, 1)
        frames += chunk(b"fdAT", struct.pack(">I", sequence + 1) + small[:20]) + chunk(b"fdAT", struct.pack(">I", sequence + 2) + small[20:] + (b"behind the frame" if i else b""))
        sequence += 3
    return png(chunk(b"acTL", struct.pack(">II", 3 if first_is_shown else 2, 0)), pixels=frames)


def palette_picture(bits, extra=b""):
    head = header(9, 7, bits, 3)
    size = (9 * bits + 7) // 8
    data = b"".join(b"\0" + bytes((17 * y + x) % 256 for x in range(size - 1)) + bytes((0xFF << (8 - (9 * bits % 8 or 8)) & 0xFF,)) for y in range(7))
    colours_ = bytes(range(3 * (1 << bits)))[:768] if bits < 8 else bytes(i % 256 for i in range(768))
    return png(chunk(b"PLTE", colours_) + chunk(b"tRNS", b"\x80\xff") + extra, head=head, pixels=chunk(b"IDAT", stored(data)))


def see_through():
    """RGBA: a figure, and colours that nobody sees where alpha is 0."""
    out = b""
    for y in range(7):
        out += b"\0" + b"".join((bytes((200, 40 * x % 256, 30, 255)) if (x + y) % 2 else b"HID\0") for x in range(9))
    return png(head=header(9, 7, 8, 6), pixels=chunk(b"IDAT", stored(out)))


def padded_rows():
    """One bit a pixel, nine pixels a row: seven bits of each row belong to nothing."""
    data = b"".join(b"\0" + bytes((0xA5, 0x80 | (y * 13 & 0x7F))) for y in range(7))
    return png(head=header(9, 7, 1, 0), pixels=chunk(b"IDAT", stored(data)))


def interlaced():
    data = b""
    for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        if 9 > x and 7 > y:
            data += rows((9 - x - 1) // dx + 1, (7 - y - 1) // dy + 1, 24, 3 + x)
    return png(head=header(9, 7, 8, 2, 1), pixels=chunk(b"IDAT", stored(data)))


def samples():
    yield "clean.png", png()
    yield "text.png", text_sample(ALICE)
    yield "exif.png", exif_sample(ALICE)
    yield "exif_turned.png", exif_sample(ALICE, 6)
    yield "exif_big_endian.png", png(chunk(b"eXIf", b"Exif\0\0" + blocks.full_exif(ALICE, 8, order=">")))
    yield "exif_broken.png", png(chunk(b"eXIf", b"II*\0nothing"), chunk(b"eXIf", b"no Exif at all"))
    yield "private.png", png(private_chunks(ALICE), chunk(b"skRf", b"behind the pixels"))
    for name, data in colours(ALICE):
        yield name + ".png", data
    yield "icc_broken.png", png(chunk(b"iCCP", b"x\0\0" + stored(b"no profile")))
    yield "icc_of_cmyk.png", png(icc(blocks.cmyk_profile()))
    yield "colour_overruled.png", png(chunk(b"cICP", b"\x0c\x0d\0\1") + icc(blocks.rgb_profile()) + chunk(b"sRGB", b"\1") + chunk(b"gAMA", struct.pack(">I", 45455)))
    yield "colour_primaries.png", png(chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)))
    yield "colour_srgb.png", png(chunk(b"sRGB", b"\0"))
    yield "resolution_usual.png", png(chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1)))
    yield "resolution_odd.png", png(chunk(b"pHYs", struct.pack(">IIB", 3411, 3407, 1)))
    yield "resolution_ratio.png", png(chunk(b"pHYs", struct.pack(">IIB", 2, 1, 0)))
    yield "animation.png", animation(True)
    yield "animation_behind_picture.png", animation(False)
    yield "cropped.png", png(tail=chunk(b"IDAT", stored(rows(9, 20))) + IEND + b"the rest of the uncropped screenshot")
    yield "tail_zip.png", png(tail=b"PK\3\4 an archive behind the picture")
    yield "tail_png.png", png(tail=text_sample(ALICE))
    yield "behind_stream.png", png(pixels=chunk(b"IDAT", PIXELS + b"hidden behind the stream") + chunk(b"IDAT", b"and in a chunk of its own"))
    yield "extra_rows.png", png(pixels=chunk(b"IDAT", stored(rows(9, 12))))
    yield "padding_bits.png", padded_rows()
    yield "see_through.png", see_through()
    yield "interlaced.png", interlaced()
    yield "interlaced_grey_2.png", png(head=header(1, 1, 2, 0, 1), pixels=chunk(b"IDAT", stored(b"\0\x40")))
    yield "palette_2.png", palette_picture(2)
    yield "palette_8.png", palette_picture(8)
    yield "grey_16.png", png(chunk(b"tRNS", b"\1\2"), head=header(9, 7, 16, 0), pixels=chunk(b"IDAT", stored(rows(9, 7, 16))))
    yield "suggested_palette.png", png(chunk(b"PLTE", bytes(range(30))))
    yield "misplaced.png", png(header(3, 3) + chunk(b"gAMA", struct.pack(">I", 45455)) * 2 + chunk(b"tRNS", b"wrong size") + chunk(b"fcTL", bytes(26)) + chunk(b"fdAT", bytes(9)),
                               chunk(b"gAMA", b"late") + chunk(b"tEXt", b"Author\0late") + chunk(b"PLTE", bytes(3)), end=chunk(b"IEND", b"not empty"))
    yield "bad_checksums.png", png(chunk(b"tEXt", b"Author\0Mara", 0), pixels=chunk(b"IDAT", PIXELS, 12345))
    yield "without_end.png", png(end=b"")
    yield "many_idat.png", png(pixels=b"".join(chunk(b"IDAT", PIXELS[i:i + 1]) for i in range(len(PIXELS))) + chunk(b"IDAT"))
    # Refused.
    yield "refused_apple.png", SIGNATURE + chunk(b"CgBI", b"\x50\0\x20\x02") + header(9, 7) + IDAT + IEND
    yield "refused_critical.png", png(chunk(b"ABCD", b"?"))
    yield "cut.png", png()[:-60]
    yield "refused_huge.png", png(head=header(60000, 60000))
    yield "refused_no_palette.png", png(head=header(9, 7, 8, 3))
    yield "refused_two_sizes.png", png(chunk(b"acTL", struct.pack(">II", 1, 0)) + control(0, 3, 3))


def twins():
    for who, side in ((ALICE, "a"), (BOB, "b")):
        yield f"text.{side}.png", text_sample(who)
        yield f"exif.{side}.png", exif_sample(who)
        yield f"private.{side}.png", png(private_chunks(who))
        yield f"tail.{side}.png", png(pixels=chunk(b"IDAT", PIXELS + who.number.encode()), tail=who.person.encode())
        for name, data in colours(who):
            yield f"{name}.{side}.png", data


if __name__ == "__main__":
    for folder, files in (("samples", samples()), ("twins", twins())):
        (HERE / folder).mkdir(exist_ok=True)
        for name, data in files:
            (HERE / folder / name).write_bytes(data)
