#!/usr/bin/env python3
"""Compares PDFs before and after scrubbing as a reader sees them: pixels (pdftoppm) and words (pdftotext).

usage: fidelity.py WALK_FILE PDF_OR_FOLDER... [--dpi N] [--keep FOLDER]

Prints a line for each file whose pages or words differ, with what differs, and a summary. Words that the report
declares as hidden are expected to be missing; annotations are drawn in both. Exit status 1 when something differs.
"""
import collections, os, subprocess, sys, tempfile

def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120)

def pages(path, dpi, folder):
    run('pdftoppm', '-r', str(dpi), path, folder + '/p')
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]

def pixels(path):
    data = open(path, 'rb').read()
    parts = data.split(None, 4)
    width, height = int(parts[1]), int(parts[2])
    return width, height, data[-width * height * 3:]

def difference(a, b):
    """Share of bytes that differ by more than a tint."""
    if a[:2] != b[:2]:
        return 1.0
    if a[2] == b[2]:
        return 0.0
    count = sum(1 for x, y in zip(a[2], b[2]) if abs(x - y) > 24)
    return count / max(1, len(a[2]))

def words(path):
    return collections.Counter(run('pdftotext', path, '-').stdout.split())

def compare(walk_file, path, dpi, keep):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(keep or folder, os.path.basename(path) + '.out.pdf')
        done = run(walk_file, path, out)
        if done.returncode != 0:
            line = [l for l in done.stdout.decode('utf-8', 'replace').splitlines() if l.startswith(('refused', 'verification'))]
            return 'refused', (line or ['exit %d' % done.returncode])[0]
        problems = []
        report = done.stdout.decode('utf-8', 'replace')
        for tool in (('qpdf', '--check', out), ('mutool', 'info', out)):
            if run(*tool).returncode != 0:
                problems.append(tool[0] + ' complains')
        for name in ('before', 'after'):
            os.mkdir(os.path.join(folder, name))
        before, after = pages(path, dpi, folder + '/before'), pages(out, dpi, folder + '/after')
        if len(before) != len(after):
            problems.append('%d pages became %d' % (len(before), len(after)))
        for number, (a, b) in enumerate(zip(before, after), 1):
            share = difference(pixels(a), pixels(b))
            if share > 0.00005:
                problems.append('page %d differs by %.3f %%' % (number, 100 * share))
        old, new = words(path), words(out)
        lost, won = sum((old - new).values()), sum((new - old).values())
        if lost or won:
            problems.append('words: %d lost, %d new of %d%s' % (lost, won, sum(old.values()), ' (hidden text reported)' if '\thidden_content\t' in report or '\tform_data' in report else ''))
        return ('differs', '; '.join(problems[:4])) if problems else ('same', '')

def main():
    args, dpi, keep = sys.argv[1:], 50, None
    if '--dpi' in args:
        at = args.index('--dpi'); dpi = int(args[at + 1]); del args[at:at + 2]
    if '--keep' in args:
        at = args.index('--keep'); keep = args[at + 1]; del args[at:at + 2]
    walk_file, counts = args[0], collections.Counter()
    for root in args[1:]:
        files = [os.path.join(root, f) for f in sorted(os.listdir(root))] if os.path.isdir(root) else [root]
        for path in files:
            if not os.path.isfile(path):
                continue
            try:
                verdict, why = compare(walk_file, path, dpi, keep)
            except Exception as error:
                verdict, why = 'failed', repr(error)
            counts[verdict] += 1
            if verdict != 'same':
                print(verdict, os.path.basename(path), why, sep='\t', flush=True)
    print(dict(counts))
    return 1 if counts['differs'] or counts['failed'] else 0

sys.exit(main())
