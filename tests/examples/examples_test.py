#!/usr/bin/env python3
"""Runs the example programs. usage: examples_test.py FOLDER_OF_THE_PROGRAMS FOLDER_OF_SAMPLES_PY"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAMS = os.path.abspath(sys.argv[1])
sys.path.insert(0, sys.argv[2])

import samples  # noqa: E402
from samples import SECRET  # noqa: E402


class Examples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="scrub-examples-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def run_program(self, name, *args, **kwargs):
        return subprocess.run([os.path.join(PROGRAMS, name), *args], capture_output=True, cwd=self.folder, timeout=60, **kwargs)

    def put(self, name, data):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(data)

    def get(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def test_scrub_one(self):
        self.put("leak.jpg", samples.jpeg_with_secret())
        done = self.run_program("scrub_one", "leak.jpg", "out.jpg")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"comments and remarks: 1", done.stdout)
        self.assertNotIn(SECRET, self.get("out.jpg"))
        self.assertEqual(self.run_program("scrub_one", "leak.jpg", "out.jpg").returncode, 1)

    @unittest.skipUnless(os.path.exists(os.path.join(PROGRAMS, "scrub_memory")), "built without the C interface")
    def test_scrub_memory(self):
        done = self.run_program("scrub_memory", input=samples.png_with_secret())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith(b"\x89PNG"))
        self.assertNotIn(SECRET, done.stdout)
        self.assertIn(b"removed\tauthor\t", done.stderr)
        self.assertEqual(self.run_program("scrub_memory", input=b"\0?").returncode, 1)

    def test_intake_loop(self):
        os.mkdir(os.path.join(self.folder, "in"))
        os.mkdir(os.path.join(self.folder, "out"))
        for i in range(20):
            self.put(f"in/{i}.jpg", samples.jpeg_with_secret() if i % 2 else samples.png_with_secret())
        done = self.run_program("intake_loop", "in", "out")
        self.assertEqual((done.returncode, done.stdout), (0, b"20 files, 0 refused or failed\n"))
        names = os.listdir(os.path.join(self.folder, "out"))
        self.assertEqual(len([n for n in names if n.endswith(".jpg")]), 10)
        self.assertEqual(len([n for n in names if n.endswith(".png")]), 10)
        for name in names:
            if name.endswith(".json"):
                self.assertIn(json.loads(self.get("out/" + name))["status"], ("scrubbed", "already_clean"))
        self.put("in/bad", b"neither this nor that")
        self.assertEqual(self.run_program("intake_loop", "in", "out").returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
