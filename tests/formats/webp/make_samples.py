#!/usr/bin/env python3
"""Makes the WebP samples: small coded pictures of our own in chunks that this script writes, with a text of the form PLANTED-... in
every place where a file can hide one. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
import blocks  # noqa: E402

# Gradients of 40 x 36 and squares of 32 x 24 pixels, coded once with cwebp 1.2.4.
LOSSY = base64.b64decode(
    "8AkAnQEqKAAkAD61RJtJpyOiITjSTADgFolsAJ0yhHN/tPmCUr+w7O0SbsNniYTSYfvZQ+RudH5DckEVypH5PxMyKXKlH99sz34WD4p+/l6PMWo6olOCAAD+310uMavRIbTw5vSV+1FA"
    "euPpARKyuRP4/K1Gmu7f/IsTdee97BRYMvZ71bug/zXfMY6BpCWv/G5yQj71Bm4lXpUXtt0m4HtP8VRAXrDGV8xymV9BDcmAMq9hLbmT4yTEMaHNtXzHfmmAxkYYqDPZA/UScgNXbrjG"
    "vKhxFR/ZE6KrwQ6ciympoGXhvIiPs+neeDWYNcPj/uZQq2llbdkjSkmvWqrXpeQxg/OYp9CbRRz3diWM3nRZc6Z2+uDeNvg0RWBAo5/3MJMpVXVCZ766GOBSteoLtQLFSx/HKx+70XWW"
    "Pe7zNR3Lcfst/fx9mE4/2ZPwUAAA")
LOSSY_UNDER_ALPHA = base64.b64decode(
    "sAkAnQEqKAAkAD61TKNMpyOjIiq1WqjgFolsAJ0yhHNHuXmCUr+ibO0YbsrnN4MQDFKT9yC1abA9yjGd4TuAuL6exTJ2VUkWjd2MdpMuOiQChElOCAAA/u1IfExJ2/T8vOoMVAT/+PEd"
    "Ufbs87WavGUOOqgO20Y9ch+aXlUOBkco0Cu7t6XOYiwQwNGe9+3+AJwoMSZtS7sPhFG0b97CuNr1sTuYhh0i+ER9tpscwN//Nv3x//zelb61bbgRkYXulDSSrEXvuBDUE3VzxG5tGp+k"
    "0B9rDR3hxgKHClwtqwohHm27hExDFFoD+ZfDgRq0o2lDmH9zKFU6J/AdWtd+RVWvKOeWfEc/g9WwS36ZKTU8Rj/Ny6V9q2guLzxmpgbZvvkN1AiDwSMIQ/BVSJnQlbZuksEpfidYDiWs"
    "VH8OlwiQ9UjHFkwzBJJku64xLbf4BUCPC0AA")
ALPHA = base64.b64decode(
    "BVATgQDkWfWP7AQwRMQEoM/WGF4t")
PREDICTED = base64.b64decode(
    "LyfACAABgCAG/FcLiOh/igds2kiSZC2C44+uIXQ40f13GAQkifR/cyho24YxiPJH2B0I/Z8AmCwWAmAHKGEYQgCAUgqeNBR8Dn8AbJRH4IHyhk8C8OAfRkDQtm1i/rS3/RAiYgL6yMRk"
    "rPzww04xkmTXVtQ5g374b9MaxBNfTuwDI+ZIjCRJkSSPxecD2V9O5j1IB20bCVKy98f0+SO4bUJt2zbM4J484rBt20Cy2/1HToj7X+JOQFDk/2iyJNtu2wjAC0ygyjQ1ef8bmz9nSKaA"
    "x4cUatM2YAanfvLf5/888PHI+x1vn3x57+ON97O3uL56vfnnr9dfXn94/ebti/cvPr768tW3b77/9OOP+W+ebXw58vXK93f8+MjPO37dc3lkfz9yuedyx+WDv9768+qPg/PKZ86c/ORw"
    "nOEJDydc3LVTidsMD25xdzfEmclweM75eGF4Pp1znhgHgxBNiQXzNIMDWIA1IbWDIJoxNZr1We9PDD+dwT8e/nrY4lIjatKWdpdFNBY7O+7YftrY243nOjjBvytwirDNWIO28Bcx7rhx"
    "v5f2UlelUV9uzJw8T2AyCxew0qCOWMtipd3dmDZudmM0Nbd3Nxj12Tz+M52Zk08EGRIQCpZoZbeNtDJGjGI7+4LUCGMruzs5YIZE9yeGJ5yJiQxpClsRtB6xbmxLFqONcJQMh7MDCHcS"
    "mSYKHnx7ZhgeDAMgoIKyNeK20Za4DDZsWWxAIAh98OL3HRw0CLy+Eo4DYQT7BNntiK9BrECAGxaAQYEwBDMsBqGB4QZg6FcMMVxhqa2waY3sa2pUAzjIiYcXSpSJAX6hhThgmOijkSlL"
    "/hzgBKEwgFsg1orbYYMCZ3lOennHG5xZ/BqB5WQwc0l5VollRdL/YSXCFon7/GBajbJvg47BRXDwB4E42dVdyUNDhig6rSTxeUUoD2ABWCO+xtqKolxhp0RFDJkSG+Sw9L2QJUMijkSy"
    "bCfFTe4a6CBwisQ6sq/JthLsKWwUVOwhMJGdrDtlqYQ0y4PUujVbQIPnGxxEB4qwjex2MCiAPfoVZSqGEwVi6VTyEsRpxJSGUtw2MGlisU/r/QJuEagVa9stlC1XWBRUAxwYDuuubN0S"
    "iThS6Ch0YDETnvULz/g4wymA0RG3jWwVnLIdGz1AgQEYV6nPLREtQ1IZDTCvSd7r5yWNYJmXI0WkZrZuNlUAOwUPneGE4TBUFFnpYTqjDQszroULnoUpgFYSxxtQ9khrWVotZUdPYVAx"
    "HJhBxhVVeuAcOfoABpbd68LCBERD+pHu+et9YM9Ug1iJC8gT3IkhUbjfiyyxSGdNdqAn/PJamUGbpD7qlkIO7fh4oWeiJ7Ey0kxOvEUaAjNiVVHSLoh07snOxCy/VrxHLCVF39tX3PJ3"
    "O7vJjWRPRSW2hoyHFw76sHSrZE8SdLRwg1mezALROeNwaF/xHalaDXXJjSZQgdFCyDve4M9Oncy5J0V09HBj+sFsoCrFnVAhHjk3KN+f27VvmLIWsaVkC34Asq7oloics4Z9MutamABl"
    "Yg6EuiXJvY19q73t56cv/5E1FDGKygqDgiGcu/JKjsjIyQ5iwa+FGYf6EUGh7qEZmu/Pba/9PDf79Yki0LIYYoM+GLRVWUJCxhl9ILP95j3JWTlSINSRS3C79L1d+9OJqlT4/gzCEzQK"
    "CGSAcOq7IsQh0QYw4TfvWWDVEcGhjmhprKe+t72vJ9tTvV8vP4YpbTE2vjChGQaxq0icRkplWAb7tbIAZB4RCO0RPY+11d72Pp9q/66320v++AlppLjjBqFRBAOrO5OmGDo3mGXzeJOq"
    "4+/NPaa21bW2Pp5yv7WX6yXfbvXXEYxoduOmZorM3+5UkSE5jSJgXJ7Vo7pTCv+3trr2rYbT2b/ay/01HZer7XIihLF0Y7OmY9Swo4zzJDlOSjevhQuzLGfcCXWPEmPfntzo0P7RXu5v"
    "Kd25rvXvApyIRaVhAHgxDjNrjiNRgDVxYQEp+VDot6TB/anttdVwaL3Xy/Ue531sP+vf8fM3holsVBoW3NgIjBIyEuq2WB7PZBNRoUKSDHVpe+01ns/6qJfbRz5vc/3uf0/XThcks+Yw"
    "2otdZBYNE3kWknUBk1cWICn3+kqP3Juv/e3zkdvXk/N5W/qv9u/Yuz19XhBOTNdNbTkIHhh9KNGyGoT/mKJx1Ff6jlxjPfdrradat3q5v8V5mx/Oz60fH/Ef")
PALETTE = base64.b64decode(
    "Lx/ABQAnIBAgVGqXIYcg22ZEwxnk6Y4gECAUCVcnYf4D+JdyoBgYQ5Ik6BRG4RRWYfzN5l8Z0f94+KvF4F7VYvBV9xaDqod7")
HIDDEN = base64.b64decode(
    "LyfACBAJgCAG/DdLiOh/+oVCRpKkQlh/yiV47yAEsin+Imjw+5+oFAWQwwvwGUCYMQQCyflz7xARE9BSyElsI8mRpIiq03P+2/QG3SrszuSJN6JagiRJiiN5LEjHgrffO5m1kBDaRhIk"
    "Jb3b+0SfP4LrKjJp21DG3qpt24YZ3FL/cNi2bSDZ7f4jJ8T9L3EnICjyfzRatm3FjSTBa9QhrVRI2db8J1Z/ihYrZHh6IAi1bdswg1vqH/8+/y8X7Fc8Trh/wu09rm9wecQ5nF51uunr"
    "r06/dPphp292/jJdvtD1K92+0v0bPX7S/of4TzxTs6d7ez7a6zt7+2jvJ/s423a17UqfV9rOfDth+4CPt3g/4u0OecWRMiUdFIoRWtDSY0Zjxj2qoTFtQEtjypiZgaRMJCi01tpfEFqH"
    "sdYvYmgAkIZ72NAocsNGG8CSNIqkcWOoJgCgMqSKyuqoHk8IHUbgPy/9eWnKGKEJ1YYwBcKMCiVEINbEiZhDRNxv+O0GFhDSgEYaQaNAmCZEg2oKVDMKhE4EzooTMXEOJyLO7YZMSesX"
    "EolBGkGq4KTqgGjlSlFqZgZhEcEOYlJkMccQSLUP1/9II1PSLwAmkyAJpRwMrdhpobIooVApVIjJDkAVmExJx0Ya8dj3oHV5QmhBmSQCg8kNg6sCwaJXiC4UU8qVQjUoKUCCYmSPeKTX"
    "sZVWtvYWPrvP+Rn/XQMElaAqsHLVgNN+FFNCRyFMmDKYgEAQ+uDF7zs4aBB4egUUQ4BQwvxC5aIDfhoUOqUUgjRQARgUCEMw7WIQGhh2AA31BH9fDa6sHCq4smhgp8lCUSuVNBp4aEGJ"
    "MtHCL7QQC4wm6igk8pKvO2gAkMFB0ClQKVrhdHAllJJGQw9aWrGCM4tfI7CsGpo5pzSrxLIC8fQAaCRBNaVGpwGnQWVVG9LYw73w0YoPPh8EYmVW9U0aGjJEwXFFia/TAZA0KqGEStGA"
    "nwaVQxkmDb3coqUVf9iij0EWQ90zSTIkwohEy3aRXWRPRziZHKRSCp0O7DQpVNWQ3NLLFpY+2R+8aGVDxpW8VEKc5YHUuhUbQK2H8wEmJ0Mp1bTDooNCKJLcsqXFlj7xoYVXKIqbtARx"
    "HCHFoWSXDUzqGe3SdDlAmiKVogWi/SimlKShl1ZQtbSBYbFulK1bJBJGDB2ZCiymxzF94eiuj9AoEFx1hdOOwp2qpHEvWz+AAwMwLkoPCJYhKY8CmFcv5+nzmDqwmts9iiRVA4vuuGNR"
    "SuWkxw/chzZhWAyFxLXkwXRFGQamWyMzjpE+gFIS5x0kUw8ULVzYqYWFkw29sPSJT2AGGReSZAmRa6SoA2gZd6f5cUAUpJ/pyF+PQeqJqpVCp4SOIOmBj1vxh1bYXxdZYpHOKZlB7nHL"
    "aWIA3ST1WY/ks2/n/oKeCD0pdMpRWDhpYGmlP3ixF1aFhOyCSOeazMwMcmvCucOQU/DRvuKRv9vVG24g9WSlKKEzDiY8tOKDtUI0Trp2kaCjhB0tI25NjBCVK0779hXfEatUWzM3NAmq"
    "UjqKESCtWPisbKQio7sooqOGHf0PDAZuxTjw5eOZU4Ny/aVtfYOTqVYKnVEk0+EHQMY3+nzlmlOYxzMtRw8oEbLH1yNJblrXX2pt63l5+g9TDVYKHQWqG2FQMIR1VVrRARkpmcGMuOUY"
    "sKif4eXrCM3YXF/bWut5bOb5CUWCSqGDEDBBHwzaKC8hIuOKOojBbpvcy1o5k8fXmXNwm/vWtr6cqHL512dIgkoHoQgEBNJCWNVdEcKQKAPocdvkQWDVGd6+ziipqx99a2ufT6ZLvV/7"
    "2+BkcoHQiQMlNMMgZmWJ44gpD0NrtyZGgMQzPL49o+aullrb2sfT3c96u+358x1MDlT6iQAgowgGVnUiTiF0LjDj5nAm3Q6/bq7Rt6W2Wnp/Sv1o+7Xn43Z/3ENCqbLAocqGyPztVjcy"
    "JMeRBXTLMblTdUz+362ltr5Ue7q6b/v9LZ2XrWV7ACRE0EFkSA+j2h3VOE2Sw6RU8xqZGWS44sDXETm6vjy+0aH9s+339xTvbW3133aAFEDgRATiAS/G0gzNYYpkYPXMjCA5n/L9kTS4"
    "/2hrLdUeWu+1X+9x3fv2q/47fn0ekYnAIk5EKF4bG4GRQ6aIuiyWw9G7iSBfPkmGmttaa3Xnqz5qv31kvQ31p/932jpvB5BYpYiY0GGZRaOJNIRo3YDeEyOQlKO+0jPX5mp9+3Ck9vX4"
    "rLex/2n/HWu3p8/tACgQJ4sUhxELHhh1KMGyFQj30UfhrK/0Ham6eulbTae7HrXf3+K6DQ/Oa6vHR/wP")

EXIF, XMP, ICCP, ALPHA_FLAG, ANIMATION = 0x08, 0x04, 0x20, 0x10, 0x02


def chunk(kind, data, pad=b"\0"):
    return kind + struct.pack("<I", len(data)) + data + (pad if len(data) % 2 else b"")


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def le24(value):
    return struct.pack("<I", value)[:3]


def features(flags, width=40, height=36, reserved=b"\0\0\0", behind=b""):
    return chunk(b"VP8X", bytes([flags]) + reserved + le24(width - 1) + le24(height - 1) + behind)


def frame(data, x=0, y=0, width=40, height=36, duration=100, flags=0):
    return chunk(b"ANMF", le24(x // 2) + le24(y // 2) + le24(width - 1) + le24(height - 1) + le24(duration) + bytes([flags]) + data)


class BoolWriter:
    """The arithmetic code of RFC 6386, clause 7.3."""

    def __init__(self):
        self.low, self.range, self.count = 0, 255, 0

    def bit(self, probability, value):
        split = 1 + ((self.range - 1) * probability >> 8)
        if value:
            self.low += split
            self.range -= split
        else:
            self.range = split
        while self.range < 128:
            self.range <<= 1
            self.low <<= 1
            self.count += 1

    def bits(self, count, value):
        for i in reversed(range(count)):
            self.bit(128, value >> i & 1)

    def bytes(self, spare=0):
        """`spare` is added to the code: any number below the range gives the same symbols."""
        assert spare < self.range
        size = (self.count + 8 + 7) // 8
        return ((self.low + spare) << size * 8 - self.count - 8).to_bytes(size, "big")


# The odds that a frame changes a probability; all that matters here is that it does not.
def flat(updates, width=40, height=40, partitions_log2=2, spare=0, behind=(b"",) * 9, scale=0):
    """A grey picture whose macroblocks are all skipped."""
    first = BoolWriter()
    first.bits(2, 0)
    first.bits(1, 0)
    first.bits(10, 0)
    first.bits(1, 0)
    first.bits(2, partitions_log2)
    first.bits(7, 20)
    first.bits(5, 0)
    first.bits(1, 0)
    for probability in updates:
        first.bit(probability, 0)
    first.bits(1, 1)
    first.bits(8, 10)
    for _ in range((width + 15) // 16 * ((height + 15) // 16)):
        first.bit(10, 1)   # skipped
        first.bit(145, 1)
        first.bit(156, 0)
        first.bit(163, 0)
        first.bit(142, 0)
    head = first.bytes(spare) + behind[0]
    tokens = [behind[i + 1] for i in range(1 << partitions_log2)]
    sizes = b"".join(le24(len(t)) for t in tokens[:-1])
    return le24(len(head) << 5 | 1 << 4) + b"\x9d\x01\x2a" + struct.pack("<HH", width | scale << 14, height) + head + sizes + b"".join(tokens)


def coefficient_updates():
    """The table of RFC 6386, 13.4, as the project writes it."""
    text = (HERE.parents[2] / "src/codec/vp8_tables.inc").read_text()
    table = text[text.index("kCoefficientUpdates") :]
    table = table[table.index("=") :]
    return [int(word) for word in table.replace("{", " ").replace("}", " ").replace(",", " ").replace(";", " ").split() if word.isdigit()]


class LowBits:
    def __init__(self):
        self.value, self.count = 0, 0

    def put(self, value, count):
        self.value |= value << self.count
        self.count += count

    def bytes(self, spare=0):
        return (self.value | spare << self.count).to_bytes((self.count + 7) // 8, "little")


def one_colour(colour, width=16, height=16, has_alpha=False, spare=0, header=True):
    """A lossless picture of a single colour: five codes of one symbol each, and no bit for any pixel."""
    out = LowBits()
    if header:
        out.put(0x2F, 8)
        out.put(width - 1, 14)
        out.put(height - 1, 14)
        out.put(has_alpha, 1)
        out.put(0, 3)
    out.put(0, 3)  # no transform, no cache, no tiles
    for symbol in (colour >> 8 & 255, colour >> 16 & 255, colour & 255, colour >> 24, 0):
        out.put(1, 1)
        out.put(0, 1)
        out.put(1, 1)
        out.put(symbol, 8)
    return out.bytes(spare)


def samples(who, mark):
    def plant(where):
        return ("PLANTED-%s-%s" % (where, mark)).encode()

    exif = blocks.full_exif(who, orientation=6)
    xmp = blocks.xmp(who)
    return riff(
        features(EXIF | XMP | ICCP | 0x80, reserved=b"abc", behind=plant("features")),
        chunk(b"ICCP", plant("profile")),
        chunk(b"VP8 ", LOSSY + plant("pixels")),
        chunk(b"VP8 ", plant("second")),
        chunk(b"EXIF", exif),
        chunk(b"XMP ", xmp),
        chunk(b"C2PA", plant("provenance")),
        chunk(b"secr", plant("chunk") + (b"x" if len(plant("chunk")) % 2 == 0 else b""), b"!"),
        chunk(b"ANMF", plant("frame")),
        chunk(b"ALPH", plant("alpha")),
        chunk(b"ANIM", plant("loops")),
        chunk(b"VP8X", plant("again")),
    ) + plant("tail")


def main():
    updates = coefficient_updates()
    first, second = samples(blocks.ALICE, "A"), samples(blocks.BOB, "B")
    plain = {
        "lossy.webp": riff(chunk(b"VP8 ", LOSSY)),
        "lossy_alpha.webp": riff(features(ALPHA_FLAG), chunk(b"ALPH", ALPHA), chunk(b"VP8 ", LOSSY_UNDER_ALPHA)),
        "predicted.webp": riff(chunk(b"VP8L", PREDICTED)),
        "palette.webp": riff(chunk(b"VP8L", PALETTE)),
        "hidden_colours.webp": riff(chunk(b"VP8L", HIDDEN)),
        "planted_a.webp": first,
        "planted_b.webp": second,
        "animation.webp": riff(
            features(ANIMATION | ALPHA_FLAG), chunk(b"ANIM", struct.pack("<IH", 0x11223344, 7) + b"PLANTED-loops"),
            frame(chunk(b"VP8 ", LOSSY) + chunk(b"secr", b"PLANTED-inside"), duration=120, flags=2 | 0x40),
            frame(chunk(b"ALPH", ALPHA) + chunk(b"VP8 ", LOSSY_UNDER_ALPHA) + chunk(b"VP8L", b"PLANTED-second") + chunk(b"ALPH", b"PLANTED-late"), duration=80),
            frame(chunk(b"VP8L", one_colour(0x80402010, 8, 8, True)), x=10, y=4, width=8, height=8, duration=40, flags=1),
            chunk(b"VP8 ", LOSSY), chunk(b"ICCP", b"PLANTED-profile"), chunk(b"ANIM", struct.pack("<IH", 0, 1))),
        "partitions.webp": riff(chunk(b"VP8 ", flat(updates, behind=[b"PLANTED-part%d-" % i for i in range(9)], spare=60, scale=2))),
        "one_colour.webp": riff(chunk(b"VP8L", one_colour(0xFF336699))),
        "spare_bits.webp": riff(chunk(b"VP8L", one_colour(0xFF336699, spare=0xF) + b"PLANTED-behind")),
        "unused_alpha.webp": riff(chunk(b"VP8L", one_colour(0x42336699))),
        "raw_alpha.webp": riff(features(0), chunk(b"ALPH", bytes([0xC0]) + bytes(range(200)) * 8 + b"PLANTED-alpha"), chunk(b"VP8 ", LOSSY)),
        "alpha_channels.webp": riff(features(ALPHA_FLAG), chunk(b"ALPH", bytes([1]) + PREDICTED[5:]), chunk(b"VP8 ", LOSSY)),
        "twice.webp": riff(features(ICCP), chunk(b"ICCP", blocks.rgb_profile(is_srgb=False)), chunk(b"ICCP", b"PLANTED-second"), chunk(b"ALPH", ALPHA), chunk(b"VP8L", PREDICTED)),
        "broken.webp": riff(features(EXIF | XMP), chunk(b"VP8L", PREDICTED), chunk(b"EXIF", b"PLANTED-exif"), chunk(b"XMP ", b"PLANTED<xmp")),
        "cut.webp": riff(chunk(b"VP8L", PREDICTED), b"secr" + struct.pack("<I", 500) + b"PLANTED-cut"),
        "refused_cut.webp": riff(chunk(b"VP8L", PREDICTED))[:900],
        "refused_empty.webp": riff(chunk(b"JUNK", b"")),
        "refused_canvas.webp": riff(features(0, 99, 99), chunk(b"VP8L", PREDICTED)),
    }
    folder = HERE / "samples"
    folder.mkdir(exist_ok=True)
    for name, data in plain.items():
        (folder / name).write_bytes(data)
    twins = HERE / "twins"
    twins.mkdir(exist_ok=True)
    (twins / "planted.a.webp").write_bytes(first)
    (twins / "planted.b.webp").write_bytes(second)


main()
