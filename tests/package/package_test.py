#!/usr/bin/env python3
"""Installs the project, moves what was installed, and uses it from there as a server's build would.
usage: package_test.py CMAKE BUILD_FOLDER SOURCE_FOLDER C_COMPILER CXX_COMPILER [unittest arguments]"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CMAKE, BUILD, SOURCE, CC, CXX = sys.argv[1:6]
sys.path.insert(0, os.path.join(SOURCE, "tests", "command"))

import samples  # noqa: E402
from samples import SECRET  # noqa: E402

EXAMPLES = os.path.join(SOURCE, "examples")
SAMPLE = os.path.join(SOURCE, "tests", "formats", "jpeg", "samples", "metadata.jpg")
# Nothing of the build tree helps.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("SCRUB_WORKER", "CMAKE_PREFIX_PATH", "PKG_CONFIG_PATH", "LD_LIBRARY_PATH")}


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, env={**ENVIRONMENT, **options.pop("environment", {})}, timeout=300, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout.decode(errors='replace')}\n{done.stderr.decode(errors='replace')}")
    return done


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="scrub-package-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run(CMAKE, "--install", BUILD, "--prefix", os.path.join(cls.folder, "staged"))
        cls.prefix = os.path.join(cls.folder, "moved")
        os.rename(os.path.join(cls.folder, "staged"), cls.prefix)
        cls.libraries = os.path.dirname(cls.find("libscrub.so"))

    @classmethod
    def find(cls, name):
        """The path of the one installed file of that name."""
        found = [os.path.join(folder, name) for folder, _, files in os.walk(cls.prefix) if name in files]
        if len(found) != 1:
            raise AssertionError(f"{name} is installed {len(found)} times")
        return found[0]

    def scrubs_a_sample(self, program, **options):
        """The program of examples/scrub_one.cpp, or one like it, uses the workers that were installed."""
        out = os.path.join(tempfile.mkdtemp(dir=self.folder), "out.jpg")
        done = run(program, SAMPLE, out, **options)
        self.assertIn(b"names of people", done.stdout)
        self.assertIn(b"Isolation: seccomp, ", done.stdout)
        with open(out, "rb") as file:
            self.assertTrue(file.read().startswith(b"\xff\xd8"))

    def scrubs_memory(self, program, **options):
        """The program of examples/scrub_memory.c."""
        done = run(program, input=samples.png_with_secret(), **options)
        self.assertTrue(done.stdout.startswith(b"\x89PNG"))
        self.assertNotIn(SECRET, done.stdout)
        self.assertIn(b"removed\tauthor\t", done.stderr)

    def test_cmake_finds_the_library(self):
        build = os.path.join(self.folder, "with-cmake")
        run(CMAKE, "-S", EXAMPLES, "-B", build, "-DCMAKE_PREFIX_PATH=" + self.prefix, "-DCMAKE_C_COMPILER=" + CC, "-DCMAKE_CXX_COMPILER=" + CXX)
        run(CMAKE, "--build", build, "--target", "scrub_one", "scrub_memory")
        self.scrubs_a_sample(os.path.join(build, "scrub_one"))
        self.scrubs_memory(os.path.join(build, "scrub_memory"))

    def test_cmake_refuses_an_older_version(self):
        project = os.path.join(self.folder, "newer")
        os.mkdir(project)
        with open(os.path.join(project, "CMakeLists.txt"), "w") as file:
            file.write("cmake_minimum_required(VERSION 3.21)\nproject(newer NONE)\nfind_package(scrub 99 REQUIRED)\n")
        with self.assertRaisesRegex(AssertionError, r"compatible\s+with requested version"):
            run(CMAKE, "-S", project, "-B", os.path.join(project, "build"), "-DCMAKE_PREFIX_PATH=" + self.prefix)

    def test_pkg_config_finds_the_library(self):
        where = {"PKG_CONFIG_PATH": os.path.join(self.libraries, "pkgconfig")}
        flags = run("pkg-config", "--cflags", "--libs", "scrub", environment=where).stdout.decode().split()
        for compiler, source, check in ((CC, "scrub_memory.c", self.scrubs_memory), (CXX, "scrub_one.cpp", self.scrubs_a_sample)):
            program = os.path.join(self.folder, source + ".out")
            run(compiler, *(["-std=c++20"] if compiler == CXX else []), os.path.join(EXAMPLES, source), "-o", program, *flags)
            check(program, environment={"LD_LIBRARY_PATH": self.libraries})

    def test_a_program_that_links_statically_is_told_where_the_worker_is(self):
        where = {"PKG_CONFIG_PATH": os.path.join(self.libraries, "pkgconfig")}
        worker = run("pkg-config", "--variable=worker", "scrub", environment=where).stdout.decode().strip()
        self.assertTrue(os.path.samefile(worker, self.find("scrub-worker")))
        program = os.path.join(self.folder, "static")
        run(CC, os.path.join(EXAMPLES, "scrub_memory.c"), "-o", program, "-I" + os.path.join(self.prefix, "include"), self.find("libscrub.a"), "-lstdc++")
        self.scrubs_memory(program, environment={"SCRUB_WORKER": worker})

    def test_the_command_has_its_workers(self):
        scrub = os.path.join(self.prefix, "bin", "scrub")
        source = os.path.join(self.folder, "page.pdf")
        with open(source, "wb") as file:
            file.write(samples.pdf())
        run(scrub, "--quiet", "--policy", "pixels", source)  # drawn by the worker of another tier
        self.assertTrue(os.path.exists(os.path.join(self.folder, "page.scrubbed.pdf")))

    def test_what_comes_with_it_is_whole(self):
        self.assertIn(".TH", text_of(self.find("scrub.1")))
        run("bash", "-n", os.path.join(self.prefix, "share", "bash-completion", "completions", "scrub"))
        for name in ("Apache-2.0.txt", "GPL-3.0-or-later.txt", "README.md", "policies.md"):
            self.find(name)
        headers = sorted(os.listdir(os.path.join(self.prefix, "include", "scrub")))
        self.assertEqual(headers, sorted(os.listdir(os.path.join(SOURCE, "include", "scrub"))))

    def test_only_the_programs_and_libraries_remember_no_folder(self):
        """Files that other builds read name neither the build's folder nor the prefix that it was configured for."""
        configured = re.search(r"^CMAKE_INSTALL_PREFIX:PATH=(.*)$", text_of(os.path.join(BUILD, "CMakeCache.txt")), re.M)[1]
        for name in ("scrub.pc", "scrub-config.cmake", "scrub-targets.cmake", "scrub-config-version.cmake"):
            text = text_of(self.find(name))
            for folder in (BUILD, SOURCE, configured + "/", self.folder):
                self.assertNotIn(folder, text, name)

    def test_the_shared_library_shows_only_its_interface(self):
        names = [line.split()[-1] for line in run("nm", "-D", "--defined-only", self.find("libscrub.so")).stdout.decode().splitlines()]
        self.assertIn("scrub_bytes", names)
        self.assertFalse([name for name in names if re.match(r"_ZNK?5scrub(6client|3ipc|4wire|6engine)", name)])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[6:]])
