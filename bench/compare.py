#!/usr/bin/env python3
"""Times whole commands side by side on files that it makes itself.

    tools/setup.sh build bench                  # the programs to compare with
    tools/build.sh release programs
    bench/compare.py [--quick] [--only PATTERN] [--rounds N] [--scrub COMMAND]

scrub runs as users run it: in its sandbox, with the report made and the output verified by a second process. The others do less; what
they leave in the file is not judged here. Each round runs every program once, in shuffled order, so that whatever else the machine
does falls on all of them alike. Compare the ratios, not the times. Programs that are not installed are left out.

CPU time is that of all processes of a command, also of those that nobody waits for (scrub's workers), so it needs a control group,
which takes root; without one it is left out, as is the peak memory of the largest process, and ratios are of the time on the wall."""
import argparse
import collections
import contextlib
import dataclasses
import fnmatch
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import files

HERE = os.path.dirname(os.path.abspath(__file__))
TOO_LONG = 120  # seconds


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    command: str  # {in}: the input or all inputs; {out}: the output; {dir}: a fresh folder
    kinds: tuple
    in_place: bool = False  # changes its input, so it gets a copy
    statuses: tuple = (0,)


PICTURES = ("jpeg", "png")
PROGRAMS = (
    Program("scrub", "{scrub} --quiet --output-dir {dir} {in}", ("jpeg", "jpegs", "png", "pdf", "docx")),
    Program("cp", "cp -t {dir} {in}", ("jpeg", "jpegs", "png", "pdf", "docx")),
    Program("exiv2", "exiv2 rm {in}", ("jpeg", "jpegs", "png"), in_place=True),
    Program("exiftool", "exiftool -q -q -all= -o {dir}/ {in}", ("jpeg", "jpegs", "png", "pdf")),
    Program("jpegtran", "jpegtran -copy none -outfile {out} {in}", ("jpeg",)),
    Program("jpegoptim", "jpegoptim -q -f -s -d {dir} {in}", ("jpegs",)),
    Program("convert -strip", "convert-im6.q16 {in} -strip {out}", PICTURES),
    Program("zip --copy", "zip -q -U {in} --out {out}", ("docx",)),
    Program("qpdf", "qpdf {in} {out}", ("pdf",), statuses=(0, 3)),
    Program("mutool clean", "mutool clean -gggg {in} {out}", ("pdf",)),
    Program("pdftoppm -r 150", "pdftoppm -r 150 -jpeg {in} {dir}/page", ("pdf",)),
    Program("mat2", "mat2 {in}", ("jpeg", "jpegs", "png", "pdf"), in_place=True),
    Program("mat2", "mat2 --unknown-members omit {in}", ("docx",), in_place=True),
)


class Group:
    """A control group, which knows what its processes cost together. Works without one, and then knows nothing."""

    def __init__(self):
        self.path = None
        with contextlib.suppress(OSError, StopIteration):
            mounts = (line.split() for line in open("/proc/self/mountinfo"))
            root = next(fields[4] for fields in mounts if fields[fields.index("-") + 1] == "cgroup2")
            path = os.path.join(root, f"scrub-bench-{os.getpid()}")
            os.mkdir(path)
            self.path = path

    def enter(self):
        """In a child, before it becomes the program."""
        if self.path:
            with open(os.path.join(self.path, "cgroup.procs"), "w") as file:
                file.write("0")

    def cpu_seconds(self):
        if not self.path:
            return None
        with open(os.path.join(self.path, "cpu.stat")) as file:
            return int(file.readline().split()[1]) / 1e6

    def processes(self):
        if not self.path:
            return []
        with open(os.path.join(self.path, "cgroup.procs")) as file:
            return file.read().split()

    def close(self):
        for _ in range(100):
            if not self.path:
                return
            with contextlib.suppress(OSError):  # a process is still ending
                os.rmdir(self.path)
                self.path = None
            time.sleep(0.02)


class Watch(threading.Thread):
    """Looks again and again how large the processes of a group have become."""

    def __init__(self, group):
        super().__init__(daemon=True)
        self.group, self.kilobytes, self.done = group, 0, threading.Event()

    def run(self):
        while not self.done.wait(0.002):
            for process in self.group.processes():
                with contextlib.suppress(OSError, IndexError):
                    if open(f"/proc/{process}/cmdline", "rb").read() == OWN_COMMAND_LINE:
                        continue  # it is still this program, and becomes another one in a moment
                    status = open(f"/proc/{process}/status").read()
                    self.kilobytes = max(self.kilobytes, int(status.split("VmHWM:")[1].split()[0]))


OWN_COMMAND_LINE = open("/proc/self/cmdline", "rb").read()


