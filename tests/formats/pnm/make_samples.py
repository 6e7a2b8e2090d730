#!/usr/bin/env python3
"""Writes the Netpbm samples, with TOKENs where no viewer shows them."""
import os

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")

SAMPLES = {
    "bits.pbm": b"P1\n# TOKEN comment\n4 2\n1011\n0 1 0 0\n",
    "bits_raw.pbm": b"P4\n4 2\n\xb5\x4f",
    "grey.pgm": b"P2 3 2 255\n0 10 20\n30 # TOKEN inside\n40 50\nTOKENTAIL",
    "grey_raw.pgm": b"P5\n# TOKEN\n3 2\n255\n\x00\x0a\x14\x1e\x28\x32TOKENTAIL",
    "deep.pgm": b"P2 2 1 1000\n7 900\n",
    "colour.ppm": b"P6\n2 1\n255\nabcdef",
    "any.pam": b"P7\nWIDTH 2\n#TOKEN\nHEIGHT 1\nDEPTH 2\nTOKEN line\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\nabcd",
    "short.ppm": b"P6\n2 2\n255\nabcdef",
    "refused-kind.pam": b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE TOKEN\nENDHDR\na",
}


def main():
    os.makedirs(HERE, exist_ok=True)
    for name, data in SAMPLES.items():
        with open(os.path.join(HERE, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main()
