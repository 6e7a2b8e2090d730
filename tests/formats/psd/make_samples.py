#!/usr/bin/env python3
"""Makes the Photoshop samples. Needs the standard library only; gives the same bytes every time."""
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")
WIDTH, HEIGHT = 4, 3


def block(data):
    return struct.pack(">I", len(data)) + data


def resource(number, data, name=b""):
    pascal = bytes([len(name)]) + name
    return b"8BIM" + struct.pack(">H", number) + pascal + b"\0" * (len(pascal) % 2) + block(data) + b"\0" * (len(data) % 2)


def additional(key, data):
    return b"8BIM" + key + block(data + b"\0" * (-len(data) % 4))


def psd(who, compression=1, is_merged=1, transparency=False):
    def p(where):
        return b"PLANTED-" + who + b"-" + where

    channels = 5 if transparency else 4
    resources = (resource(0x0404, b"\x1c\x02\x50" + struct.pack(">H", len(p(b"BYLINE"))) + p(b"BYLINE")) + resource(0x0421, struct.pack(">IB", 1, is_merged) + p(b"PROGRAM"))
                 + resource(0x040B, p(b"URL")) + resource(0x03EE, p(b"CHANNEL-NAMES"), p(b"NAME")) + resource(0x2222, p(b"RESOURCE")))
    name = p(b"LAYER")
    extra = (block(p(b"MASK-DATA!")) + block(b"") + bytes([len(name)]) + name + b"\0" * (3 - len(name) % 4) + additional(b"luni", p(b"UNICODE")) + additional(b"shmd", p(b"TIMES"))
             + additional(b"TySh", p(b"TEXT")) + additional(b"zzzz", p(b"UNKNOWN")))
    record = struct.pack(">4i", 0, 0, HEIGHT, WIDTH) + struct.pack(">H", 1) + struct.pack(">hI", 0, 2 + WIDTH * HEIGHT) + b"8BIMnorm\xff\0\0\0" + block(extra)
    layers = struct.pack(">h", -1 if transparency else 1) + record + struct.pack(">H", 0) + p(b"PIXELS")[:WIDTH * HEIGHT].ljust(WIDTH * HEIGHT, b"!")
    layers += b"\0" * (len(layers) % 2)
    section = block(layers) + block(p(b"GLOBAL-MASK")) + additional(b"lnk2", b"\0" * 8 + b"\x89PNG\r\n\x1a\n" + p(b"SMART-OBJECT")) + additional(b"Anno", p(b"NOTE"))
    rows = b""
    planes = [bytes(40 * channel + 7 * i for i in range(WIDTH * HEIGHT)) for channel in range(3)]
    if transparency:
        planes.append(bytes([255, 0, 128] * (WIDTH * HEIGHT // 3)))
    planes.append(p(b"CHANNEL")[:WIDTH * HEIGHT].ljust(WIDTH * HEIGHT, b"!"))
    if compression == 0:
        picture = b"\0\0" + b"".join(planes)
    else:
        packed = [bytes([WIDTH - 1]) + plane[y * WIDTH:(y + 1) * WIDTH] for plane in planes for y in range(HEIGHT)]
        picture = b"\0\1" + b"".join(struct.pack(">H", len(row)) for row in packed) + b"".join(packed)
    head = b"8BPS\0\1" + p(b"RESERVED")[-6:] + struct.pack(">HIIHH", channels, HEIGHT, WIDTH, 8, 3)
    return head + block(p(b"MODE-DATA")) + block(resources) + block(section) + picture + p(b"TAIL")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.psd": psd(b"ANNA"), "planted_b.psd": psd(b"BERT"), "raw.psd": psd(b"ANNA", compression=0), "see_through.psd": psd(b"ANNA", transparency=True),
               "unmerged.psd": psd(b"ANNA", is_merged=0)}
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
