#!/usr/bin/env python3
"""Runs the real command. usage: command_test.py SCRUB WRITE_DOCS SCHEMA [unittest arguments]"""
import ctypes
import glob
import hashlib
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import samples
from samples import SECRET

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCRUB, WRITE_DOCS, SCHEMA = (os.path.abspath(path) for path in sys.argv[1:4])
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="scrub-command-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def put(self, name, data):
        with open(os.path.join(os.fsencode(self.folder), os.fsencode(name)), "wb") as file:
            file.write(data)
        return name

    def get(self, name):
        with open(os.path.join(os.fsencode(self.folder), os.fsencode(name)), "rb") as file:
            return file.read()

    def names(self):
        return sorted(os.listdir(self.folder))

    def run_command(self, *args, stdin=b"", timeout=120, **kwargs):
        done = subprocess.run([SCRUB, *args], input=stdin, capture_output=True, cwd=self.folder, timeout=timeout, **kwargs)
        self.assertGreaterEqual(done.returncode, 0, "killed by a signal")
        return done

    def expect(self, status, *args, **kwargs):
        done = self.run_command(*args, **kwargs)
        self.assertEqual(done.returncode, status, f"{args}: {done.stdout[-300:]!r} {done.stderr[-300:]!r}")
        return done

    def expect_usage(self, *args, says):
        before = self.names()
        done = self.expect(64, *args)
        self.assertEqual(done.stdout, b"")
        lines = done.stderr.decode().splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertRegex(lines[0], r"^scrub: .*\.$")
        self.assertIn(says, lines[0])
        self.assertEqual(self.names(), before)

    def reports(self, data):
        document = json.loads(data)
        if jsonschema is not None:
            with open(SCHEMA, encoding="utf-8") as file:
                jsonschema.Draft202012Validator(json.load(file)).validate(document)
        return document["files"]


