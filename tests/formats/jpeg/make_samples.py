#!/usr/bin/env python3
"""Writes the JPEG samples and twins beside this file. Standard library only; the same bytes on every machine."""

import base64
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
import blocks  # noqa: E402
import jpeg_encoder  # noqa: E402
from blocks import ALICE, BOB  # noqa: E402
from jpeg_encoder import Picture, segment  # noqa: E402

SOI, EOI = b"\xff\xd8", b"\xff\xd9"

COLOUR = Picture(43, 29, ((2, 2), (1, 1), (1, 1)))
GREY = Picture(17, 11)
WHOLE = Picture(32, 16, ((1, 1), (1, 1), (1, 1)), seed=3)  # whole blocks: can be turned without loss
SMALL = Picture(8, 8, seed=9)


def jfif(unit=0, x=1, y=1, thumbnail=b""):
    return segment(0xE0, b"JFIF\0\1\1" + struct.pack(">BHHBB", unit, x, y, 1 if thumbnail else 0, 1 if thumbnail else 0) + thumbnail)


def adobe(transform, flags=0):
    return segment(0xEE, b"Adobe\0\x64" + struct.pack(">HHB", flags, flags, transform))


def exif(data):
    return segment(0xE1, b"Exif\0\0" + data)


def jpeg(before=b"", picture=None, tail=b"", head=None, end=EOI):
    return SOI + (jfif() if head is None else head) + before + (COLOUR.baseline() if picture is None else picture) + end + tail


THUMBNAIL = jpeg(exif(blocks.tiff([(0x013B, blocks.ASCII, "nested")])), SMALL.baseline(), head=b"")


def xmp(data):
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + data)


def extended_xmp(guid, who):
    """Two parts, the second first."""
    whole = (f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
             f'xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Data="{who.number * 3}" GImage:OriginalLatitude="51.5"/></rdf:RDF></x:xmpmeta>').encode()
    parts = [(0, whole[:150]), (150, whole[150:])]
    return b"".join(segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + guid.encode() + struct.pack(">II", len(whole), at) + part) for at, part in reversed(parts))


def metadata(who):
    guid = (who.number[::-1]).upper()
    return (exif(blocks.full_exif(who, thumbnail=THUMBNAIL)) + xmp(blocks.xmp(who, extended_guid=guid)) + extended_xmp(guid, who)
            + segment(0xED, b"Photoshop 3.0\0" + blocks.photoshop(who, THUMBNAIL)))


def application_segments(who):
    """One of every kind that the table knows, and of kinds that it does not."""
    name = who.person.encode()
    number = who.number.encode()
    box = struct.pack(">HIIII", 1, 1, 30, 0x6A756D62, 0) + b"c2pa made by " + name
    known = [
        (0xE0, b"JFXX\0\x10" + THUMBNAIL), (0xE1, b"FLIR\0\1\0\0" + number), (0xE2, b"MPF\0MM\0*" + number), (0xE2, b"FPXR\0" + number),
        (0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + number), (0xE3, b"Meta\0\0" + number), (0xE3, b"_JPSJPS_" + number), (0xE4, b"SCALADO\0" + number),
        (0xE5, b"RMETA\0" + number), (0xE5, b"ssuniqueid\0" + number), (0xE6, b"GoPro\0" + number), (0xE6, b"EPPIM\0" + number), (0xE8, b"SPIFF\0" + number),
        (0xE9, b"Media Jukebox\0" + number), (0xEA, b"UNICODE\0" + name), (0xEB, b"HDR_RI ver=11" + number), (0xEB, b"JP" + box), (0xEC, b"Ducky\0\1\0\4" + number[:4]),
        (0xEC, b"[picture info]\r\nSerial=" + number), (0xEF, b"GraphicConverter\0" + number), (0xFE, b"taken by " + name), (0xFE, b""),
        (0xE7, b"no rule knows this " + number), (0xED, b"Adobe_CM\0" + number), (0xE1, b"something else " + number), (0xF0, b"JPEG extension " + number), (0xC8, b"reserved " + number),
    ]
    return b"".join(segment(marker, data) for marker, data in known)


def icc(profile, pieces=1):
    size = -(-len(profile) // pieces)
    return b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes((i + 1, pieces)) + profile[i * size:(i + 1) * size]) for i in range(pieces))


