"""A small JPEG encoder for the generators of samples: pictures are made of coefficients, so that no arithmetic on
pixels (and no library) decides the bytes. Sequential and progressive Huffman coding, any sampling, restarts.
"""

import struct

# T.81 annex K.3.
STANDARD_DC = ((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0), tuple(range(12)))
STANDARD_AC = ((0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D), (
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15,
    0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43,
    0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78,
    0x79, 0x7A, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2,
    0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xE3,
    0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA))
# Every symbol a progressive scan may use, eight bits each.
FLAT_AC = ((0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0), tuple(range(255)))


def segment(marker, data=b""):
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def huffman_segment(kind, number, table):
    return segment(0xC4, bytes((kind << 4 | number,)) + bytes(table[0]) + bytes(table[1]))


def quantiser_segment(number, value=16, is_wide=False):
    return segment(0xDB, bytes((is_wide << 4 | number,)) + (struct.pack(">64H", *[value] * 64) if is_wide else bytes([value] * 64)))


def codes_of(table):
    codes, code, at = {}, 0, 0
    for length in range(1, 17):
        for _ in range(table[0][length - 1]):
            codes[table[1][at]] = (code, length)
            code, at = code + 1, at + 1
        code <<= 1
    return codes


class Bits:
    """Bits of a scan, with stuffed zeros; padding of ones (T.81 F.1.2.3) or, to hide something, of `padding`."""

    def __init__(self, padding=0xFF):
        self.out, self.value, self.count, self.padding = bytearray(), 0, 0, padding

    def put(self, value, count):
        for i in range(count - 1, -1, -1):
            self.value = self.value << 1 | (value >> i & 1)
            self.count += 1
            if self.count == 8:
                self.out.append(self.value)
                if self.value == 0xFF:
                    self.out.append(0)
                self.value = self.count = 0

    def align(self):
        if self.count:
            left = 8 - self.count
            self.put(self.padding & ((1 << left) - 1), left)

    def restart(self, number):
        self.align()
        self.out += bytes((0xFF, 0xD0 + number % 8))


def size_of(value):
    return abs(value).bit_length()


def magnitude(value):
    return value if value > 0 else value + (1 << size_of(value)) - 1