class Outputs(CommandTest):
    def test_an_output_stands_beside_its_input(self):
        for name, data in (("leak.png", samples.png_with_secret()), ("photo.jpg", samples.jpeg_with_secret())):
            self.put(name, data)
            done = self.expect(0, name)
            stem, extension = name.split(".")
            output = f"{stem}.scrubbed.{extension}"
            self.assertNotIn(SECRET, self.get(output))
            self.assertEqual(self.get(name), data)
            self.assertIn(f"{name} -> {output}\n".encode(), done.stdout)
            self.assertEqual(done.stderr, b"")

    def test_an_output_is_private_and_tells_no_time(self):
        self.put("a.png", samples.png_with_secret())
        os.chmod(self.path("a.png"), 0o755)
        self.expect(0, "a.png", preexec_fn=lambda: os.umask(0))
        about = os.stat(self.path("a.scrubbed.png"))
        self.assertEqual(stat.S_IMODE(about.st_mode), 0o600)
        self.assertLess(about.st_mtime, 400_000_000)
        self.assertEqual(os.listxattr(self.path("a.scrubbed.png")), [])

    def test_the_extension_follows_the_content(self):
        self.put("a.txt", samples.jpeg())
        self.put("b.JPEG", samples.jpeg())
        self.put("c", samples.png())
        self.expect(0, "a.txt", "b.JPEG", "c")
        for name in ("a.scrubbed.jpg", "b.scrubbed.JPEG", "c.scrubbed.png"):
            self.assertIn(name, self.names())

    def test_inputs_of_one_stem_get_outputs_of_their_own(self):
        self.put("a.txt", samples.jpeg())
        self.put("a.jpg", samples.jpeg())
        self.put("a.png", samples.png())
        self.expect(0, "a.txt", "a.jpg", "a.png")
        for name in ("a.txt.scrubbed.jpg", "a.scrubbed.jpg", "a.scrubbed.png"):
            self.assertIn(name, self.names())

    def test_a_long_name_gives_a_name_that_fits(self):
        name = self.put("n" * 250 + ".png", samples.png())
        self.expect(0, name)
        self.assertIn("n" * 242 + ".scrubbed.png", self.names())

    def test_output_names_the_output(self):
        self.put("a.png", samples.png_with_secret())
        self.expect(0, "-o", "out.png", "a.png")
        self.expect(0, "a.png", "--output=out2.png")
        self.assertEqual(self.get("out.png"), self.get("out2.png"))

    def test_output_dir_takes_all_outputs(self):
        os.mkdir(self.path("in"))
        os.mkdir(self.path("out"))
        self.put("in/a.png", samples.png())
        self.put("b.png", samples.png())
        self.expect(0, "--output-dir", "out", "in/a.png", "b.png")
        self.assertEqual(sorted(os.listdir(self.path("out"))), ["a.scrubbed.png", "b.scrubbed.png"])

    def test_a_missing_folder_is_a_failure(self):
        self.put("a.png", samples.png())
        for args in (("--output-dir", "nowhere", "a.png"), ("-o", "nowhere/a.png", "a.png")):
            done = self.expect(3, *args)
            self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertEqual(self.names(), ["a.png"])

    def test_standard_input_and_output(self):
        data = samples.png_with_secret()
        self.put("a.png", data)
        piped = self.expect(0, "-", stdin=data).stdout
        self.assertTrue(piped.startswith(b"\x89PNG"))
        self.assertNotIn(SECRET, piped)
        self.assertEqual(self.expect(0, "-o", "-", "-", stdin=data).stdout, piped)
        self.assertEqual(self.expect(0, "-o", "-", "a.png").stdout, piped)
        self.expect(0, "-o", "out.png", "-", stdin=data)
        self.assertEqual(self.get("out.png"), piped)
        self.assertIn(b"tEXt Author", self.expect(1, "inspect", "-", stdin=data).stdout)
        self.expect(2, "-", stdin=b"")
        self.expect(2, "-", stdin=b"\0neither this nor that")

    def test_the_report_gets_out_of_the_documents_way(self):
        done = self.expect(0, "-", stdin=samples.png_with_secret())
        self.assertTrue(done.stdout.endswith(b"IEND\xaeB`\x82"))
        self.assertIn(b"names of people: 1", done.stderr)

    def test_nothing_is_overwritten_without_force(self):
        self.put("a.png", samples.png_with_secret())
        self.put("a.scrubbed.png", b"precious")
        self.put("victim", b"precious")
        os.symlink("victim", self.path("link.png"))
        os.link(self.path("victim"), self.path("hard.png"))
        self.assertIn(b"there already", self.expect(3, "a.png").stderr)
        for output in ("link.png", "hard.png", "victim", "/dev/full", "/dev/null"):
            self.expect(3, "-o", output, "a.png")
        self.assertEqual(self.get("a.scrubbed.png"), b"precious")
        self.assertEqual(self.get("victim"), b"precious")

    def test_force_replaces_the_name_and_not_what_it_points_to(self):
        self.put("a.png", samples.png_with_secret())
        self.put("victim", b"precious")
        os.symlink("victim", self.path("link.png"))
        self.expect(0, "--force", "-o", "link.png", "a.png")
        self.assertFalse(os.path.islink(self.path("link.png")))
        self.assertEqual(self.get("victim"), b"precious")
        self.expect(0, "-f", "-o", "link.png", "a.png")

    def test_force_never_replaces_an_input(self):
        a, other = samples.png_with_secret(), samples.png_with_secret(width=9)
        self.put("a.png", a)
        self.put("a.scrubbed.png", other)
        self.expect(3, "--force", "a.png", "a.scrubbed.png")
        self.assertEqual(self.get("a.png"), a)
        self.assertEqual(self.get("a.scrubbed.png"), other)
        os.link(self.path("a.png"), self.path("alias.png"))
        self.expect_usage("--force", "-o", "alias.png", "a.png", says="is the input")
        self.assertEqual(self.get("a.png"), a)

    def test_the_output_does_not_depend_on_name_time_or_jobs(self):
        data = samples.jpeg_with_secret()
        for i in range(6):
            self.put(f"name{i}.jpg", data)
        self.expect(0, "-j", "3", *(f"name{i}.jpg" for i in range(6)))
        self.assertEqual(len({self.get(f"name{i}.scrubbed.jpg") for i in range(6)}), 1)

    def test_scrubbing_an_output_changes_nothing(self):
        self.put("a.png", samples.png_with_secret())
        self.expect(0, "-o", "b.png", "a.png")
        self.assertIn(b"equals the input", self.expect(0, "-o", "c.png", "b.png").stdout)
        self.assertEqual(self.get("b.png"), self.get("c.png"))
        self.expect(0, "inspect", "b.png")