def profiles(who):
    yield "icc_srgb", jpeg(icc(blocks.rgb_profile(who)))
    yield "icc_wide", jpeg(icc(blocks.rgb_profile(who, is_srgb=False), 3))
    yield "icc_grey", jpeg(icc(blocks.grey_profile(who)), GREY.baseline())
    yield "icc_cmyk", jpeg(icc(blocks.cmyk_profile(who)), Picture(9, 9, ((1, 1),) * 4).baseline(), head=adobe(0))


def behind_end(who):
    """A motion photo: a film behind the picture; then what phones add."""
    film = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + struct.pack(">I", 40) + b"free" + who.number.encode()
    return film + b"SEFH" + who.serial.encode().ljust(16) + struct.pack("<I", 20) + b"SEFT"


def hidden_between(who):
    number = who.number.encode()
    tables = jpeg_encoder.quantiser_segment(0) + b"between " + number + jpeg_encoder.huffman_segment(0, 0, jpeg_encoder.STANDARD_DC) + b"\xff\xff\xff"
    tables += jpeg_encoder.huffman_segment(1, 0, jpeg_encoder.STANDARD_AC) + jpeg_encoder.quantiser_segment(3, 0x41) + jpeg_encoder.huffman_segment(0, 1, jpeg_encoder.STANDARD_DC)
    tables += segment(0xDD, b"\0\0more " + number[:7]) + b"\xff\xd0\xff\x01"
    return jpeg(picture=tables + WHOLE.frame() + WHOLE.sequential_scan() + b"\x12behind the scan " + number + b"\xff\xd7" + segment(0xDC, b"\0\x1d"), tail=b"")


