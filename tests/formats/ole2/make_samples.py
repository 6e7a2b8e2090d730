#!/usr/bin/python3
"""Writes the samples of this folder: compound files that hold one of each thing that the walk names. They are no documents
that a program could show; what conversion makes of real documents is tested with real programs."""
import os
import struct

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def utf16(text):
    return text.encode("utf-16-le")


# --- compound files ([MS-CFB]), version 3, every stream in sectors of 512 bytes --------------------

def entry(name, kind, child=FREE, right=FREE, start=END, size=0, times=(0, 0)):
    raw = utf16(name) + b"\0\0" if name else b""
    return (raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child) + bytes(16) +
            struct.pack("<IQQIQ", 0, times[0], times[1], start, size))


def compound(streams, slack=b"", tail=b"", unused_name=None, times=(0, 0), padding=b"\0"):
    """streams: {name: bytes}; None in place of bytes makes a storage. All lie in the root."""
    sectors, chains = [], []
    for data in streams.values():
        first = len(sectors)
        for at in range(0, len(data or b""), 512):
            sectors.append(data[at:at + 512].ljust(512, padding))
        chains.append((first, len(sectors)))
    free = []
    if slack:
        free.append(len(sectors))
        sectors.append(slack.ljust(512, b"\0"))
    entries = [entry("Root Entry", 5, child=1 if streams else FREE, times=times)]
    for i, (name, data) in enumerate(streams.items()):
        right = i + 2 if i + 1 < len(streams) else FREE
        start = chains[i][0] if data else END
        entries.append(entry(name, 1 if data is None else 2, right=right, start=start, size=len(data or b"")))
    if unused_name:
        entries.append(entry(unused_name, 0))
    directory = b"".join(entries)
    directory_first = len(sectors)
    for at in range(0, len(directory), 512):
        sectors.append(directory[at:at + 512].ljust(512, b"\0"))
    directory_end = len(sectors)
    fat_sector = len(sectors)
    fat = [FREE] * 128
    for first, end in chains + [(directory_first, directory_end)]:
        for at in range(first, end):
            fat[at] = at + 1 if at + 1 < end else END
    fat[fat_sector] = FAT
    sectors.append(struct.pack("<128I", *fat))
    header = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6) +
              struct.pack("<IIIIIIIIII", 0, 1, directory_first, 0, 0, END, 0, END, 0, fat_sector)).ljust(512, b"\xFF")
    return header + b"".join(sectors) + tail


# --- property sets ([MS-OLEPS]) ------------------------------------------------------------------------