class Statuses(CommandTest):
    def setUp(self):
        super().setUp()
        self.put("good.png", samples.png_with_secret())
        self.put("unknown.bin", b"\0neither this nor that")

    def test_the_worst_of_all_files_counts(self):
        self.expect(0, "good.png")
        self.expect(2, "-f", "good.png", "unknown.bin")
        self.expect(3, "-f", "missing.png", "good.png", "unknown.bin")

    def test_one_bad_file_does_not_stop_the_others(self):
        self.put("cut.png", samples.png()[:20])
        done = self.expect(3, "missing.png", "unknown.bin", "cut.png", "good.png")
        self.assertIn("good.scrubbed.png", self.names())
        lines = done.stderr.decode().splitlines()
        self.assertEqual([line.split(": ")[1] for line in lines], ["missing.png", "unknown.bin", "cut.png"])
        self.assertRegex(lines[0], r"^scrub: missing\.png: Failed: .*\. Nothing was written\.$")
        self.assertRegex(lines[1], r"^scrub: unknown\.bin: Refused: .*\. Nothing was written\.$")
        self.assertIn(b"4 files: 1 scrubbed, 0 with nothing to remove, 2 refused, 1 failed.", done.stdout)

    def test_special_files(self):
        self.put("empty.png", b"")
        os.mkdir(self.path("folder"))
        os.mkfifo(self.path("pipe"))
        os.symlink("/dev/zero", self.path("zero"))
        os.symlink("nowhere", self.path("dangling"))
        for name, status in (("empty.png", 2), ("folder", 3), ("pipe", 3), ("zero", 3), ("dangling", 3), ("missing", 3), ("good.png/x", 3)):
            for args in ((name,), ("-o", "-", name), ("inspect", name)):
                done = self.expect(status, *args, timeout=20)
                self.assertEqual(done.stdout, b"")
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertFalse([name for name in self.names() if "scrubbed" in name])

    def test_an_unreadable_file(self):
        os.chmod(self.path("good.png"), 0)
        os.chmod(self.folder, 0o777)

        def become_nobody():
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
        if os.getuid() == 0 and not all(os.stat(parent).st_mode & 0o001 for parent in parents_of(SCRUB)):
            self.skipTest("nobody cannot reach the command")
        self.expect(3, "good.png", preexec_fn=become_nobody)
        self.assertEqual([name for name in self.names() if "scrubbed" in name], [])

    def test_inspect_says_whether_there_is_something(self):
        self.expect(1, "inspect", "good.png")
        self.put("plain.png", samples.png())
        self.expect(0, "-o", "out.png", "plain.png")
        self.expect(0, "inspect", "out.png")
        self.expect(2, "inspect", "out.png", "good.png", "unknown.bin")
        self.assertEqual(self.names(), ["good.png", "out.png", "plain.png", "unknown.bin"])

    def test_strict_asks_for_a_person(self):
        self.put("flag.png", samples.png_with_flag())
        self.expect(0, "--policy", "intake", "-o", "a.png", "flag.png")
        self.expect(1, "--policy", "intake", "--strict", "-o", "b.png", "flag.png")
        self.expect(0, "--strict", "-o", "c.png", "flag.png")
        self.expect(1, "inspect", "--strict", "--policy", "intake", "a.png")

    def test_a_limit_refuses(self):
        self.assertIn(b"limit", self.expect(2, "--limit", "pixels=10", "good.png").stderr)
        self.assertIn(b"limit", self.expect(2, "--limit", "bytes_in=20", "good.png").stderr)
        self.expect(0, "--limit", "pixels=1M", "--limit", "bytes_in=1K", "good.png")

    def test_standard_output_that_is_full(self):
        with open("/dev/full", "wb") as full:
            for args in (("good.png",), ("--json", "-f", "good.png"), ("-o", "-", "good.png"), ("--help",), ("formats",)):
                done = subprocess.run([SCRUB, *args], stdout=full, stderr=subprocess.PIPE, cwd=self.folder)
                self.assertEqual(done.returncode, 3, args)
                self.assertIn(b"standard output", done.stderr)


