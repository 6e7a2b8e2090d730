"""Small pictures that carry a secret, made by the Python standard library. Own work, CC0."""
import struct
import zlib

SECRET = b"SECRET-NAME-OF-THE-SOURCE"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=4, height=4, chunks=(), noise=False):
    row = bytes(range(256)) * (width * 3 // 256 + 1)
    if noise:  # rows that do not compress, so that the work takes its time
        state, rows = 1, []
        for _ in range(height):
            state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
            rows.append(b"\0" + (state.to_bytes(8, "little") * (width * 3 // 8 + 1))[: width * 3])
        pixels = b"".join(rows)
    else:
        pixels = (b"\0" + row[: width * 3]) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + b"".join(chunk(*c) for c in chunks)
            + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b""))


def png_with_secret(**size):
    return png(chunks=[(b"tEXt", b"Author\0" + SECRET)], **size)


def jpeg(width=8, height=8, comment=None):
    """A grey baseline JPEG whose coefficients are all zero: two one-bit codes for each block."""
    def segment(marker, data):
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    bits = 2 * blocks
    scan = b"\0" * (bits // 8)
    if bits % 8:
        scan += bytes([0xFF >> (bits % 8)])
    out = b"\xff\xd8" + (segment(0xFE, comment) if comment else b"")
    out += segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC0, struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0))
    out += segment(0xC4, b"\0" + b"\1" + b"\0" * 15 + b"\0") + segment(0xC4, b"\x10" + b"\1" + b"\0" * 15 + b"\0")
    return out + segment(0xDA, b"\1\1\0\0\x3f\0") + scan + b"\xff\xd9"


def jpeg_with_secret(**size):
    return jpeg(comment=SECRET, **size)


def png_with_flag():
    """Signed provenance, which intake keeps and asks a person to look at."""
    return png(chunks=[(b"caBX", b"\0\0\0\x10jumb\0\0\0\x08jumd")])


def pdf(text=b"Hello"):
    """One page with one line."""
    stream = b"BT /F1 12 Tf 20 20 Td (" + text + b") Tj ET"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Author (" + SECRET + b") >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
