"""The files that compare.py measures on: photographs, scans and documents with metadata, always the same. Python's standard library, and
cjpeg for the photographs. Own work, GPL-3.0-or-later."""
import functools
import io
import math
import random
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib


@functools.cache
def wave(size):
    """Slow and fast changes of brightness, as along a line through a photograph."""
    return bytes(int(128 + 70 * math.sin(n / 331) + 30 * math.sin(n / 67) + 12 * math.sin(n / 11)) for n in range(size))


def photograph(width, height, seed, bytes_per_pixel=3):
    """Rows of a picture with noise like a sensor's in its lower bits."""
    drawn, row_bytes = random.Random(seed), width * bytes_per_pixel
    line = wave(row_bytes + 4 * 8192)
    low_bits = int.from_bytes(bytes([7]) * row_bytes, "big")
    for y in range(height):
        at = int(4096 + 4000 * math.sin((y + seed) / 400))
        noise = drawn.getrandbits(8 * row_bytes) & low_bits
        yield (int.from_bytes(line[at:at + row_bytes], "big") ^ noise).to_bytes(row_bytes, "big")


def tiff_block(artist):
    """Exif (TIFF 6.0) with a camera, a name and a time."""
    texts = {0x010F: b"Camera Maker\0", 0x0110: b"Model One\0", 0x0131: b"Editor 1.0\0", 0x0132: b"2024:05:17 08:30:12\0", 0x013B: artist.encode() + b"\0"}
    directory, heap, at = b"", b"", 8 + 2 + 12 * len(texts) + 4
    for tag, value in sorted(texts.items()):
        directory += struct.pack("<HHII", tag, 2, len(value), at + len(heap))
        heap += value
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(texts)) + directory + bytes(4) + heap


def xmp(artist):
    return (f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{artist}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>'
            '<?xpacket end="w"?>').encode()


def coded_jpeg(width, height, seed, quality=90, grey=False):
    head = f"P{5 if grey else 6}\n{width} {height}\n255\n".encode()
    pixels = b"".join(photograph(width, height, seed, 1 if grey else 3))
    return subprocess.run(["cjpeg", "-quality", str(quality)], input=head + pixels, capture_output=True, check=True).stdout


def with_metadata(jpeg, artist):
    def segment(marker, data):
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
    return (jpeg[:2] + segment(0xE1, b"Exif\0\0" + tiff_block(artist)) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(artist))
            + segment(0xFE, b"kept by " + artist.encode()) + jpeg[2:])


def png(width, height, artist):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    coder, packed = zlib.compressobj(1), []
    for row in photograph(width, height, 5):
        packed.append(coder.compress(b"\0" + row))
    packed.append(coder.flush())
    pixels = b"".join(packed)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Author\0" + artist.encode())
            + chunk(b"eXIf", tiff_block(artist)) + b"".join(chunk(b"IDAT", pixels[at:at + 65536]) for at in range(0, len(pixels), 65536)) + chunk(b"IEND", b""))


WORDS = "the report of a meeting that nobody was to know about names those who were there and what each of them had promised".split()


def sentence(drawn, count):
    return " ".join(drawn.choice(WORDS) for _ in range(count))


