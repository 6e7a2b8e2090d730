"""Metadata blocks that picture formats share, for the generators of samples: Exif, XMP, IPTC, Photoshop resources, ICC.

Standard library only, and the same bytes on every machine. Everything that identifies is made from an Identity, so
that twins (two files that differ only in identity) come from one call with two of them.
"""

import dataclasses
import struct


@dataclasses.dataclass(frozen=True)
class Identity:
    """Whom a sample gives away. All invented."""

    person: str = "Mara Quist"
    company: str = "Halden Freight"
    place: str = "Port Ellis"
    latitude: tuple = ((51, 1), (30, 1), (2612, 100))
    longitude: tuple = ((0, 1), (7, 1), (3999, 100))
    time: str = "2024:03:09 17:42:11"
    serial: str = "SN-4471-9902"
    number: str = "9f3c55d0e1b24a7c8d6e0f1a2b3c4d5e"
    camera: str = "Norden X200"
    program: str = "Pictomat 7.1"
    path: str = "C:\\Users\\mquist\\Desktop\\leak.psd"


ALICE = Identity()
BOB = Identity(
    person="Tomas Abendroth-Lee", company="Verity Oil", place="Kaltenbrunn",
    latitude=((47, 1), (3, 1), (123, 100)), longitude=((12, 1), (58, 1), (7, 100)),
    time="2019:11:30 03:05:59", serial="XX0000000017", number="00112233445566778899aabbccddeeff",
    camera="Bellum 5", program="GraphEdit 2", path="/home/tomas/secret/plan b.xcf")

# --- TIFF structures ----------------------------------------------------------------

BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL, FLOAT, DOUBLE = range(1, 13)
_UNIT = {BYTE: "B", SHORT: "H", LONG: "I", SBYTE: "b", SSHORT: "h", SLONG: "i", FLOAT: "f", DOUBLE: "d"}


def _packed(kind, value, order):
    if callable(value):
        raise TypeError("resolve the value first")
    if isinstance(value, bytes):
        return value
    if kind == ASCII:
        return value.encode() + b"\0"
    if kind in (RATIONAL, SRATIONAL):
        pairs = value if isinstance(value[0], tuple) else (value,)
        return b"".join(struct.pack(order + ("II" if kind == RATIONAL else "ii"), *pair) for pair in pairs)
    values = value if isinstance(value, (tuple, list)) else (value,)
    return b"".join(struct.pack(order + _UNIT[kind], v) for v in values)


def _count(kind, packed):
    size = {SHORT: 2, SSHORT: 2, LONG: 4, SLONG: 4, FLOAT: 4, RATIONAL: 8, SRATIONAL: 8, DOUBLE: 8}.get(kind, 1)
    return len(packed) // size


def directory(entries, at, order="<", next_directory=0):
    """One IFD that begins at offset `at`: entries (tag, type, value); a value may be a function of its own offset."""
    entries = sorted(entries, key=lambda e: e[0])
    head = struct.pack(order + "H", len(entries))
    values = b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        if callable(value):
            value = value(values_at + len(values))
        packed = _packed(kind, value, order)
        head += struct.pack(order + "HHI", tag, kind, _count(kind, packed))
        if len(packed) <= 4:
            head += packed.ljust(4, b"\0")
        else:
            head += struct.pack(order + "I", values_at + len(values))
            values += packed + b"\0" * (len(packed) % 2)
    return head + struct.pack(order + "I", next_directory) + values