class Failure(Exception):
    pass


class Job:
    """One program on one workload."""

    def __init__(self, program, inputs, folder, group, scrub):
        self.program, self.inputs, self.folder, self.group, self.scrub = program, inputs, folder, group, scrub
        self.wall, self.cpu, self.peak = [], [], None

    def words(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        inputs = self.inputs
        if self.program.in_place:
            inputs = [shutil.copy(path, self.folder) for path in inputs]
        out = os.path.join(self.folder, "out." + inputs[0].rsplit(".", 1)[1])
        words = []
        for word in self.program.command.split():
            words += inputs if word == "{in}" else self.scrub if word == "{scrub}" else [word.format(out=out, dir=self.folder)]
        return words

    def run(self, with_peak=False):
        words = self.words()
        watch = Watch(self.group) if with_peak else None
        if watch:
            watch.start()
        before, start = self.group.cpu_seconds(), time.perf_counter()
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=self.group.enter)
        alarm = threading.Timer(TOO_LONG, process.kill)
        alarm.start()
        process.wait()
        wall = time.perf_counter() - start
        alarm.cancel()
        deadline = time.monotonic() + 2
        while self.group.processes() and time.monotonic() < deadline:  # workers that are still ending cost, too
            time.sleep(0.001)
        if watch:
            watch.done.set()
            watch.join()
            self.peak = watch.kilobytes / 1024 or None  # a program may be too quick to be seen
        if process.returncode not in self.program.statuses:
            raise Failure(f"over {TOO_LONG} s" if wall >= TOO_LONG else f"status {process.returncode}")
        return wall, None if before is None else self.group.cpu_seconds() - before

    def measure(self):
        wall, cpu = self.run()
        self.wall.append(wall)
        if cpu is not None:
            self.cpu.append(cpu)


def milliseconds(values):
    return f"{1e3 * statistics.median(values):10.1f}{1e3 * min(values):10.1f}" if values else f"{'-':>10}{'-':>10}"


def print_table(title, jobs, failures):
    print(f"\n{title}\n{'':18}{'cpu ms':>10}{'min':>10}{'wall ms':>10}{'min':>10}{'peak MiB':>10}{'scrub is':>10}")
    costs = {job.program.name: job.cpu or job.wall for job in jobs if job.wall}
    for job in sorted((job for job in jobs if job.wall), key=lambda job: statistics.median(costs[job.program.name])):
        name = job.program.name
        times = [ours / theirs for ours, theirs in zip(costs.get("scrub", ()), costs[name])]
        ratio = f"{statistics.median(times):9.2f}x" if times and name != "scrub" else ""
        print(f"{name:18}{milliseconds(job.cpu)}{milliseconds(job.wall)}{f'{job.peak:.1f}' if job.peak else '-':>10}{ratio:>10}")
    for name, why in failures:
        print(f"{name:18}{why:>20}")


def compare(title, kind, inputs, options, folder):
    group = Group()
    jobs, failures = [], []
    for program in PROGRAMS:
        word = program.command.split()[0]
        if kind in program.kinds and (word == "{scrub}" or shutil.which(word)):
            jobs.append(Job(program, inputs, os.path.join(folder, "work"), group, options.scrub.split()))
    try:
        for job in list(jobs):  # once for the caches and the memory
            try:
                job.run(with_peak=True)
            except Failure as failure:
                jobs.remove(job)
                failures.append((job.program.name, str(failure)))
        for _ in range(options.rounds):
            for job in random.sample(jobs, len(jobs)):
                job.measure()
    finally:
        group.close()
    size = sum(map(os.path.getsize, inputs))
    print_table(f"{title}  ({len(inputs)} file{'s' * (len(inputs) > 1)}, {size / 1e6:.1f} MB)", jobs, failures)
    return not any(name == "scrub" for name, _ in failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small files and three rounds: whether all of it works, in a few seconds")
    parser.add_argument("--only", default="*", help="only the workloads that match")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--scrub", default=os.path.join(HERE, "..", "build", "release", "scrub"), help="the command to measure, with its options")
    options = parser.parse_args()
    options.rounds = options.rounds or (3 if options.quick else 7)
    fine = True
    with tempfile.TemporaryDirectory(prefix="scrub-bench-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        made = collections.defaultdict(list)
        for title, kind, name, data in files.workloads(options.quick, lambda title: fnmatch.fnmatch(title, options.only)):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data)
            made[title, kind].append(path)
        for (title, kind), inputs in made.items():
            fine &= compare(title, kind, inputs, options, folder)
    return 0 if fine and made else 1


if __name__ == "__main__":
    sys.exit(main())