class Picture:
    """Coefficients of a picture, in zigzag order, made up but the same every time."""

    def __init__(self, width, height, sampling=((1, 1),), seed=1, identifiers=None):
        self.width, self.height, self.sampling = width, height, sampling
        self.identifiers = identifiers or tuple(range(1, len(sampling) + 1))
        self.h_max, self.v_max = max(h for h, _ in sampling), max(v for _, v in sampling)
        self.mcus_wide, self.mcus_high = -(-width // (8 * self.h_max)), -(-height // (8 * self.v_max))
        state = seed

        def number(n):
            nonlocal state
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            return (state >> 8) % n

        self.planes = []
        for h, v in sampling:
            plane = {}
            for row in range(self.mcus_high * v):
                for column in range(self.mcus_wide * h):
                    block = [0] * 64
                    block[0] = number(90) - 45
                    for _ in range(number(7)):
                        block[1 + number(20) if number(3) else 1 + number(63)] = number(15) - 7
                    plane[row, column] = block
            self.planes.append(plane)

    def blocks_of(self, component):
        """Rows and columns of a scan of one component (T.81 A.2.2)."""
        h, v = self.sampling[component]
        width, height = -(-self.width * h // self.h_max), -(-self.height * v // self.v_max)
        return [(row, column) for row in range(-(-height // 8)) for column in range(-(-width // 8))]

    def units(self, components):
        """Lists of (component, row, column), one for each MCU."""
        if len(components) == 1:
            return [[(components[0], *place)] for place in self.blocks_of(components[0])]
        return [[(c, y * self.sampling[c][1] + v, x * self.sampling[c][0] + h) for c in components for v in range(self.sampling[c][1]) for h in range(self.sampling[c][0])]
                for y in range(self.mcus_high) for x in range(self.mcus_wide)]

    def frame(self, marker=0xC0, precision=8):
        data = struct.pack(">BHHB", precision, self.height, self.width, len(self.sampling))
        for i, (h, v) in enumerate(self.sampling):
            data += bytes((self.identifiers[i], h << 4 | v, 0))
        return segment(marker, data)

    def scan_header(self, components, first=0, last=63, high=0, low=0):
        data = bytes((len(components),)) + b"".join(bytes((self.identifiers[c], 0)) for c in components)
        return segment(0xDA, data + bytes((first, last, high << 4 | low)))

    # --- sequential ---

    def sequential_scan(self, components=None, restart=0, padding=0xFF, dc=STANDARD_DC, ac=STANDARD_AC, fill=b""):
        components = components if components is not None else tuple(range(len(self.sampling)))
        dc_codes, ac_codes, bits, before, restarts = codes_of(dc), codes_of(ac), Bits(padding), {}, 0
        for i, unit in enumerate(self.units(components)):
            if restart and i and i % restart == 0:
                bits.align()
                bits.out += fill
                bits.restart(restarts)
                restarts, before = restarts + 1, {}
            for component, row, column in unit:
                block = self.planes[component][row, column]
                difference = block[0] - before.get(component, 0)
                before[component] = block[0]
                bits.put(*dc_codes[size_of(difference)])
                bits.put(magnitude(difference), size_of(difference))
                run = 0
                for value in block[1:]:
                    if value == 0:
                        run += 1
                        continue
                    while run > 15:
                        bits.put(*ac_codes[0xF0])
                        run -= 16
                    bits.put(*ac_codes[run << 4 | size_of(value)])
                    bits.put(magnitude(value), size_of(value))
                    run = 0
                if run:
                    bits.put(*ac_codes[0])
        bits.align()
        return self.scan_header(components) + bytes(bits.out)

    # --- progressive (T.81 annex G) ---

    def dc_scan(self, components, low, high=0, restart=0):
        codes, bits, before, restarts = codes_of(STANDARD_DC), Bits(), {}, 0
        for i, unit in enumerate(self.units(components)):
            if restart and i and i % restart == 0:
                bits.restart(restarts)
                restarts, before = restarts + 1, {}
            for component, row, column in unit:
                value = self.planes[component][row, column][0] >> low
                if high:
                    bits.put(value & 1, 1)
                    continue
                difference = value - before.get(component, 0)
                before[component] = value
                bits.put(*codes[size_of(difference)])
                bits.put(magnitude(difference), size_of(difference))
        bits.align()
        return self.scan_header(components, 0, 0, high, low) + bytes(bits.out)

    def ac_scan(self, component, first, last, low, high=0):
        codes, bits = codes_of(FLAT_AC), Bits()
        pending, corrections = 0, []  # blocks in the run of ended bands, and their correction bits

        def flush():
            nonlocal pending
            if pending:
                size = pending.bit_length() - 1
                bits.put(*codes[size << 4])
                bits.put(pending - (1 << size), size)
                pending = 0
            for bit in corrections:
                bits.put(bit, 1)
            corrections.clear()

        for place in self.blocks_of(component):
            block = self.planes[component][place]
            values = {k: (abs(block[k]) >> low) * (1 if block[k] >= 0 else -1) for k in range(first, last + 1)}
            fresh = [k for k, v in values.items() if (abs(v) == 1 if high else v != 0)]
            last_fresh = max(fresh, default=first - 1)
            run, waiting = 0, []
            for k in range(first, last + 1):
                value = values[k]
                is_known = high and abs(value) > 1
                if k > last_fresh:
                    if is_known:
                        waiting.append(abs(value) & 1)
                    continue
                if is_known:
                    waiting.append(abs(value) & 1)
                    continue
                if value == 0:
                    run += 1
                    if run == 16:
                        flush()
                        bits.put(*codes[0xF0])
                        for bit in waiting:
                            bits.put(bit, 1)
                        run, waiting = 0, []
                    continue
                flush()
                size = 1 if high else size_of(value)
                bits.put(*codes[run << 4 | size])
                bits.put((1 if value > 0 else 0) if high else magnitude(value), size)
                for bit in waiting:
                    bits.put(bit, 1)
                run, waiting = 0, []
            if last_fresh < last:
                pending += 1
                corrections += waiting
                if pending == 0x7FFF:
                    flush()
        flush()
        bits.align()
        return self.scan_header((component,), first, last, high, low) + bytes(bits.out)

    # --- whole files, without SOI and EOI ---

    def tables(self):
        return quantiser_segment(0) + huffman_segment(0, 0, STANDARD_DC) + huffman_segment(1, 0, STANDARD_AC)

    def baseline(self, restart=0, padding=0xFF, fill=b"", marker=0xC0):
        interval = segment(0xDD, struct.pack(">H", restart)) if restart else b""
        return self.tables() + self.frame(marker) + interval + self.sequential_scan(restart=restart, padding=padding, fill=fill)

    def progressive(self, restart=0):
        every = tuple(range(len(self.sampling)))
        out = quantiser_segment(0) + huffman_segment(0, 0, STANDARD_DC) + huffman_segment(1, 0, FLAT_AC) + self.frame(0xC2)
        if restart:
            out += segment(0xDD, struct.pack(">H", restart)) + self.dc_scan(every, 1, restart=restart) + segment(0xDD, b"\0\0")
        else:
            out += self.dc_scan(every, 1)
        for component in every:
            out += self.ac_scan(component, 1, 5, 0) + self.ac_scan(component, 6, 63, 2)
        for component in every:
            out += self.ac_scan(component, 6, 63, 1, 2)
        out += self.dc_scan(every, 0, 1)
        for component in every:
            out += self.ac_scan(component, 6, 63, 0, 1)
        return out