def tiff(image=(), exif=(), gps=(), interoperability=(), thumbnail_directory=(), thumbnail=b"", order="<", gap=b"", tail=b""):
    """A TIFF structure as Exif uses it. `gap` is put where nothing points to, `tail` behind everything."""
    image, exif = list(image), list(exif)
    start = (b"II*\0" if order == "<" else b"MM\0*")
    body = b""

    def here():
        return 8 + len(body)

    body += gap
    interoperability_at = here()
    if interoperability:
        body += directory(interoperability, here(), order)
        exif.append((0xA005, LONG, interoperability_at))
    exif_at = here()
    if exif:
        body += directory(exif, here(), order)
        image.append((0x8769, LONG, exif_at))
    gps_at = here()
    if gps:
        body += directory(gps, here(), order)
        image.append((0x8825, LONG, gps_at))
    image_at = here()
    has_thumbnail = bool(thumbnail or thumbnail_directory)
    size = len(directory(image, image_at, order))
    body += directory(image, image_at, order, image_at + size if has_thumbnail else 0)
    if has_thumbnail:
        entries = list(thumbnail_directory)
        if thumbnail:
            entries += [(0x0201, LONG, 0), (0x0202, LONG, len(thumbnail))]
            at = here()
            data_at = at + len(directory(entries, at, order))
            entries[-2] = (0x0201, LONG, data_at)
        body += directory(entries, here(), order)
        body += thumbnail
    return start + struct.pack(order + "I", image_at) + body + tail


def canon_maker_note(who, order="<"):
    """A function of its offset: Canon's notes are a directory whose offsets count from the TIFF header."""
    fields = [
        (0x0006, ASCII, "IMG:" + who.camera + " JPEG"),
        (0x0007, ASCII, "Firmware 1.0." + who.serial[-1]),
        (0x0008, LONG, 1000000 + int(who.number[:5], 16)),
        (0x0009, ASCII, who.person),
        (0x000C, LONG, int(who.number[5:12], 16)),
    ]
    return lambda at: directory(fields, at, order)


def utf16(text):
    return text.encode("utf-16-le") + b"\0\0"


def full_image_directory(who, orientation=None):
    entries = [
        (0x000B, ASCII, who.program), (0x010D, ASCII, who.path), (0x010E, ASCII, "As seen by " + who.person),
        (0x010F, ASCII, "Canon"), (0x0110, ASCII, who.camera), (0x011A, RATIONAL, (300, 1)), (0x011B, RATIONAL, (300, 1)),
        (0x0128, SHORT, 2), (0x0131, ASCII, who.program), (0x0132, ASCII, who.time), (0x013B, ASCII, who.person),
        (0x013C, ASCII, who.person.split()[0] + "s-laptop"), (0x02BC, BYTE, b"<x/>" + who.number.encode()), (0x8298, ASCII, who.company),
        (0x83BB, UNDEFINED, b"\x1c\x02\x50" + struct.pack(">H", len(who.person)) + who.person.encode()),
        (0x8773, UNDEFINED, b"profile of " + who.camera.encode()),
        (0x9C9B, BYTE, utf16("Title " + who.company)), (0x9C9C, BYTE, utf16("Comment by " + who.person)), (0x9C9D, BYTE, utf16(who.person)),
        (0x9C9E, BYTE, utf16(who.place)), (0x9C9F, BYTE, utf16(who.company)), (0xC6D2, ASCII, "private " + who.number),
    ]
    if orientation is not None:
        entries.append((0x0112, SHORT, orientation))
    return entries


def full_exif_directory(who, order="<"):
    return [
        (0x829A, RATIONAL, (1, 250)), (0x829D, RATIONAL, (28, 10)), (0x8827, SHORT, 400), (0x9000, UNDEFINED, b"0231"),
        (0x9003, ASCII, who.time), (0x9004, ASCII, who.time), (0x9010, ASCII, "+02:00"), (0x9011, ASCII, "+02:00"),
        (0x9012, ASCII, "+02:00"), (0x927C, UNDEFINED, canon_maker_note(who, order)), (0x9286, UNDEFINED, b"ASCII\0\0\0says " + who.person.encode()),
        (0x9290, ASCII, who.serial[-2:]), (0x9291, ASCII, who.serial[-2:]), (0x9292, ASCII, who.serial[-2:]), (0xA001, SHORT, 1),
        (0xA002, LONG, 32), (0xA003, LONG, 24), (0xA004, ASCII, "SND_" + who.serial[-4:] + ".WAV"), (0xA420, ASCII, who.number),
        (0xA430, ASCII, who.person), (0xA431, ASCII, who.serial), (0xA432, RATIONAL, ((24, 1), (70, 1), (28, 10), (28, 10))),
        (0xA433, ASCII, who.company), (0xA434, ASCII, who.camera + " 24-70"), (0xA435, ASCII, "L" + who.serial),
        (0xFDE8, ASCII, "nobody knows this tag, " + who.number),
    ]