class Options(CommandTest):
    def setUp(self):
        super().setUp()
        self.put("a.png", samples.png_with_secret())

    def test_policies(self):
        for policy, stays in (("intake", True), ("publish", False), ("pixels", False)):
            self.expect(0, "--policy", policy, "-o", policy + ".png", "a.png")
            self.assertEqual(SECRET in self.get(policy + ".png"), stays, policy)
        self.expect(0, "-o", "default.png", "a.png")
        self.assertEqual(self.get("default.png"), self.get("publish.png"))

    def test_keep_and_remove_override_the_policy_wherever_they_stand(self):
        self.expect(0, "--keep", "author", "--policy", "publish", "-o", "kept.png", "a.png")
        self.assertIn(SECRET, self.get("kept.png"))
        self.expect(0, "--remove", "author", "--remove=comment", "--policy", "intake", "-o", "removed.png", "a.png")
        self.assertNotIn(SECRET, self.get("removed.png"))

    def test_options_stand_before_or_after_inspect(self):
        first = self.expect(1, "--values", "full", "inspect", "a.png").stdout
        for args in (("inspect", "--values", "full", "a.png"), ("inspect", "a.png", "--values=full")):
            self.assertEqual(self.expect(1, *args).stdout, first)
        self.assertIn(SECRET, first)

    def test_values(self):
        masked = self.expect(1, "inspect", "a.png")
        self.assertEqual(self.expect(1, "inspect", "--values", "masked", "a.png").stdout, masked.stdout)
        self.assertIn(b"S*****-N***", masked.stdout)
        none = self.expect(1, "inspect", "--values", "none", "a.png").stdout
        self.assertNotIn(b"S****", none)
        for args in ((), ("--json",)):
            for values in ("none", "masked"):
                self.assertNotIn(SECRET, self.expect(1, "inspect", "--values", values, *args, "a.png").stdout)

    def test_json(self):
        done = self.expect(0, "--json", "a.png")
        report, = self.reports(done.stdout)
        self.assertEqual(done.stderr, b"")
        self.assertEqual((report["input"], report["output"], report["status"], report["format"]), ("a.png", "a.scrubbed.png", "scrubbed", "png"))
        finding, = report["removed"]
        self.assertEqual((finding["kind"], finding["action"], finding["verified"]), ("author", "removed", True))
        self.assertEqual(report["policy"]["name"], "publish")
        self.assertEqual(report["summary"]["removed"], {"author": 1})
        self.assertNotIn("input_sha256", report)

    def test_json_of_all_statuses_is_valid(self):
        self.put("bad", b"\0?")
        self.put("cut.png", samples.png()[:20])
        for policy in ("intake", "publish", "pixels"):
            done = self.run_command("-f", "--json", "--policy", policy, "a.png", "bad", "cut.png", "missing")
            self.assertEqual([r["status"] for r in self.reports(done.stdout)], ["scrubbed" if policy != "intake" else "already_clean", "refused", "refused", "failed"])
        self.assertTrue(self.reports(self.expect(1, "inspect", "--json", "a.png").stdout)[0]["inspected_only"])

    def test_the_report_file(self):
        self.put("b.png", samples.png())
        done = self.expect(0, "--report", "report.json", "a.png", "b.png")
        self.assertIn(b"names of people", done.stdout)
        self.assertEqual([r["input"] for r in self.reports(self.get("report.json"))], ["a.png", "b.png"])
        self.assertEqual(stat.S_IMODE(os.stat(self.path("report.json")).st_mode), 0o600)
        both = self.expect(0, "--json", "--report", "second.json", "-f", "a.png", "b.png")
        self.assertEqual(self.get("second.json"), both.stdout)
        self.assertEqual(self.get("second.json"), self.get("report.json"))

    def test_the_report_file_replaces_with_force_only_and_never_an_input(self):
        self.put("report.json", b"precious")
        self.expect(3, "--report", "report.json", "a.png")
        self.assertEqual(self.names(), ["a.png", "report.json"])
        self.assertEqual(self.get("report.json"), b"precious")
        self.expect_usage("--force", "--report", "a.png", "a.png", says="is an input")
        self.expect_usage("--report", "x", "-o", "./x", "a.png", says="same name")
        self.expect(0, "--force", "--report", "report.json", "a.png")
        self.reports(self.get("report.json"))
        self.assertEqual(self.names(), ["a.png", "a.scrubbed.png", "report.json"])
        self.expect(3, "-f", "--report", "nowhere/report.json", "a.png")

    def test_a_password_is_no_part_of_reports_and_outputs(self):
        for values in ("full", "masked"):
            done = self.expect(0, "-f", "--json", "--values", values, "--password-fd", "0", "a.png", stdin=b"hunter2-of-the-source\nmore")
            self.assertNotIn(b"hunter2", done.stdout + self.get("a.scrubbed.png"))
        self.assertIn(b"longer", self.expect(64, "--password-fd", "0", "a.png", stdin=b"x" * 2000).stderr)

    @unittest.skipUnless(shutil.which("qpdf"), "needs qpdf to make an encrypted document")
    def test_a_password_opens_an_encrypted_pdf(self):
        self.put("plain.pdf", samples.pdf())
        for bits in ("128", "256"):
            subprocess.run(["qpdf", "--encrypt", "sesame", "owner", bits] + (["--use-aes=y"] if bits == "128" else []) + ["--", "plain.pdf", "a.pdf"], cwd=self.folder, check=True)
            self.assertIn(b"encrypted", self.expect(2, "a.pdf").stderr)
            self.assertIn(b"does not open", self.expect(2, "--password-fd", "0", "a.pdf", stdin=b"wrong\n").stderr)
            for password in (b"sesame\n", b"owner"):
                self.expect(0, "-f", "--password-fd", "0", "a.pdf", stdin=password)
                self.assertNotIn(b"/Encrypt", self.get("a.scrubbed.pdf"))
                self.assertNotIn(SECRET, self.get("a.scrubbed.pdf"))
        self.expect(0, "-o", "b.pdf", "plain.pdf")
        self.assertEqual(self.get("a.scrubbed.pdf"), self.get("b.pdf"))

    def test_hashes(self):
        report, = self.reports(self.expect(0, "--hashes", "--json", "a.png").stdout)
        self.assertEqual(report["input_sha256"], hashlib.sha256(self.get("a.png")).hexdigest())
        self.assertEqual(report["output_sha256"], hashlib.sha256(self.get("a.scrubbed.png")).hexdigest())

    def test_quiet_prints_nothing(self):
        for args in (("--quiet", "a.png"), ("-q", "-f", "a.png"), ("inspect", "-q", "a.png"), ("-q", "-f", "--report", "r", "a.png")):
            done = self.run_command(*args)
            self.assertEqual((done.stdout, done.stderr), (b"", b""))
        self.assertEqual(len(self.expect(3, "-q", "missing").stderr.splitlines()), 1)

    def test_results_come_in_the_order_of_the_arguments(self):
        names = []
        for i in range(40):
            size = 700 if i % 10 == 0 else 4
            names.append(self.put(f"n{i}.png", samples.png_with_secret(width=size, height=size, noise=True)))
        text = self.expect(0, "--jobs", "4", *names).stdout.decode()
        self.assertEqual(re.findall(r"^(n\d+\.png) -> ", text, re.M), names)
        files = self.reports(self.expect(0, "-j", "4", "-f", "--json", *names).stdout)
        self.assertEqual([r["input"] for r in files], names)

    def test_spanish(self):
        text = self.expect(0, "--lang", "es", "a.png").stdout.decode()
        self.assertIn("Eliminado:", text)
        self.assertIn("nombres de personas: 1", text)
        self.assertIn("No se ha escrito nada.", self.expect(3, "--lang", "es", "missing").stderr.decode())

    def test_require_isolation_holds_or_fails(self):
        report, = self.reports(self.run_command("inspect", "--json", "--require-isolation", "a.png").stdout)
        if report["isolation"]["complete"]:
            self.assertEqual(report["status"], "scrubbed")
        else:
            self.assertEqual(report["reason"], "no_isolation")

    def test_version_names_the_layers_of_isolation(self):
        for args in (("--version",), ("-V",), ("inspect", "--version")):
            self.assertRegex(self.expect(0, *args).stdout.decode(), r"^scrub \d+\.\d+\.\d+\nisolation: .+\n$")

    def test_lists(self):
        for verb in ("formats", "kinds", "limits"):
            text = self.expect(0, verb).stdout.decode().splitlines()
            rows = json.loads(self.expect(0, verb, "--json").stdout)
            self.assertEqual(len(text), len(rows) + 1)
            self.assertEqual([line.split()[0] for line in text[1:]], [next(iter(row.values())) for row in rows])
        self.assertIn(b"png apng", self.expect(0, "formats").stdout)

    def test_help_manual_and_completion_know_every_option(self):
        text = self.expect(0, "--help").stdout.decode()
        self.assertEqual(self.expect(0, "-h").stdout.decode(), text)
        options = set(re.findall(r"--([a-z-]+)", text))
        self.assertGreaterEqual(len(options), 18)
        self.assertTrue(all(len(line) <= 100 for line in text.splitlines()))
        manual = subprocess.run([WRITE_DOCS, "man"], capture_output=True, check=True).stdout.decode().replace("\\-", "-")
        completion = subprocess.run([WRITE_DOCS, "completion"], capture_output=True, check=True).stdout.decode()
        for option in options:
            self.assertIn("--" + option, manual)
            self.assertIn("--" + option + " " if option != "help" else "--help", completion)
        subprocess.run(["bash", "-n"], input=completion.encode(), check=True)

    def test_the_completion_completes(self):
        completion = subprocess.run([WRITE_DOCS, "completion"], capture_output=True, check=True).stdout.decode()
        self.put("a b.png", b"")

        def complete(*words):
            script = completion + 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _scrub; printf "%s\\n" "${COMPREPLY[@]}"'
            done = subprocess.run(["bash", "-c", script, "bash", "scrub", *words], capture_output=True, cwd=self.folder, check=True)
            return sorted(done.stdout.decode().splitlines())
        self.assertEqual(complete("--pol"), ["--policy"])
        self.assertEqual(complete("--policy", "p"), ["pixels", "publish"])
        self.assertEqual(complete("-p", "i"), ["intake"])
        self.assertEqual(complete("--keep", "h"), ["hidden_content", "hyperlink"])
        self.assertEqual(complete("--limit", "xml"), ["xml_depth=", "xml_nodes="])
        self.assertEqual(complete("a "), ["a b.png"])
        self.assertEqual(complete("insp"), ["inspect"])
        self.assertEqual(complete("a b.png", "insp"), [""])