def lpstr(text):
    raw = text.encode() + b"\0"
    return struct.pack("<II", 0x1E, len(raw)) + raw.ljust((len(raw) + 3) // 4 * 4, b"\0")


def lpwstr(text):
    raw = utf16(text + "\0")
    return struct.pack("<II", 0x1F, len(text) + 1) + raw.ljust((len(raw) + 3) // 4 * 4, b"\0")


def filetime(ticks):
    return struct.pack("<IQ", 0x40, ticks)


def number(value):
    return struct.pack("<Ii", 3, value)


def blob(raw):
    return struct.pack("<II", 0x41, len(raw)) + raw.ljust((len(raw) + 3) // 4 * 4, b"\0")


def property_set(properties):
    offset, table, body = 8 + 8 * len(properties), b"", b""
    for number_, value in properties:
        table += struct.pack("<II", number_, offset + len(body))
        body += value
    return struct.pack("<II", 8 + len(table) + len(body), len(properties)) + table + body


def property_stream(sets):
    head = struct.pack("<HHI", 0xFFFE, 0, 0x20105) + bytes(16) + struct.pack("<I", len(sets))
    at = len(head) + 20 * len(sets)
    for format_id, body in sets:
        head += struct.pack("<I", format_id) + bytes(12) + struct.pack("<I", at)
        at += len(body)
    return head + b"".join(body for _, body in sets)


CODE_PAGE = (1, struct.pack("<IHH", 2, 1252, 0))


def summary():
    texts = {2: "A title", 3: "A subject", 4: "Jane Example", 5: "keyword", 6: "A remark", 7: "C:\\Templates\\jane.dot", 8: "John Example", 9: "7", 0x12: "A program"}
    rows = [CODE_PAGE] + [(n, lpstr(t)) for n, t in texts.items()]
    rows += [(n, filetime(132223104000000000)) for n in (0x0A, 0x0B, 0x0C, 0x0D)] + [(0x11, struct.pack("<III", 0x47, 4, 0)), (0x0E, number(3))]
    return property_stream([(0xF29F85E0, property_set(rows))])


def document_summary():
    texts = {2: "category", 0x0E: "Mary Manager", 0x0F: "Example Ltd", 0x15: "file://server/share"}
    rows = [CODE_PAGE] + [(n, lpstr(t)) for n, t in texts.items()]
    rows += [(0x0C, number(1)), (0x0D, number(1)), (0x16, blob(utf16("http://example.org/deleted\0"))), (0x17, number(730895)), (0x18, blob(b"sign")), (4, number(9))]
    names = ["_AdHocReviewCycleID", "_AuthorEmail", "_AuthorEmailDisplayName", "_EmailSubject", "_PID_GUID", "_PID_HLINKS", "_PID_LINKBASE",
             "_PreviousAdHocReviewCycleID", "_ReviewingToolsShownOnce", "ContentTypeId", "Client matter"]
    dictionary = struct.pack("<I", len(names))
    for i, name in enumerate(names):
        dictionary += struct.pack("<II", 2 + i, len(name) + 1) + name.encode() + b"\0"
    custom = [(0, dictionary.ljust((len(dictionary) + 3) // 4 * 4, b"\0")), CODE_PAGE]
    custom += [(2 + i, blob(utf16("{00000000-0000-11d1-8000-0123456789ab}")) if name == "_PID_GUID" else lpwstr("value of " + name)) for i, name in enumerate(names)]
    return property_stream([(0xD5CDD502, property_set(rows)), (0xD5CDD505, property_set(custom))])


PROPERTIES = {"\5SummaryInformation": summary(), "\5DocumentSummaryInformation": document_summary()}


# --- Word ([MS-DOC]) -----------------------------------------------------------------------------------

def string_table(strings):
    return struct.pack("<HHH", 0xFFFF, len(strings), 0) + b"".join(struct.pack("<H", len(s)) + utf16(s) for s in strings)


def old_string_table(strings):
    return struct.pack("<HH", len(strings), 0) + b"".join(struct.pack("<B", len(s)) + s.encode() for s in strings)


def word():
    members = {4: b"annotations", 24: b"commands", 27: b"A printer", 28: b"port", 32: string_table(["", "C:\\x.dot", "A title"]), 36: utf16("Rita Reviewer"),
               44: b"merge", 51: string_table(["Unknown", "Rita Reviewer"]), 60: string_table(["variable", "its value"]), 70: b"route",
               71: string_table(["jane", "C:\\Users\\jane\\draft.doc", "john", "\\\\server\\john\\final.doc"]), 72: old_string_table(["C:\\other.doc"]),
               91: string_table(["A list"])}
    table, pairs = b"", [(0, 0)] * 92
    for index, data in members.items():
        pairs[index] = (len(table), len(data))
        table += data
    fib = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x409, 0, 0x0204).ljust(32, b"\0")
    fib += struct.pack("<H", 14) + bytes(28) + struct.pack("<H", 22) + bytes(88) + struct.pack("<H", 92) + b"".join(struct.pack("<II", *p) for p in pairs)
    streams = {"WordDocument": fib + b"Text", "1Table": table, **PROPERTIES}
    streams.update({name: b"data" for name in ["\1CompObj", "\1Ole10Native", "\3LinkInfo", "Equation Native", "MsoDataStore", "PROJECT", "_VBA_PROJECT", "_signatures", "_xmlsignatures"]})
    streams.update({"Macros": None, "ObjectPool": None, "Ctls": b"control"})
    return compound(streams, slack=b"deleted text", tail=b"behind the end".ljust(512, b"!") * 128, unused_name="Deleted stream", times=(1, 132223104000000000), padding=b"~")


# --- Excel ([MS-XLS]) ------------------------------------------------------------------------------------

def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def counted(text):
    return struct.pack("<HB", len(text), 0) + text.encode()


def excel():
    book = record(0x0809, struct.pack("<HH", 0x0600, 5) + bytes(12)) + record(0x005C, counted("Jane Example").ljust(112, b" "))
    book += record(0x0085, struct.pack("<IBB", 0, 0, 0) + b"\5\0Shown") + record(0x0085, struct.pack("<IBB", 0, 2, 0) + b"\6\0Hidden")
    book += record(0x001C, struct.pack("<HHHH", 0, 0, 0, 1) + counted("Rita Reviewer"))
    for kind in (0x0017, 0x004D, 0x0051, 0x005A, 0x005B, 0x00B0, 0x00D3, 0x00DC, 0x01A9, 0x01AE, 0x01B8):
        book += record(kind, b"Secret")
    streams = {"Workbook": book + record(0x000A), **PROPERTIES, "_SX_DB_CUR": None, "_VBA_PROJECT_CUR": None, "Revision Log": b"log", "User Names": b"names"}
    return compound(streams)


# --- PowerPoint ([MS-PPT]) -----------------------------------------------------------------------------------

def atom(kind, data=b"", version=0):
    return struct.pack("<HHI", version, kind, len(data)) + data


def powerpoint():
    document = b"".join(atom(kind, b"Secret") for kind in (0x03FF, 0x0FCC, 0x0FD7, 0x0FEE, 0x1388, 0x2EE0))
    document += atom(0x03F0, atom(0x0FA8, b"Notes"), version=0xF) + atom(0x03F9, bytes(10) + b"\4\0" + bytes(4))
    first = len(document)
    document += atom(0x0FF5, struct.pack("<IHBBI", 0, 0, 0, 3, 0) + bytes(16))
    second = len(document)
    document += atom(0x0FF5, struct.pack("<IHBBI", 0, 0, 0, 3, first) + bytes(16))
    name = b"Jane Example"
    user = atom(0x0FF6, struct.pack("<IIIHHBBH", 20, 0xE391C05F, second, len(name), 0x3F4, 3, 0, 0) + name)
    return compound({"PowerPoint Document": document, "Current User": user, **PROPERTIES})


def encrypted():
    return compound({"EncryptionInfo": b"info", "EncryptedPackage": b"package"})


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    for name, data in {"word.doc": word(), "workbook.xls": excel(), "slides.ppt": powerpoint(), "encrypted.docx": encrypted()}.items():
        with open(os.path.join(OUT, name), "wb") as file:
            file.write(data)