def pdf(pages, author):
    """A PDF 1.7 of these pages (content, resources, further objects), with an information dictionary. Objects 1 to 3: catalogue, pages, font."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for content, picture in pages:
        packed = zlib.compress(content)
        bodies.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        resources = b"/Font<</F 3 0 R>>"
        if picture:
            width, height, data = picture
            bodies.append(b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(data), data))
            resources = b"/XObject<</I %d 0 R>>" % len(bodies)
        bodies.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>" % (len(bodies) - bool(picture), resources))
        kids.append(len(bodies))
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    bodies.append(b"<</Author(%s)/Creator(Writer 1)/CreationDate(D:20240517083012Z)>>" % author.encode())
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(bodies), start))
    return out.getvalue()


def text_pages(count):
    drawn = random.Random(7)
    for _ in range(count):
        lines = "".join(f"({sentence(drawn, 14)}) Tj T*\n" for _ in range(48))
        yield f"BT /F 10 Tf 14 TL 60 780 Td\n{lines}ET".encode(), None


def scanned_pages(count):
    pages = [coded_jpeg(1240, 1754, seed, 75, grey=True) for seed in range(min(count, 4))]
    for number in range(count):
        yield b"q 595 0 0 842 0 0 cm /I Do Q", (1240, 1754, pages[number % len(pages)])


TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def inline_picture(number):
    return (f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="4000000" cy="3000000"/><wp:docPr id="{number}" name="Picture {number}"/><a:graphic><a:graphicData uri="{DRAWING}picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="photo{number}.jpg"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>')


def docx(paragraphs, photos, author):
    drawn = random.Random(9)
    text = "".join(f'<w:p w:rsidR="{drawn.getrandbits(32):08X}" w:rsidRDefault="00A1B2C3"><w:r w:rsidRPr="{drawn.getrandbits(32):08X}"><w:t xml:space="preserve">{sentence(drawn, 20)}</w:t></w:r></w:p>' for _ in range(paragraphs))
    body = text + "".join(inline_picture(number) for number in range(1, photos + 1))
    namespaces = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:wp="{DRAWING}wordprocessingDrawing" xmlns:a="{DRAWING}main" xmlns:pic="{DRAWING}picture"'
    core = (f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
            f'<cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>')
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
                               '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
                               '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
                       f'<Relationship Id="rId2" Type="{RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f'{HEAD}<w:document {namespaces}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">' + "".join(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/image" Target="media/photo{number}.jpg"/>' for number in range(1, photos + 1)) + "</Relationships>",
        "docProps/core.xml": core,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        pictures = [coded_jpeg(1600, 1200, seed) for seed in range(min(photos, 4))]
        for number in range(1, photos + 1):
            package.writestr(zipfile.ZipInfo(f"word/media/photo{number}.jpg"), with_metadata(pictures[number % len(pictures)], author), zipfile.ZIP_STORED)
    return out.getvalue()


def workloads(is_quick, is_wanted):
    """(workload, kind, name, content) of every file."""
    has_cjpeg = shutil.which("cjpeg") is not None
    if not has_cjpeg:
        print("cjpeg (package libjpeg-turbo-progs) is not installed: no photographs, no scans", file=sys.stderr)
    width, height = (800, 600) if is_quick else (4000, 3000)
    name = "Person Name"
    if has_cjpeg and is_wanted("photograph, JPEG"):
        yield "photograph, JPEG", "jpeg", "photo.jpg", with_metadata(coded_jpeg(width, height, 1), name)
    if has_cjpeg and is_wanted("many photographs, JPEG"):
        pictures = [coded_jpeg(*((320, 240) if is_quick else (1024, 768)), seed, 85) for seed in range(8)]
        for number in range(20 if is_quick else 500):
            yield "many photographs, JPEG", "jpegs", f"{number:03}.jpg", with_metadata(pictures[number % 8], f"{name} {number}")
    if is_wanted("photograph, PNG"):
        yield "photograph, PNG", "png", "photo.png", png(width, height, name)
    if is_wanted("text, PDF"):
        yield "text, PDF", "pdf", "text.pdf", pdf(text_pages(5 if is_quick else 500), name)
    if has_cjpeg and is_wanted("scans, PDF"):
        yield "scans, PDF", "pdf", "scans.pdf", pdf(scanned_pages(2 if is_quick else 50), name)
    if is_wanted("text, DOCX"):
        yield "text, DOCX", "docx", "text.docx", docx(200 if is_quick else 12000, 0, name)
    if has_cjpeg and is_wanted("text and photographs, DOCX"):
        yield "text and photographs, DOCX", "docx", "photos.docx", docx(50 if is_quick else 600, 2 if is_quick else 60, name)