class Usage(CommandTest):
    def test_each_mistake_gets_one_sentence(self):
        self.put("a.png", samples.png())
        self.put("b.png", samples.png())
        os.mkdir(self.path("d"))
        self.put("d/a.png", samples.png())
        for args, says in (
                ((), "no input"), (("--json",), "no input"), (("inspect",), "no input"), (("",), "no name"),
                (("--nonsense", "a.png"), "--nonsense"), (("-x", "a.png"), "-x"), (("-rf.png",), "--"), (("--help.png",), "--"),
                (("-o",), "--output"), (("-o", "", "a.png"), "--output"), (("-o", "x", "a.png", "b.png"), "2 inputs"),
                (("-o", "x", "--output-dir", "d", "a.png"), "--output-dir"), (("-o", "x", "-o", "y", "a.png"), "twice"),
                (("-o", "a.png", "a.png"), "is the input"), (("-o", "./d/../a.png", "a.png"), "is the input"),
                (("a.png", "a.png"), "twice"), (("a.png", "./a.png"), "same output"), (("--output-dir", ".", "a.png", "d/a.png"), "same output"),
                (("--policy", "strict", "a.png"), "intake, publish and pixels"), (("--policy", "intake", "--policy", "publish", "a.png"), "twice"),
                (("--keep", "nonsense", "a.png"), "scrub kinds"), (("--keep", "slack", "a.png"), "cannot be kept"), (("--keep", "unknown", "a.png"), "cannot be kept"),
                (("--remove", "content", "a.png"), "cannot be removed"), (("--keep", "author", "--remove", "author", "a.png"), "both"),
                (("--values", "all", "a.png"), "none, masked or full"), (("--lang", "de", "a.png"), "en or es"),
                (("--jobs", "0", "a.png"), "--jobs"), (("--jobs", "many", "a.png"), "--jobs"), (("-j", "-1", "a.png"), "--jobs"),
                (("--limit", "nonsense=1", "a.png"), "scrub limits"), (("--limit", "pixels", "a.png"), "number"), (("--limit", "pixels=", "a.png"), "number"),
                (("--limit", "pixels=1x", "a.png"), "number"), (("--limit", "pixels=99999999999999999999", "a.png"), "number"),
                (("--limit", "pixels=99999999999999G", "a.png"), "number"), (("--quiet=no", "a.png"), "no value"),
                (("inspect", "-o", "x", "a.png"), "writes nothing"), (("inspect", "--output-dir", "d", "a.png"), "writes nothing"),
                (("formats", "a.png"), "unexpected"), (("-", "-"), "twice"), (("-", "a.png"), "only input"), (("--output-dir", "d", "-"), "no name"),
                (("--password-fd", "x", "a.png"), "descriptor"), (("--password-fd", "77", "a.png"), "descriptor 77"), (("--password-fd", "0", "a.png"), "empty"),
                (("--password-fd", "0", "-"), "both"), (("--json", "-o", "-", "a.png"), "--report")):
            with self.subTest(args=args):
                self.expect_usage(*args, says=says)

    def test_names_that_look_like_something_else(self):
        for name in ("inspect", "formats", "-rf.png", "--help", "-", "[a,b]", "@a.png", "a=b.png"):
            with self.subTest(name=name):
                self.put(name, samples.png_with_secret())
                output = os.path.splitext(name)[0] + ".scrubbed.png"
                if name != "-":
                    self.expect(0, "--", name)
                    self.assertNotIn(SECRET, self.get(output))
                self.expect(0, "--force", "./" + name)
                self.assertIn(output, self.names())

    def test_a_document_does_not_go_to_a_terminal(self):
        self.put("a.png", samples.png())
        master, terminal = pty.openpty()
        try:
            done = subprocess.run([SCRUB, "-o", "-", "a.png"], stdout=terminal, stderr=subprocess.PIPE, cwd=self.folder)
            self.assertEqual(done.returncode, 64)
            self.assertEqual(select.select([master], [], [], 0)[0], [])
        finally:
            os.close(master)
            os.close(terminal)