def full_gps_directory(who):
    return [
        (0x0000, BYTE, (2, 3, 0, 0)), (0x0001, ASCII, "N"), (0x0002, RATIONAL, who.latitude), (0x0003, ASCII, "E"),
        (0x0004, RATIONAL, who.longitude), (0x0005, BYTE, 0), (0x0006, RATIONAL, (12, 1)), (0x0007, RATIONAL, ((17, 1), (42, 1), (11, 1))),
        (0x0010, ASCII, "T"), (0x0011, RATIONAL, (21043, 100)), (0x001B, UNDEFINED, b"ASCII\0\0\0GPS " + who.place.encode()),
        (0x001C, UNDEFINED, b"ASCII\0\0\0" + who.place.encode()), (0x001D, ASCII, who.time[:10]), (0x001F, RATIONAL, (5, 1)),
    ]


def full_exif(who=ALICE, orientation=None, thumbnail=b"", order="<"):
    """Every tag that the tables know, tags that they do not know, bytes in gaps and behind the end."""
    return tiff(
        full_image_directory(who, orientation), full_exif_directory(who, order), full_gps_directory(who),
        [(0x0001, ASCII, "R98"), (0x0002, UNDEFINED, b"0100"), (0x1000, ASCII, who.program)],
        [(0x0103, SHORT, 6), (0x010E, ASCII, "small " + who.person), (0x0131, ASCII, who.program)], thumbnail,
        order, gap=b"gap:" + who.person.encode().ljust(28, b"\0"), tail=b"tail:" + who.number.encode())


def orientation_exif(orientation, order="<"):
    return tiff([(0x0112, SHORT, orientation)], order=order)


# --- XMP ------------------------------------------------------------------------------

