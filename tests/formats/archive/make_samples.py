#!/usr/bin/env python3
"""Makes the archives: ZIP and TAR files of small documents, with a text of the form PLANTED-... in every place where an archive can
hide one. Standard library only; gives the same bytes every time."""
import io
import pathlib
import struct
import sys
import tarfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
import blocks  # noqa: E402


def png(text=None):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    more = chunk(b"tEXt", b"Author\0" + text.encode()) if text else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + more
            + chunk(b"IDAT", zlib.compress(bytes([0, 255, 0, 0, 0, 255, 0] + [0, 0, 0, 255, 9, 9, 9]))) + chunk(b"IEND", b""))


def gif(comment):
    return (b"GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\xff\x21\xfe" + bytes([len(comment)]) + comment.encode() + b"\0"
            + b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3b")


def zipped(files, date=(1980, 1, 1, 0, 0, 0), comment=b"", extra=b"", system=0, folders=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in folders:
            archive.writestr(zipfile.ZipInfo(name, date), b"")
        for name, data in files:
            info = zipfile.ZipInfo(name, date)
            info.create_system = system
            info.extra = extra
            info.comment = comment
            info.external_attr = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = comment
    return out.getvalue()


def tarred(files, who=None, format=tarfile.USTAR_FORMAT, more=(), pax=None):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if who:
                info.uname, info.gname, info.uid, info.gid, info.mtime = who.person, who.company, 1000 + len(who.person), 7, 1500000000 + len(who.company)
            info.pax_headers = pax or {}
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    data = out.getvalue().rstrip(b"\0")  # tar fills up to 10 KiB
    return data + bytes(-len(data) % 512 + 1024)


def entry(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


def gzipped(data, name=b"", comment=b"", extra=b"", time=0, behind=b""):
    flags = (4 if extra else 0) | (8 if name else 0) | (16 if comment else 0)
    pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = pressed.compress(data) + pressed.flush()
    return (b"\x1f\x8b\x08" + bytes([flags]) + struct.pack("<I", time) + b"\0\3" + (struct.pack("<H", len(extra)) + extra if extra else b"")
            + (name + b"\0" if name else b"") + (comment + b"\0" if comment else b"") + body + struct.pack("<II", zlib.crc32(data), len(data)) + behind)


NOTE = b"The minutes of the meeting.\n"


def documents(who):
    return [("minutes.txt", NOTE), ("pictures/site.png", png(who.person)), ("pictures/logo.gif", gif(who.serial))]


def extra_fields(who):
    time = struct.pack("<HHBI", 0x5455, 5, 1, 1600000000 + len(who.person))
    owner = struct.pack("<HHBBIBI", 0x7875, 11, 1, 4, 1000 + len(who.company), 4, 7)
    other = struct.pack("<HH", 0x4242, len(who.number)) + who.number.encode()
    return time + owner + other


def with_bytes_between(data, text):
    """Puts bytes in front of the directory and corrects where it begins."""
    at = data.rindex(b"PK\5\6")
    start = struct.unpack("<I", data[at + 16:at + 20])[0]
    tail = bytearray(data[at:])
    tail[16:20] = struct.pack("<I", start + len(text))
    return data[:start] + text + data[start:at] + bytes(tail)


def padded(data, text):
    """Fills the padding behind the first file of a TAR archive."""
    size = len(NOTE)
    at = 512 + size
    return data[:at] + text.ljust(512 - size % 512, b"!") + data[at + 512 - size % 512:]


def samples():
    who = blocks.ALICE
    yield "plain.zip", zipped(documents(who))
    yield "traces.zip", zipped(documents(who), date=(2024, 3, 9, 17, 42, 10), comment=b"PLANTED-COMMENT", extra=extra_fields(who), system=3, folders=["pictures/"])
    yield "slack.zip", with_bytes_between(zipped(documents(who)), b"PLANTED-BETWEEN" * 3) + b"PLANTED-BEHIND"
    yield "backslash.zip", zipped([("pictures-site.png", png())]).replace(b"pictures-site.png", b"pictures\\site.png")
    yield "junk.zip", zipped([("minutes.txt", NOTE), ("__MACOSX/._minutes.txt", b"\0\5\x16\7PLANTED-FORK"), (".DS_Store", b"\0\0\0\1Bud1PLANTED-STORE"), ("pictures/Thumbs.db", b"PLANTED-THUMBS"),
                              ("empty.doc", b"")])
    yield "unknown.zip", zipped([("minutes.txt", NOTE), ("program.bin", b"\1\2\3PLANTED-BINARY" * 9), ("broken.png", b"\x89PNG\r\n\x1a\nPLANTED-BROKEN")])
    yield "nested.zip", zipped([("inner.zip", zipped(documents(who), comment=b"PLANTED-INNER")), ("inner.tar.gz", gzipped(tarred(documents(who), who), name=b"PLANTED-NAME.tar"))])
    yield "names.zip", zipped([("Minutes.txt", NOTE), ("picture.txt", png(who.person)), ("a\u200bb.txt", NOTE), ("ab.TXT", NOTE)])
    yield "owner.tar", tarred(documents(who), who)
    yield "gnu.tar", tarred([("folder/" * 18 + "minutes.txt", NOTE)], who, tarfile.GNU_FORMAT, [entry("a", tarfile.SYMTYPE, "PLANTED-TARGET" * 9)])
    yield "pax.tar", tarred([("folder/" * 40 + "minutes.txt", NOTE)], who, tarfile.PAX_FORMAT, pax={"SCHILY.xattr.user.from": "PLANTED-XATTR", "mtime": "1700000000.25"})
    yield "others.tar", tarred([("minutes.txt", NOTE)], None, tarfile.USTAR_FORMAT, [entry("folder/", tarfile.DIRTYPE), entry("link", tarfile.LNKTYPE, "minutes.txt"), entry("fifo", tarfile.FIFOTYPE)])
    yield "slack.tar", padded(tarred([("minutes.txt", NOTE)]), b"PLANTED-PADDING") + b"PLANTED-TAIL"
    yield "fields.tar.gz", gzipped(tarred(documents(who)), b"PLANTED-NAME", b"PLANTED-COMMENT", b"PL\x08\0PLANTED-", 1600000000, b"PLANTED-BEHIND")
    yield "odd_names.tar", tarred([("min\udcf1utes.txt", NOTE), ("C:\\minutes.txt", NOTE), ("a\u202etxt.txt", NOTE)])
    yield "code_page.zip", zipped([("a\u00f1o.txt", NOTE)]).replace("a\u00f1o.txt".encode(), b"a\xa4oo.txt").replace(b"PK\1\2\x14\0\x14\0\0\x08", b"PK\1\2\x14\0\x14\0\0\0").replace(b"PK\3\4\x14\0\0\x08", b"PK\3\4\x14\0\0\0")
    yield "refused_nothing.zip", zipped([("program.bin", b"\1\2\3" * 9)])
    yield "refused_way_out.tar", tarred([("../minutes.txt", NOTE)])
    yield "refused_cut.tar", tarred(documents(who))[:600]
    yield "refused_checksum.tar", (lambda d: d[:2048] + b"\1" + d[2049:])(tarred(documents(who)))


def twins():
    for key, who in (("a", blocks.ALICE), ("b", blocks.BOB)):
        files = documents(who)
        yield f"zip.{key}.zip", zipped(files if key == "a" else files[::-1], date=(2000 + len(who.person), 3, 9, 17, 42, 10), comment=who.person.encode(), extra=extra_fields(who), system=3)
        yield f"tar.{key}.tar", tarred(files, who, tarfile.PAX_FORMAT, pax={"comment": who.path})


def main():
    for folder, files in (("samples", samples()), ("twins", twins())):
        (HERE / folder).mkdir(exist_ok=True)
        for name, data in files:
            (HERE / folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
