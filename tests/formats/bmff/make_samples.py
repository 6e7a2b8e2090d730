#!/usr/bin/env python3
"""Makes the HEIF and AVIF samples: two tiny coded pictures of our own, with a text of the form PLANTED-... in every place where a
file can hide one. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")

# 64 x 64 gradients, coded once with heif-enc 1.15.1 (x265, aom).
HVCC = base64.b64decode("AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQA==")
HEVC = base64.b64decode("AAAAJygBrxmAP08Fox2T9mzukRl/fAg1bwt9bYmD7kBm3guoiW4/+x+PXg==")
AV1C = base64.b64decode("gQAMAA==")
AV1 = base64.b64decode("EgAKCRgVf/2CBAQNCDIjGwAaaaaEALUx6XpuI0HihBmnp+kv2JoO5UrrPvYpGa1bUSA=")


def box(kind, *parts):
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + kind + data


def full(kind, version, flags, *parts):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


class Heif:
    """Items with properties and references, written as most encoders do."""

    def __init__(self, brands=(b"mif1", b"heic")):
        self.brands, self.items, self.properties, self.references, self.primary = brands, [], [], [], 1
        self.before_meta, self.in_meta, self.in_mdat, self.after = b"", b"", b"", b""
        self.handler, self.spare_properties = b"", []

    def item(self, kind, data, properties=(), name=b"", extra=b"", hidden=0):
        self.items.append((kind, data, list(properties), name, extra, hidden))
        return len(self.items)

    def refer(self, kind, source, *targets):
        self.references.append(box(kind, struct.pack(">HH", source, len(targets)), *[struct.pack(">H", t) for t in targets]))

    def bytes(self):
        ftyp = box(b"ftyp", self.brands[0], b"\0\0\0\0", *self.brands)
        sizes = len(ftyp) + len(self.before_meta) + len(self.meta(0))
        return ftyp + self.before_meta + self.meta(sizes + 8 + len(self.in_mdat)) + box(b"mdat", self.in_mdat, *[i[1] for i in self.items]) + self.after

    def meta(self, at):
        infos, places, used = [], [], []
        table = []
        for number, (kind, data, properties, name, extra, hidden) in enumerate(self.items, 1):
            infos.append(full(b"infe", 2, hidden, struct.pack(">HH", number, 0), kind, name, b"\0", extra))
            places.append(struct.pack(">HHHII", number, 0, 1, at, len(data)))
            at += len(data)
            for p in properties:
                if p not in table:
                    table.append(p)
            used.append(struct.pack(">HB", number, len(properties)) + b"".join(struct.pack(">B", table.index(p) + 1 | (0x80 if p[4:8] in (b"hvcC", b"av1C", b"irot") else 0)) for p in properties))
        boxes = [full(b"hdlr", 0, 0, b"\0\0\0\0pict", b"\0" * 12, self.handler, b"\0"),
                 full(b"pitm", 0, 0, struct.pack(">H", self.primary)),
                 full(b"iloc", 0, 0, b"\x44\0", struct.pack(">H", len(places)), *places),
                 full(b"iinf", 0, 0, struct.pack(">H", len(infos)), *infos)]
        if self.references:
            boxes.append(full(b"iref", 0, 0, *self.references))
        boxes.append(box(b"iprp", box(b"ipco", *table, *self.spare_properties), full(b"ipma", 0, 0, struct.pack(">I", len(used)), *used)))
        return full(b"meta", 0, 0, *boxes, self.in_meta)


def ispe(width=64, height=64):
    return full(b"ispe", 0, 0, struct.pack(">II", width, height))


PIXI = full(b"pixi", 0, 0, b"\3\10\10\10")


def unit(nal):
    return struct.pack(">I", len(nal)) + nal


def sei(text):
    body = b"0123456789abcdef" + text
    return b"\x4e\x01\x05" + bytes([len(body)]) + body + b"\x80"


def exif(text):
    entries = [(0x010F, text + b"MAKE\0"), (0x0131, text + b"SOFTWARE\0"), (0x013B, text + b"ARTIST\0"), (0xFDEA, text + b"UNKNOWN\0")]
    out, values, at = struct.pack("<HHIH", 0x4949, 42, 8, len(entries)), b"", 8 + 2 + 12 * len(entries) + 4
    for tag, value in entries:
        out += struct.pack("<HHII", tag, 2, len(value), at + len(values))
        values += value
    return struct.pack(">I", 0) + out + b"\0\0\0\0" + values


def xmp(text):
    return (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
            b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>' + text + b"</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>")


def planted_hevc(who):
    """Everything that HEIF can carry beside a picture, and everything that HEVC can carry beside its slices."""
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    hvcc = HVCC[:22] + bytes([HVCC[22] + 1]) + HVCC[23:] + b"\x27\0\1" + struct.pack(">H", len(sei(p(b"CONFIG")))) + sei(p(b"CONFIG"))
    hvcc = hvcc[:19] + who[:2] + hvcc[21:]  # a frame rate that nobody needs
    hvcc_box = box(b"hvcC", hvcc)
    data = (unit(b"\x46\x01\x50" + p(b"DELIMITER")) + unit(sei(p(b"SEI"))) + HEVC + unit(HEVC[4:6] + b"\x80" + p(b"SECOND-PICTURE")) + unit(b"\x4c\x01" + p(b"FILLER"))
            + unit(b"\x50\x01" + p(b"SUFFIX-SEI")) + unit(b"\x7a\x01" + p(b"UNKNOWN-UNIT")) + unit(b"\x29\x09\x80" + p(b"LAYER")) + b"\xff" + p(b"BEHIND-UNITS"))
    file = Heif()
    file.handler = p(b"HANDLER")
    described = [box(b"hvcC", HVCC)] + [ispe(), PIXI]
    main = file.item(b"hvc1", data, [
        hvcc_box, ispe() + b"", full(b"pixi", 0, 0, b"\3\10\10\10" + p(b"PIXI")), box(b"irot", b"\1" + p(b"IROT")), box(b"colr", b"nclx\0\1\0\r\0\6\x80" + p(b"NCLX")),
        box(b"colr", b"prof" + p(b"PROFILE") * 20), full(b"udes", 0, 0, b"en\0", p(b"NAME"), b"\0", p(b"DESCRIPTION"), b"\0", p(b"TAGS"), b"\0"),
        full(b"crtt", 0, 0, p(b"TIME")[:14]), box(b"mdcv", p(b"MONITOR")), box(b"abcd", p(b"PROPERTY")), box(b"uuid", b"0123456789abcdef" + p(b"UUID-PROPERTY")),
        full(b"rloc", 0, 0, p(b"RLOC")), box(b"pasp", p(b"PASP")[-8:])], name=p(b"ITEM-NAME"))
    alpha = file.item(b"hvc1", HEVC, [box(b"hvcC", HVCC), ispe(), full(b"auxC", 0, 0, b"urn:mpeg:hevc:2015:auxid:1\0" + p(b"AUX-SUBTYPE"))])
    file.refer(b"auxl", alpha, main)
    file.refer(b"thmb", file.item(b"hvc1", unit(sei(p(b"THUMBNAIL"))) + HEVC, described), main)
    depth = file.item(b"hvc1", unit(sei(p(b"DEPTH"))) + HEVC, described + [full(b"auxC", 0, 0, b"urn:mpeg:hevc:2015:auxid:2\0")])
    file.refer(b"auxl", depth, main)
    matte = file.item(b"hvc1", unit(sei(p(b"MATTE"))) + HEVC, described + [full(b"auxC", 0, 0, b"urn:com:apple:photo:2018:aux:portraiteffectsmatte\0")])
    file.refer(b"auxl", matte, main)
    gain = file.item(b"hvc1", unit(sei(p(b"GAIN"))) + HEVC, described + [full(b"auxC", 0, 0, b"urn:com:apple:photo:2020:aux:hdrgainmap\0")])
    file.refer(b"auxl", gain, main)
    file.item(b"hvc1", unit(sei(p(b"HIDDEN"))) + HEVC, described, hidden=1)
    file.refer(b"dimg", file.item(b"tmap", p(b"TMAP")), main, gain)
    for number in (file.item(b"Exif", exif(p(b"EXIF-"))), file.item(b"mime", xmp(p(b"XMP")), extra=b"application/rdf+xml\0"),
                   file.item(b"mime", p(b"MIME"), extra=b"text/" + p(b"TYPE") + b"\0"), file.item(b"uri ", p(b"URI"), extra=b"urn:" + p(b"URN") + b"\0"),
                   file.item(b"iptc", p(b"IPTC")), file.item(b"wxyz", p(b"ITEM"))):
        file.refer(b"cdsc", number, main)
    file.spare_properties = [box(b"clli", p(b"UNUSED"))]
    file.before_meta = (box(b"free", p(b"FREE")) + box(b"skip", p(b"SKIP")) + box(b"uuid", bytes.fromhex("d8fec3d61b0e483c92975828877ec481"), p(b"C2PA"))
                        + box(b"udta", box(b"name", p(b"UDTA"))) + box(b"jumb", p(b"JUMBF")) + box(b"qrst", p(b"BOX")))
    file.in_meta = (full(b"grpl", 0, 0, full(b"altr", 0, 0, p(b"GROUPS"))) + box(b"dinf", full(b"dref", 0, 0, p(b"DREF"))) + box(b"free", p(b"META-FREE"))
                    + box(b"ijkl", p(b"META-BOX")))
    file.in_mdat = p(b"MEDIA-GAP")
    file.after = box(b"mdat", p(b"SECOND-MEDIA")) + box(b"moov", box(b"udta", p(b"MOVIE"))) + b"\xff\xff\xff\xff" + p(b"TAIL")
    return file.bytes()


def av1_unit(kind, data):
    return bytes([kind << 3 | 2, len(data)]) + data


def planted_av1(who):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    sequence, frame = AV1[4:13], AV1[15:]
    data = (av1_unit(2, b"") + av1_unit(1, sequence + p(b"SEQUENCE-TAIL")) + av1_unit(5, b"\4" + p(b"METADATA")) + av1_unit(6, frame) + av1_unit(15, p(b"PADDING"))
            + av1_unit(2, b"") + av1_unit(6, frame[:4] + p(b"SECOND-FRAME")) + av1_unit(8, p(b"TILE-LIST")) + av1_unit(12, p(b"RESERVED")))
    file = Heif((b"avif", b"mif1", b"miaf"))
    main = file.item(b"av01", data, [box(b"av1C", AV1C + av1_unit(5, b"\4" + p(b"CONFIG"))), ispe(), PIXI, box(b"colr", b"nclx\0\1\0\r\0\6\x80")], name=b"Color")
    for kind, payload in ((b"Exif", exif(p(b"EXIF-"))), (b"mime", xmp(p(b"XMP")))):
        file.refer(b"cdsc", file.item(kind, payload, extra=b"application/rdf+xml\0" if kind == b"mime" else b""), main)
    return file.bytes()


def grid():
    """Two tiles side by side, the second one wider than what is seen."""
    file = Heif()
    whole = file.item(b"grid", struct.pack(">BBBBHH", 0, 0, 0, 1, 100, 64), [ispe(100, 64), PIXI])
    tile = [box(b"hvcC", HVCC), ispe(), PIXI]
    file.refer(b"dimg", whole, file.item(b"hvc1", HEVC, tile, hidden=1), file.item(b"hvc1", HEVC, tile, hidden=1))
    return file.bytes()


def cropped():
    """Shows 40 x 30 of 64 x 64."""
    file = Heif()
    clap = box(b"clap", struct.pack(">IIIIiIiI", 40, 1, 30, 1, 0, 1, 0, 1))
    file.item(b"hvc1", HEVC, [box(b"hvcC", HVCC), ispe(), PIXI, clap])
    return file.bytes()


def loop():
    """A grid whose tile is the grid."""
    file = Heif()
    whole = file.item(b"grid", struct.pack(">BBBBHH", 0, 0, 0, 0, 64, 64), [ispe(), PIXI])
    file.refer(b"dimg", whole, whole)
    return file.bytes()


def sequence_only():
    return box(b"ftyp", b"msf1", b"\0\0\0\0", b"msf1", b"hevc") + box(b"moov", full(b"mvhd", 0, 0, b"\0" * 96))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.heic": planted_hevc(b"ANNA"), "planted_b.heic": planted_hevc(b"BERT"), "planted_a.avif": planted_av1(b"ANNA"),
               "planted_b.avif": planted_av1(b"BERT"), "grid.heic": grid(), "cropped.heic": cropped(), "loop.heic": loop(), "sequence.heic": sequence_only()}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
