#!/usr/bin/env python3
"""Second opinions: programs that are not ours look at what the command makes of the committed samples.

usage: oracle_test.py scrub COMMAND FORMATS_FOLDER OUT_FOLDER     scrubs all samples, once for all that follow
       oracle_test.py ORACLE OUT_FOLDER                           ORACLE: a class below
Exit status 77: the oracle's program is not installed."""
import collections
import dataclasses
import functools
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from allowed_tags import is_allowed

PICTURES = ("jpg", "png", "gif", "tif", "bmp", "ico", "cur", "heic", "avif", "webp", "pnm", "pbm", "pgm", "ppm", "pam")
OFFICE = ("docx", "dotx", "xlsx", "xltx", "xlam", "pptx", "potx", "ppsx", "odt", "ott", "odm", "ods", "ots", "odp", "otp", "odg", "otg", "odc", "odf")
FLAT = ("fodt", "fods", "fodp", "fodg", "fodc", "fodf")  # OpenDocument in one XML file
# kind of output -> the oracles that look at it
ORACLES = {
    **{kind: ("Tags", "Pixels") for kind in PICTURES},
    **{kind: ("Tags", "Office") for kind in OFFICE},
    **{kind: ("Office",) for kind in FLAT},  # exiftool takes their text for tags
    "pdf": ("Tags", "Pdf"),
    "svg": ("Tags", "Svg"),
    "svgz": ("Svg",), "zip": ("Tags",), "tar": ("Tags",), "tgz": ("Tags",),
    "txt": ("Tags",), "csv": ("Tags",), "tsv": ("Tags",), "md": ("Tags",), "epub": ("Tags",),
}


@dataclasses.dataclass(frozen=True)
class Pair:
    """A sample, what became of it, and what the report says about that."""
    before: str
    after: str
    report: dict

    @property
    def name(self):
        return os.path.join(self.family, os.path.basename(self.before))

    @property
    def family(self):
        return os.path.basename(os.path.dirname(self.after))

    @property
    def kind(self):
        return self.report["extension"]

    def removed(self, *kinds):
        return any(kind in self.report["summary"]["removed"] for kind in kinds)

    def remarks(self, *words):
        return any(word in remark["text"] for remark in self.report["remarks"] for word in words)


def scrub_samples(command, formats, out):
    """Each format into a folder of its own, with a report beside it."""
    shutil.rmtree(out, ignore_errors=True)
    for folder in sorted(glob.glob(os.path.join(formats, "*", "samples"))):
        family = os.path.basename(os.path.dirname(folder))
        samples = sorted(path for path in glob.glob(os.path.join(folder, "**"), recursive=True) if os.path.isfile(path) and not path.endswith(".report"))
        os.makedirs(os.path.join(out, family))
        done = subprocess.run([command, "--quiet", "--report", os.path.join(out, family + ".json"), "--output-dir", os.path.join(out, family), *samples], capture_output=True, timeout=300)
        if done.returncode not in (0, 2):  # some samples are there to be refused
            raise SystemExit(f"{family}: status {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")


@functools.cache
def pairs(oracle):
    found = []
    for path in sorted(glob.glob(os.path.join(OUT, "*.json"))):
        with open(path) as file:
            for report in json.load(file)["files"]:
                if "output" in report:
                    found.append(Pair(report["input"], report["output"], report))
    unknown = {pair.kind for pair in found} - set(ORACLES)
    assert not unknown, f"no oracle looks at {unknown}: add rows to ORACLES"
    chosen = [pair for pair in found if oracle in ORACLES[pair.kind]]
    assert chosen, "nothing to look at"
    return chosen


def run(*command, timeout=120, **options):
    return subprocess.run(command, capture_output=True, timeout=timeout, **options)


def needs(program, package):
    return unittest.skipUnless(shutil.which(program), f"{program} is not installed (package {package})")


@needs("exiftool", "libimage-exiftool-perl")
class Tags(unittest.TestCase):
    def not_allowed(self, paths):
        """path -> the tags that exiftool finds in it and that an output may not have."""
        listed = run("exiftool", "-j", "-G1", "-a", "-u", "-ee3", "-@", "-", input="\n".join(paths).encode())
        return {tags["SourceFile"]: {f"{tag}={str(value)[:80]}" for tag, value in tags.items() if not is_allowed(tag, value)} for tags in json.loads(listed.stdout)}

    def test_no_tag_says_anything_about_people(self):
        outputs = self.not_allowed([pair.after for pair in pairs("Tags")])
        for pair in pairs("Tags"):
            with self.subTest(pair.name):
                self.assertIn(pair.after, outputs, "exiftool does not look at it")
                self.assertEqual(outputs[pair.after], set())

    def test_the_oracle_sees_what_samples_carry(self):
        inputs = self.not_allowed([pair.before for pair in pairs("Tags") if pair.removed("author")])
        seen = {os.path.basename(os.path.dirname(os.path.dirname(path))) for path, tags in inputs.items() if tags}
        self.assertGreaterEqual(seen, {"jpeg", "png", "gif", "tiff", "bmff", "pdf", "svg", "ooxml"})