def samples():
    yield "clean.jpg", jpeg()
    yield "clean_grey.jpg", jpeg(picture=GREY.baseline())
    yield "metadata.jpg", jpeg(metadata(ALICE))
    yield "metadata_big_endian.jpg", jpeg(exif(blocks.full_exif(ALICE, 1, order=">")))
    yield "xmp_deep.jpg", jpeg(xmp(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 400 + b"TOKEN" + b"</a>" * 400 + b"</x:xmpmeta>"))
    yield "exif_broken.jpg", jpeg(exif(b"II*\0\xff\xff\xff\xff") + exif(b"no TIFF") + xmp(b"<not xml") + xmp(b"\xff\xfe<\0x\0") + segment(0xED, b"Photoshop 3.0\0no resource"))
    yield "photoshop_broken.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + b"".join(
        blocks.resource(number, b"\x1c\2\5\x80\x09 broken, " + ALICE.number.encode()) for number in (0x0404, 0x0422, 0x0424))))
    yield "exif_second.jpg", jpeg(exif(blocks.orientation_exif(1)) + exif(blocks.full_exif(BOB, 6)))
    yield "segments.jpg", jpeg(application_segments(ALICE), WHOLE.baseline())
    for name, data in profiles(ALICE):
        yield name + ".jpg", data
    yield "icc_broken.jpg", jpeg(icc(b"no profile at all") + icc(blocks.grey_profile(), 2))
    yield "jfif_thumbnail.jpg", jpeg(head=jfif(1, 72, 72, b"\x10\x20\x30"))
    yield "resolution_odd.jpg", jpeg(head=jfif(1, 287, 291))
    yield "resolution_centimetres.jpg", jpeg(head=jfif(2, 118, 118))
    yield "resolution_ratio.jpg", jpeg(head=jfif(0, 2, 1))
    for orientation in range(1, 9):
        yield f"turned_{orientation}.jpg", jpeg(exif(blocks.full_exif(ALICE, orientation)), WHOLE.baseline())
    yield "turned_not_whole.jpg", jpeg(exif(blocks.full_exif(ALICE, 6, order=">")))
    yield "motion_photo.jpg", jpeg(tail=behind_end(ALICE))
    yield "tail_zip.jpg", jpeg(tail=b"PK\3\4 an archive behind the picture")
    yield "tail_jpeg.jpg", jpeg(tail=jpeg(metadata(BOB), GREY.baseline()))
    yield "hidden_between.jpg", hidden_between(ALICE)
    yield "padding_bits.jpg", jpeg(picture=COLOUR.baseline(padding=0))
    yield "padding_bits_restarts.jpg", jpeg(picture=COLOUR.baseline(restart=1, padding=0x55))
    yield "restarts.jpg", jpeg(picture=COLOUR.baseline(restart=2))
    yield "restarts_fill.jpg", jpeg(picture=COLOUR.baseline(restart=2, fill=b"\xff\xff"))
    yield "progressive.jpg", jpeg(picture=COLOUR.progressive())
    yield "progressive_restarts.jpg", jpeg(picture=COLOUR.progressive(restart=3))
    yield "progressive_turned.jpg", jpeg(exif(blocks.orientation_exif(3)), WHOLE.progressive())
    yield "progressive_unfinished.jpg", jpeg(picture=jpeg_encoder.quantiser_segment(0) + jpeg_encoder.huffman_segment(0, 0, jpeg_encoder.STANDARD_DC) + GREY.frame(0xC2) + GREY.dc_scan((0,), 1))
    yield "scans_apart.jpg", jpeg(picture=WHOLE.tables() + WHOLE.frame(0xC1) + b"".join(WHOLE.sequential_scan((c,)) for c in range(3)))
    yield "arithmetic.jpg", base64.b64decode(  # GREY, coded anew by jpegtran -arithmetic
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/yQALCAALABEBAREA/8wABgAQEAX/"
        "2gAIAQEAAD8A/wAj9kOOIapVQdGPMN7sn+bA+41axuyyw/alYxQ0pJfWiM8SaP/Z")
    yield "rgb_adobe.jpg", jpeg(picture=WHOLE.baseline(), head=adobe(0, 0x4142))
    yield "rgb_names.jpg", jpeg(picture=Picture(9, 9, ((1, 1),) * 3, identifiers=tuple(b"RGB")).baseline(), head=b"")
    yield "ycck.jpg", jpeg(picture=Picture(16, 9, ((2, 1), (1, 1), (1, 1), (2, 1))).baseline(), head=adobe(2))
    yield "cmyk_plain.jpg", jpeg(picture=Picture(9, 9, ((1, 1),) * 4).baseline(), head=b"")
    yield "cmyk_adobe.jpg", jpeg(icc(blocks.rgb_profile()), Picture(9, 9, ((1, 1),) * 4).baseline(), head=adobe(0))
    yield "damaged_scan.jpg", jpeg(picture=COLOUR.baseline()[:-40] + b"\xff\x00" * 3 + COLOUR.baseline()[-30:])
    yield "without_end.jpg", jpeg(end=b"")
    # Refused.
    yield "refused_cut.jpg", jpeg()[:-60]
    yield "refused_lossless.jpg", jpeg(picture=GREY.tables() + GREY.frame(0xC3) + GREY.sequential_scan())
    yield "refused_hierarchical.jpg", jpeg(picture=segment(0xDE, b"\x08\0\x0b\0\x11\1\1\x11\0") + GREY.baseline())
    yield "refused_two_frames.jpg", jpeg(picture=GREY.frame() + GREY.baseline())
    yield "refused_huge.jpg", jpeg(picture=Picture(8, 8).baseline().replace(b"\xff\xc0\0\x0b\x08\0\x08\0\x08", b"\xff\xc0\0\x0b\x08\xff\xff\xff\xff"))
    yield "refused_no_scan.jpg", jpeg(picture=GREY.frame())
    yield "refused_scan_first.jpg", jpeg(picture=GREY.sequential_scan())
    yield "refused_bad_length.jpg", SOI + b"\xff\xe0\0\1JFIF"


def twins():
    for who, side in ((ALICE, "a"), (BOB, "b")):
        yield f"metadata.{side}.jpg", jpeg(metadata(who))
        yield f"segments.{side}.jpg", jpeg(application_segments(who), WHOLE.baseline())
        yield f"motion_photo.{side}.jpg", jpeg(tail=behind_end(who))
        yield f"hidden_between.{side}.jpg", hidden_between(who)
        yield f"turned.{side}.jpg", jpeg(exif(blocks.full_exif(who, 6)), WHOLE.baseline())
        yield f"not_turned.{side}.jpg", jpeg(exif(blocks.full_exif(who, 5)))
        yield f"padding_bits.{side}.jpg", jpeg(picture=COLOUR.baseline(restart=1, padding=0x55 if side == "a" else 0x2A))
        for name, data in profiles(who):
            yield f"{name}.{side}.jpg", data


if __name__ == "__main__":
    for folder, files in (("samples", samples()), ("twins", twins())):
        (HERE / folder).mkdir(exist_ok=True)
        for name, data in files:
            (HERE / folder / name).write_bytes(data)