class HostileNames(CommandTest):
    NAMES = [b"a\nb.png", b"a\x1b[31mRED\x1b]0;title\x07.png", "inv\u202efdp.exe.png".encode(), b"a\xff\xfe\x80.png", b"a b'\"`$(touch EVIL);|&.png", b"*.png", b"%d%s%n.png",
             b"msl:a.png", b"|id.png", b"a[0].png", b"https:x.png", b"~root.png", "\u0085\u2028.png".encode(), b"\\x1b.png", b"'; \".png"]

    def test_names_are_shown_escaped_and_taken_as_they_are(self):
        for name in self.NAMES:
            with self.subTest(name=name):
                self.put(name, samples.png_with_secret())
                output = name[:-4] + b".scrubbed.png"
                for args in ((name,), (b"-f", b"--json", name), (b"inspect", name), (name + b".missing",), (b"--policy", name), (b"--limit", name, name), (name, name)):
                    done = self.run_command(*args)
                    self.assertIsNone(CONTROL.search(done.stdout + done.stderr), done)
                    (done.stdout + done.stderr).decode("utf-8")
                    if b"--json" in args:
                        self.reports(done.stdout)
                self.assertNotIn(SECRET, self.get(output))
        self.assertNotIn("EVIL", self.names())

    def test_what_a_document_says_is_shown_escaped(self):
        hostile = "a\x1b[31m\x07\u202e\u2066\r\n\x85".encode("latin-1", "ignore") + "\u202e\x1b]0;x\x07".encode() + b"\xff\xfe"
        self.put("a.png", samples.png(chunks=[(b"tEXt", b"Author\0" + hostile), (b"tEXt", b"Comment\0" + hostile), (b"zz\x1bz", hostile)]))
        self.put("b.jpg", samples.jpeg(comment=hostile))
        for values in ("none", "masked", "full"):
            for args in ((), ("--json",), ("--lang", "es")):
                for verb in (("inspect",), ("--force",)):
                    done = self.run_command(*verb, "--values", values, *args, "a.png", "b.jpg")
                    self.assertIsNone(CONTROL.search(done.stdout + done.stderr), done.stdout)
                    (done.stdout + done.stderr).decode("utf-8")