IMAGEMAGICK = "convert-im6.q16"
Frame = collections.namedtuple("Frame", "width height pixels")


def decode(path, *options):
    """Frames of 8-bit RGBA, colours under full transparency made equal; None when ImageMagick does not take the file."""
    done = run(IMAGEMAGICK, path, "-coalesce", *options, "-depth", "8", "-format", "%n %w %h\n", "-write", "info:-", "rgba:-")
    if done.returncode != 0:
        return None
    data, sizes = done.stdout, []
    while not sizes or len(sizes) < int(sizes[0][0]):
        line, _, data = data.partition(b"\n")
        sizes.append(line.split())
    frames = []
    for _, width, height in sizes:
        size = 4 * int(width) * int(height)
        frames.append(Frame(int(width), int(height), re.sub(rb"(?s)(.{3})(.)", lambda pixel: pixel[0] if pixel[2] != b"\0" else bytes(4), data[:size])))
        data = data[size:]
    return frames


def is_close(one, other):
    """No further apart than two codings of the same picture by JPEG."""
    if (one.width, one.height) != (other.width, other.height):
        return False
    apart = [abs(a - b) for a, b in zip(one.pixels, other.pixels)]
    return max(apart) <= 20 and sum(apart) <= 4 * len(apart)


def is_within(few, many):
    """Whether `few` are `many` with some left out."""
    rest = iter(many)
    return all(any(frame == candidate for candidate in rest) for frame in few)


@needs(IMAGEMAGICK, "imagemagick")
class Pixels(unittest.TestCase):
    # ImageMagick of Debian 12 does not read the samples of these formats; what they become it reads.
    UNREADABLE = {"jxl", "psd", "raw"}
    # Where ImageMagick is the one that is wrong.
    DISAGREES = {"bmp/fourth.bmp": "the fourth byte of a pixel means nothing in this version of the format; ImageMagick takes it for transparency",
                 "webp/animation.webp": "a stray picture stands behind the animation, and ImageMagick shows that one"}

    def test_pictures_look_the_same(self):
        compared = collections.Counter()
        for pair in pairs("Pixels"):
            with self.subTest(pair.name):
                after = decode(pair.after)
                self.assertTrue(after, "the output cannot be decoded")
                before = decode(pair.before, *(["-auto-orient"] if pair.remarks("turned upright") else []))
                compared[pair.family] += before is not None
                if before is None or pair.name in self.DISAGREES:
                    continue
                if pair.remarks("ended early", "was damaged"):  # each decoder has its own way to go on
                    self.assertEqual([frame[:2] for frame in before], [frame[:2] for frame in after])
                elif pair.remarks("pixels beyond the edge were taken out", "drawn anew", "turned upright"):
                    self.assertEqual(len(before), len(after))
                    self.assertTrue(all(map(is_close, before, after)))
                elif pair.removed("thumbnail"):
                    self.assertTrue(is_within(after, before))
                else:
                    self.assertEqual([frame[:2] for frame in before], [frame[:2] for frame in after])
                    self.assertTrue(before == after, "pixels differ")
        self.assertEqual({family for family, count in compared.items() if count == 0}, self.UNREADABLE)


# What readers do not see, or what marks one copy: words of it may go.
UNSEEN = ("hidden_content", "revision", "comment", "watermark", "form_data", "metadata", "tracking_mark", "external_reference")


def words(text):
    return collections.Counter(text.split())


class Documents(unittest.TestCase):
    def assert_same_words(self, pair, before, after):
        """Words go only when the report says that something unseen went; words come when fields become text."""
        if not pair.removed(*UNSEEN):
            self.assertEqual(before, after)
        elif not pair.removed("form_data", "hidden_content"):
            self.assertEqual(after - before, collections.Counter())


