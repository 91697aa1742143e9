"""The tools that count: callgrind (instructions by function), strace (system calls) and jemalloc's own statistics (allocations).
Each runs the program twice, with few requests and with more, so that start and stop are in both and cancel out."""

import collections
import pathlib
import re
import shutil
import subprocess
import tempfile

import callgrind

# Without the variants that depend on the CPU, glibc uses the same SSE2 functions everywhere (GLIBC_TUNABLES, glibc.cpu.hwcaps).
# valgrind's own CPU has no AVX-512.
HWCAPS = ("AVX", "AVX2", "AVX512F", "AVX512VL", "AVX512BW", "AVX_Fast_Unaligned_Load", "BMI1", "BMI2", "ERMS", "FSRM", "LZCNT", "MOVBE",
          "POPCNT", "RTM", "SSE4_1", "SSE4_2", "SSSE3", "Fast_Unaligned_Copy")
PINNED = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + ",".join(f"-{name}" for name in HWCAPS),
          "OPENSSL_ia32cap": "0:0"}  # the same for OpenSSL, which hashes cache keys (OPENSSL_ia32cap(3))
CPU_VARIANT = re.compile(r"^__\w+_(avx|evex|erms|ssse3|sse4)\w*$")
# jemalloc prints its statistics at the end, and gives no memory back, which it would do after some time: under callgrind a request
# takes fifty times as long (jemalloc(3), "opt.dirty_decay_ms").
ALLOCATOR = {"MALLOC_CONF": "stats_print:true,stats_print_opts:da,background_thread:false,dirty_decay_ms:-1,muzzy_decay_ms:-1"}
SYSTEM_CALL = re.compile(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(\d+)? *([a-z]\w*)$")
# How often a program waits depends on what else the machine does. So does how often it looks in vain first (EAGAIN).
UNSTEADY = {"poll", "ppoll", "select", "epoll_wait", "futex", "sched_yield"}


class Unavailable(Exception):
    """A tool that is not there or is not allowed to work. What it would have counted is missing."""


def check(tool):
    """Runs /bin/true under the tool."""
    name = {"callgrind": "valgrind"}.get(tool, tool)
    if shutil.which(name) is None:
        raise Unavailable(f"{name} is not installed (Debian's package {name})")
    with tempfile.TemporaryDirectory() as folder:
        command = [*prefix(tool, pathlib.Path(folder) / "result"), "/bin/true"]
        try:
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"{name} did not end within {error.timeout:.0f} s") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise Unavailable(f"{name} does not work here: {last}")


def prefix(tool, result):
    if tool == "callgrind":
        return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={result}"]
    # -D: the traced program, not strace, is the child that is stopped later.
    return ["strace", "-D", "-f", "-c", "-o", result] if tool == "strace" else []


def read_system_calls(text):
    """(all, steady) from the table of strace -c: the steady ones neither wait nor fail."""
    every, steady = collections.Counter(), collections.Counter()
    for line in text.splitlines():
        match = SYSTEM_CALL.match(line)
        if match and match.group(3) != "total":
            calls, failed, name = int(match.group(1)), int(match.group(2) or 0), match.group(3)
            every[name] = calls
            if name not in UNSTEADY:
                steady[name] = calls - failed
    if not every:
        raise Unavailable("strace wrote no table; ptrace may be forbidden here")
    return every, steady


def read_allocations(log_text):
    """(allocations, bytes) of the whole process, from the statistics that jemalloc prints at exit. A block counts with the size
    of its size class. In both tables the first column is the size and the eighth is how often such a block was requested."""
    _, found, text = log_text.rpartition("___ Begin jemalloc statistics ___")
    if not found or "--- End jemalloc statistics ---" not in text:
        raise Unavailable("the program printed no statistics of jemalloc")
    blocks, in_table = [], False
    for line in text.splitlines():
        fields = line.split()
        if fields[:2] in (["bins:", "size"], ["large:", "size"]):
            in_table = True
        elif fields and not fields[0].isdigit() and fields[0] != "---":
            in_table = False
        elif in_table and len(fields) > 7:
            blocks.append((int(fields[0]), int(fields[7])))
    return sum(count for _, count in blocks), sum(size * count for size, count in blocks)


def cpu_variants(profile):
    """Functions of the C library that were chosen for this CPU in spite of the setting."""
    return sorted(name for name, cost in profile.own.items() if cost and CPU_VARIANT.match(name))


def read_callgrind(path):
    try:
        with open(path) as lines:
            return callgrind.read_profile(lines)
    except OSError as error:
        raise Unavailable(f"callgrind wrote no result: {error.strerror}") from error