def parents_of(path):
    while path != "/":
        path = os.path.dirname(path)
        yield path


def become_subreaper():
    """Processes that lose their parent become our children, so that none is overlooked."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


class Interruptions(CommandTest):
    def alive(self, group):
        """The processes of a group that are left, other than zombies that wait for us."""
        left = []
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path) as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                left.append(path)
        return left

    def interrupt(self, number, delay):
        with subprocess.Popen([SCRUB, "-o", "out.png", "slow.png"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
            time.sleep(delay)
            was_running = process.poll() is None
            process.send_signal(number)
            process.wait(timeout=10)
            deadline = time.monotonic() + 2
            while self.alive(process.pid) and time.monotonic() < deadline:
                time.sleep(0.02)
            left = self.alive(process.pid)
            if left:
                os.killpg(process.pid, signal.SIGKILL)
            self.assertEqual(left, [], f"workers live on after {number}")
        # The signal may come after the output got its name: then it is the whole output, never a part.
        if "out.png" in self.names():
            self.assertEqual(self.get("out.png"), self.get("whole.png"))
            os.unlink(self.path("out.png"))
        else:
            self.assertNotEqual(process.returncode, 0)
        self.assertEqual(self.names(), ["slow.png", "whole.png"])
        return was_running

    def test_a_signal_leaves_no_file_and_no_process(self):
        self.put("slow.png", samples.png_with_secret(width=3000, height=3000, noise=True))
        subprocess.run([SCRUB, "--quiet", "-o", "whole.png", "slow.png"], cwd=self.folder, check=True)
        hits = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGKILL, signal.SIGXCPU):
            for delay in (0.02, 0.1, 0.25, 0.4):
                with self.subTest(number=number, delay=delay):
                    hits += self.interrupt(number, delay)
        self.assertGreater(hits, 0, "the work was done before any signal")

    def test_a_reader_that_goes_away_ends_the_command(self):
        names = [self.put(f"n{i}.png", samples.png_with_secret()) for i in range(60)]
        process = subprocess.Popen([SCRUB, "inspect", *names], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        _, complaints = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGPIPE)
        self.assertEqual(complaints, b"")

    def test_a_limit_on_file_sizes_is_a_failure(self):
        self.put("big.png", samples.png_with_secret(width=400, height=400, noise=True))
        done = self.expect(3, "big.png", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)))
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertEqual(self.names(), ["big.png"])

    def test_a_full_disk_is_a_failure(self):
        os.mkdir(self.path("full"))
        if os.getuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.path("full")], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("needs to mount a small file system")
        try:
            self.put("big.png", samples.png_with_secret(width=400, height=400, noise=True))
            self.put("small.png", samples.png_with_secret())
            with open(self.path("full/filling"), "wb", buffering=0) as file:
                try:
                    while file.write(b"\0" * 4096):
                        pass
                except OSError:
                    pass
            for args in (("-o", "full/out.png", "big.png"), ("--output-dir", "full", "big.png"), ("--report", "full/report.json", "small.png")):
                done = self.expect(3, *args)
                self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertEqual(os.listdir(self.path("full")), ["filling"])
        finally:
            subprocess.run(["umount", self.path("full")], check=True)


class Progress(CommandTest):
    def through_terminal(self, *args):
        """What standard error shows when it is a terminal."""
        master, terminal = pty.openpty()
        process = subprocess.Popen([SCRUB, *args], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=terminal)
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(master)
        self.assertEqual(process.wait(), 0)
        return shown

    def test_a_bar_is_drawn_on_a_terminal_when_work_takes_long_and_nowhere_else(self):
        for i in range(2):
            self.put(f"n{i}.png", samples.png_with_secret(width=4, height=4))
        self.assertEqual(self.through_terminal("n0.png", "n1.png"), b"")
        for i in range(12):
            self.put(f"slow{i}.png", samples.png_with_secret(width=1800, height=1800, noise=True))
        names = [f"slow{i}.png" for i in range(12)]
        start = time.monotonic()
        shown = self.through_terminal("--jobs", "1", *names)
        if time.monotonic() - start < 1.6:
            self.skipTest("this machine is too fast for a bar")
        self.assertRegex(shown, rb"\[#* *\] \d+/12  \d+ s")
        self.assertNotIn(b"\x1b", shown)
        self.assertEqual(self.through_terminal("-q", "-f", "--jobs", "1", *names), b"")


if __name__ == "__main__":
    if jsonschema is None:
        print("python3-jsonschema is missing: reports are not validated against their schema", file=sys.stderr)
    become_subreaper()
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)