class Pdf(Documents):
    @needs("qpdf", "qpdf")
    def test_qpdf_has_no_complaint(self):
        for pair in pairs("Pdf"):
            with self.subTest(pair.name):
                checked = run("qpdf", "--check", pair.after)
                self.assertEqual(checked.returncode, 0, checked.stdout.decode() + checked.stderr.decode())

    @needs("pdftotext", "poppler-utils")
    def test_poppler_reads_the_same_words(self):
        for pair in pairs("Pdf"):
            with self.subTest(pair.name):
                self.assert_same_words(pair, *(words(run("pdftotext", "-raw", path, "-").stdout.decode()) for path in (pair.before, pair.after)))

    @needs("mutool", "mupdf-tools")
    def test_mupdf_draws_the_same_pages(self):
        for pair in pairs("Pdf"):
            with self.subTest(pair.name):
                before, after = (run("mutool", "draw", "-q", "-r", "50", "-F", "pgm", "-o", "-", path) for path in (pair.before, pair.after))
                self.assertEqual(after.returncode, 0, after.stderr.decode())
                self.assertEqual(before.stdout.count(b"P5\n"), after.stdout.count(b"P5\n"))
                self.assertEqual(len(before.stdout), len(after.stdout))
                if not pair.removed("watermark", "comment", "form_data", "hidden_content"):
                    self.assertLess(sum(abs(a - b) for a, b in zip(before.stdout, after.stdout)), len(after.stdout))  # on average less than one of 255


class Svg(unittest.TestCase):
    @needs("xmllint", "libxml2-utils")
    def test_libxml_has_no_complaint(self):
        for pair in pairs("Svg"):
            with self.subTest(pair.name):
                checked = run("xmllint", "--noout", "--nonet", pair.after)
                self.assertEqual((checked.returncode, checked.stderr), (0, b""))

    @needs(IMAGEMAGICK, "imagemagick")
    def test_imagemagick_draws_something(self):
        for pair in pairs("Svg"):
            with self.subTest(pair.name):
                frames = decode(pair.after)
                self.assertTrue(frames and len(set(frames[0].pixels)) > 1)


class Office(Documents):
    """Documents, workbooks and presentations become plain text by way of LibreOffice; all of them in one run, which takes seconds."""

    def texts(self, paths):
        """One text for each document; None where LibreOffice does not open it."""
        with tempfile.TemporaryDirectory(prefix="scrub-oracle-") as folder:
            copies = []
            for number, path in enumerate(paths):
                copies.append(os.path.join(folder, f"{number}.{path.rsplit('.', 1)[1]}"))
                shutil.copyfile(path, copies[-1])
            run("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, *copies, timeout=300)
            pages = [copy.rsplit(".", 1)[0] + ".pdf" for copy in copies]
            return [run("pdftotext", "-raw", page, "-").stdout.decode() if os.path.exists(page) else None for page in pages]

    @needs("soffice", "libreoffice-writer-nogui")
    @needs("pdftotext", "poppler-utils")
    def test_libreoffice_reads_the_same_words(self):
        chosen = pairs("Office")
        texts = self.texts([pair.before for pair in chosen] + [pair.after for pair in chosen])
        for pair, before, after in zip(chosen, texts, texts[len(chosen):]):
            with self.subTest(pair.name):
                self.assertIsNotNone(after, "LibreOffice does not open the output")
                if before is not None:
                    self.assert_same_words(pair, words(before), words(after))

    @needs("xmllint", "libxml2-utils")
    def test_packages_are_whole(self):
        for pair in pairs("Office"):
            if pair.kind in FLAT:
                continue
            with self.subTest(pair.name), zipfile.ZipFile(pair.after) as package, tempfile.TemporaryDirectory() as folder:
                self.assertIsNone(package.testzip())
                names = package.namelist()
                self.assertEqual(len(names), len(set(names)))
                package.extractall(folder)
                parts = [os.path.join(folder, name) for name in names if name.endswith((".xml", ".rels"))]
                checked = run("xmllint", "--noout", "--nonet", *parts)
                self.assertEqual((checked.returncode, checked.stderr), (0, b""))


if __name__ == "__main__":
    if sys.argv[1] == "scrub":
        scrub_samples(*sys.argv[2:5])
    else:
        OUT = sys.argv[2]
        result = unittest.main(argv=[sys.argv[0], sys.argv[1], *sys.argv[3:]], exit=False).result
        for test, why in result.skipped:
            print(f"skipped: {why}", file=sys.stderr)
        sys.exit(1 if not result.wasSuccessful() else 77 if len(result.skipped) == result.testsRun or not result.testsRun else 0)