def xmp(who=ALICE, extended_guid=None, padding=64):
    date = who.time[:10].replace(":", "-") + "T" + who.time[11:]
    extended = f' xmpNote:HasExtendedXMP="{extended_guid}"' if extended_guid else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="{who.program} core">
 <!-- written on the machine of {who.person} -->
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="uuid:{who.number}" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
    xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:x9="urn:{who.number[:6]}"
    xmp:CreatorTool="{who.program}" xmp:CreateDate="{date}" xmpMM:DocumentID="xmp.did:{who.number}" xmpMM:InstanceID="xmp.iid:{who.number}"
    exif:GPSLatitude="51,30.43N" exif:GPSAreaInformation="{who.place}" photoshop:City="{who.place}" photoshop:Country="Elbonia" photoshop:State="Nowhere"
    Iptc4xmpCore:Location="{who.place}" Iptc4xmpExt:LocationCreatedLongitude="7" aux:SerialNumber="{who.serial}" aux:OwnerName="{who.person}" aux:Lens="24-70 {who.camera}"
    exif:ImageUniqueID="{who.number}" tiff:Make="{who.company}" tiff:Model="{who.camera}" tiff:Artist="{who.person}" tiff:Software="{who.program}" pdf:Producer="{who.program}"
    photoshop:AuthorsPosition="clerk" crs:RawFileName="{who.path.split(chr(92))[-1]}" x9:odd="{who.number}" xmp:Identifier="{who.number}"{extended}>
   <dc:creator><rdf:Seq><rdf:li>{who.person}</rdf:li></rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{who.company}</rdf:li></rdf:Alt></dc:rights>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Taken at {who.place}</rdf:li></rdf:Alt></dc:description>
   <Iptc4xmpCore:CreatorContactInfo rdf:parseType="Resource"><Iptc4xmpCore:CiEmailWork>{who.person.split()[0].lower()}@example.org</Iptc4xmpCore:CiEmailWork></Iptc4xmpCore:CreatorContactInfo>
   <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>{who.person}</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
   <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li mwg-rs:Name="{who.person}"/></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
   <xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="{who.program}" stEvt:when="{date}"/></rdf:Seq></xmpMM:History>
   <xmpMM:DerivedFrom stRef:documentID="xmp.did:{who.number[::-1]}"/>
   <xmpMM:Ingredients><rdf:Bag><rdf:li stRef:filePath="{who.path}"/></rdf:Bag></xmpMM:Ingredients>
   <xmpMM:Manifest><rdf:Bag><rdf:li>{who.path}</rdf:li></rdf:Bag></xmpMM:Manifest>
   <photoshop:DocumentAncestors><rdf:Bag><rdf:li>{who.number}</rdf:li></rdf:Bag></photoshop:DocumentAncestors>
   <x9:originalFilePath>{who.path}</x9:originalFilePath>
   <x9:Author>{who.person}</x9:Author>
   <xmp:Thumbnails><rdf:Alt><rdf:li xmpGImg:image="{who.number}"/></rdf:Alt></xmp:Thumbnails>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
{" " * padding}
<?xpacket end="w"?>""".encode()


# --- IPTC and Photoshop ------------------------------------------------------------------

def dataset(record, number, value):
    return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value


def iptc(who=ALICE):
    day, clock = who.time[:10].replace(":", ""), who.time[11:].replace(":", "") + "+0200"
    values = {
        5: "Title of " + who.company, 25: who.place, 40: "FBMD01" + who.number, 55: day, 60: clock, 62: day, 63: clock, 65: who.program,
        80: who.person, 85: "clerk", 90: who.place, 92: "Pier 4 of " + who.place, 95: "Nowhere", 100: "ELB", 101: "Elbonia", 103: who.serial,
        105: "Headline of " + who.company, 110: who.company, 115: who.company, 116: "(c) " + who.company, 118: who.person + ", " + who.place,
        120: "Caption by " + who.person, 122: who.person, 199: "no rule knows this, " + who.number,
    }
    stream = dataset(1, 90, b"\x1b%G") + dataset(2, 0, b"\0\4")
    for number, value in values.items():
        stream += dataset(2, number, value.encode())
    long_value = ("long " + who.number).encode()
    return stream + bytes((0x1C, 2, 120)) + b"\x80\x04" + struct.pack(">I", len(long_value)) + long_value + b"junk " + who.serial.encode()


def resource(number, data, name=b""):
    head = b"8BIM" + struct.pack(">H", number) + bytes((len(name),)) + name
    head += b"\0" * (1 - len(name) % 2)
    return head + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def photoshop(who=ALICE, thumbnail=b""):
    texts = {0x0408: "guides", 0x040A: "\1", 0x040B: "https://example.org/" + who.person.split()[0], 0x040F: "profile " + who.camera, 0x0414: who.serial, 0x041A: who.path,
             0x041E: "https://example.org/" + who.number, 0x0421: who.program, 0x0425: who.number[:16], 0x042D: who.number[:8], 0x03ED: "resolution", 0x0BB7: "path of " + who.person,
             0x07D0: "outline " + who.number, 0x2710: "print flags"}
    block = b"".join(resource(number, value.encode(), b"name " + who.person.encode() if number == 0x07D0 else b"") for number, value in texts.items())
    block += resource(0x0404, iptc(who)) + resource(0x0409, thumbnail or b"small") + resource(0x040C, thumbnail or b"small")
    block += resource(0x0422, tiff([(0x010F, ASCII, who.company), (0x013B, ASCII, who.person)])) + resource(0x0423, b"more " + who.number.encode()) + resource(0x0424, xmp(who, padding=0))
    return block + b"no resource " + who.number.encode()


# --- ICC ------------------------------------------------------------------------------------

def _s15(value):
    return struct.pack(">i", round(value * 65536))


def _xyz(x, y, z):
    return b"XYZ \0\0\0\0" + _s15(x) + _s15(y) + _s15(z)


def _text_description(text):
    data = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + bytes(4 + 4 + 2 + 1 + 67)


def _curve(gamma):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def _srgb_curve():
    def linear(v):
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    points = [round(65535 * linear(i / 1023)) for i in range(1024)]
    return b"curv\0\0\0\0" + struct.pack(">I", 1024) + b"".join(struct.pack(">H", p) for p in points)


def _profile(space, tags, who, device_class=b"mntr", link=b"XYZ "):
    table, data = struct.pack(">I", len(tags)), b""
    at = 128 + 4 + 12 * len(tags)
    for name, value in tags:
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    year, month, day = (int(v) for v in who.time[:10].split(":"))
    size = at + len(data)
    head = struct.pack(">I", size) + b"lcms" + b"\x02\x10\0\0" + device_class + space + link + struct.pack(">6H", year, month, day, 1, 2, 3) + b"acspAPPL"
    head += struct.pack(">I", 0) + who.company.encode()[:4].ljust(4) + who.serial.encode()[-4:] + bytes(8) + struct.pack(">I", 0)
    head += _s15(0.9642) + _s15(1.0) + _s15(0.8249) + who.person.encode()[:4]
    return head.ljust(128, b"\0") + table + data


_SRGB = ((0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
_WIDE = ((0.5600, 0.2700, 0.0100), (0.2700, 0.6600, 0.0600), (0.1342, 0.0700, 0.7549))


def rgb_profile(who=ALICE, is_srgb=True):
    """A monitor's profile: near sRGB, or of a wide space that no standard knows."""
    red, green, blue = _SRGB if is_srgb else _WIDE
    curve = _srgb_curve() if is_srgb else _curve(2.1)
    return _profile(b"RGB ", [
        (b"desc", _text_description("Monitor of " + who.person)), (b"cprt", b"text\0\0\0\0" + who.company.encode() + b"\0"), (b"wtpt", _xyz(0.9642, 1, 0.8249)),
        (b"rXYZ", _xyz(*red)), (b"gXYZ", _xyz(*green)), (b"bXYZ", _xyz(*blue)), (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve),
        (b"mmod", b"mmod\0\0\0\0" + who.serial.encode().ljust(32, b"\0")), (b"priv", b"text\0\0\0\0" + who.number.encode() + b"\0")], who)


def grey_profile(who=ALICE):
    return _profile(b"GRAY", [(b"desc", _text_description("Scanner of " + who.person)), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", _xyz(0.9642, 1, 0.8249)), (b"kTRC", _curve(2.2))], who)


def cmyk_profile(who=ALICE):
    """A printer's profile: the smallest table from CMYK to Lab (lut8, two points a side)."""
    identity = bytes(range(256))
    grid = b""
    for i in range(16):
        c, m, y, k = (i >> 3) & 1, (i >> 2) & 1, (i >> 1) & 1, i & 1
        light = max(0, 255 - 60 * c - 80 * m - 20 * y - 200 * k)
        grid += bytes((light, max(0, min(255, 128 - 30 * c + 60 * m)), max(0, min(255, 128 - 40 * c + 80 * y))))
    matrix = b"".join(_s15(v) for v in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4 + grid + identity * 3
    return _profile(b"CMYK", [(b"desc", _text_description("Press of " + who.company)), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", _xyz(0.9642, 1, 0.8249)), (b"A2B0", table)], who, b"prtr", b"Lab ")
