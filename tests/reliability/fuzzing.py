"""`make fuzz`: libFuzzer on each of our parsers (tests/fuzz). It starts from the kept inputs, and fails on a crash, on a report of
address or undefined behaviour sanitizer, on an input that takes more than 10 seconds, and on a broken promise of a parser."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from console import Failure, Step
from layout import ROOT
from measured import Measured

CORPUS = ROOT / "tests" / "fuzz" / "corpus"
DICTIONARIES = ROOT / "tests" / "fuzz" / "dictionaries"
FULL_S = 600  # for the table
KEPT_BYTES = 512  # larger inputs are not kept
KEPT = 24  # for each parser, so that the tests stay quick
FLAGS = ["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=1"]


def parsers(program):
    """{name: the size of its largest input}"""
    output = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout
    return {name: int(size) for name, size in (line.split() for line in output.splitlines())}


def executed(output):
    found = re.search(r"^stat::number_of_executed_units: (\d+)", output, re.MULTILINE)
    return int(found.group(1)) if found else last_count(output)


def last_count(output):
    """Of a run that ended with a crash, which prints no statistics: from its last line of progress, "#4096 pulse ..."."""
    counts = re.findall(r"^#(\d+)\t", output, re.MULTILINE)
    return int(counts[-1]) if counts else 0


def arguments(name, max_bytes):
    dictionary = DICTIONARIES / f"{name}.dict"
    return [f"--parser={name}", f"-max_len={max_bytes}", *([f"-dict={dictionary}"] if dictionary.exists() else [])]


def fuzz(program, folder, name, max_bytes, seconds):
    """Returns (runs, seconds, path of the input that broke the parser or None)."""
    found = folder / name
    found.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    before = set(folder.glob(f"{name}-*-*"))
    began = time.monotonic()
    with open(log, "w+", errors="replace") as output:
        status = subprocess.run([program, *arguments(name, max_bytes), *FLAGS, f"-max_total_time={seconds}",
                                 f"-artifact_prefix={folder}/{name}-", found, CORPUS / name],
                                stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT).returncode
        output.seek(0)
        text = output.read()
    took = time.monotonic() - began
    broken = sorted(set(folder.glob(f"{name}-*-*")) - before)
    if status != 0 and not broken:
        raise Failure(f"libFuzzer ended with status {status} and without an input that breaks {name}", "its log has the reason", log)
    return executed(text), took, broken[0] if broken else None


def keep(program, folder, name, max_bytes):
    """Adds small inputs that reach code which the kept ones don't reach. Returns how many."""
    kept = CORPUS / name
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        merged, small = pathlib.Path(scratch) / "merged", pathlib.Path(scratch) / "small"
        shutil.copytree(kept, merged)
        small.mkdir()
        for file in (folder / name).iterdir():
            if file.stat().st_size <= KEPT_BYTES:
                shutil.copy(file, small)
        subprocess.run([program, *arguments(name, max_bytes), "-merge=1", merged, small], check=True, cwd=ROOT,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        had = {file.name for file in kept.iterdir()}
        new = sorted((file for file in merged.iterdir() if file.name not in had), key=lambda file: (file.stat().st_size, file.name))
        room = max(0, KEPT - len(had))
        new = [new[at * len(new) // room] for at in range(min(room, len(new)))] if 0 < room < len(new) else new[:room]  # of all sizes
        for file in new:
            shutil.copy(file, kept / file.name[:16])
        return len(new)


def run(build, seconds, only, keeping):
    program = build / "fuzzer"
    known = parsers(program)
    if only and only not in known:
        raise Failure(f"there is no parser {only}", f"there are {', '.join(known)}")
    if seconds < 1:
        raise Failure(f"SECONDS must be at least 1; got {seconds}")
    measured = Measured("make fuzz")
    folder = build / "found"
    folder.mkdir(exist_ok=True)
    for name in [only] if only else known:
        with Step(name) as step:
            step.note(f"{seconds} s")
            runs, took, broken = fuzz(program, folder, name, known[name], seconds)
            step.result = f"{runs:,} runs"
            if broken:
                measured.fail(f"{broken.relative_to(ROOT)} breaks the parser {name}; {folder.relative_to(ROOT) / name}.log has the report. "
                              f"Fix the parser and move the input to tests/fuzz/corpus/{name}")
            elif keeping:
                step.result += f", {keep(program, folder, name, known[name])} inputs kept"
        measured.add("fuzz", 1 if broken else 0, name, runs=runs, seconds=round(took))
    return measured.report(build, {"seconds_of_each_parser": seconds}, quick=seconds < FULL_S, is_whole=not only,
                           compiler="clang++ 14, address and undefined behaviour sanitizer")
