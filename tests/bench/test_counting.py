"""What the tools wrote is read as it was meant, and a tool that is missing is named. No tool is needed here."""

import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "stack")]

import callgrind  # noqa: E402
import counters  # noqa: E402
import environment  # noqa: E402
import instructions  # noqa: E402

# main (10 of its own) calls work twice (50 each), which calls itself once (20 inside) and operator new four times.
CALLGRIND = """# callgrind format
positions: line
events: Ir

ob=(1) /opt/app
fl=(1) main.cpp
fn=(1) main
3 10
cob=(1)
cfn=(2) caseload::work()
calls=2 8
4 104

fn=(2)
8 60
cfn=(2)
calls=1 8
9 20
cob=(2) /lib/libstdc++.so.6
cfn=(3) operator new(unsigned long)
calls=4 0
10 44

ob=(2)
fn=(3)
0 40
cfn=(4) malloc
calls=4 0
0 4

fn=(4)
0 2

fn=(5) 0x0000000000001234
0 2

totals: 114
"""

STRACE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ------------------
 29.06    0.004342         217        20           poll
 10.40    0.000554          22        70        32 openat
  0.00    0.000000           0         1           execve
------ ----------- ----------- --------- --------- ------------------
100.00    0.014943           8        91        32 total
"""

JEMALLOC = """started
___ Begin jemalloc statistics ___
large:                         176128               3         0               0         0               3         0
bins:           size ind    allocated      nmalloc (#/sec)      ndalloc (#/sec)    nrequests   (#/sec)  nshards
                   8   0         1600          200       0            0       0          433         0        1
                     ---
                  64   4         4096           64       0            0       0           10         0        1
large:          size ind    allocated      nmalloc (#/sec)      ndalloc (#/sec)    nrequests (#/sec)  curlextents
                     ---
               16384  39        28672            1       0            0       0            2       0            1
extents:        size ind       ndirty        dirty       nmuzzy        muzzy    nretained     retained       ntotal        total
               16384  39            9            9            9            9            9            9            9            9
--- End jemalloc statistics ---
stopped
"""


class Callgrind(unittest.TestCase):
    def setUp(self):
        self.profile = callgrind.read_profile(CALLGRIND.splitlines(keepends=True))

    def test_own_and_inclusive_instructions(self):
        self.assertEqual(self.profile.total, 114)
        self.assertEqual(self.profile.own["main"], 10)
        self.assertEqual(self.profile.inclusive["main"], 114)
        self.assertEqual(self.profile.own["caseload::work()"], 60)

    def test_a_recursion_is_not_counted_twice(self):
        self.assertEqual(self.profile.inclusive["caseload::work()"], 104)

    def test_the_malloc_of_operator_new_is_one_allocation(self):
        self.assertEqual(self.profile.operator_new_calls(), 4)
        self.assertEqual(self.profile.allocating(), {"caseload::work()": 4})

    def test_functions_without_a_name_are_counted_by_library(self):
        self.assertEqual(self.profile.own["functions without a name in libstdc++.so.6"], 2)

    def test_the_difference_of_two_runs_by_request(self):
        more = callgrind.read_profile(CALLGRIND.replace("8 60", "8 160").replace("totals: 114", "totals: 214").splitlines())
        difference = more.minus(self.profile).divided_by(20)
        self.assertEqual((difference.total, difference.own["caseload::work()"], difference.own["main"]), (5, 5, 0))

    def test_a_truncated_file_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "no total"):
            callgrind.read_profile(CALLGRIND.partition("totals")[0].splitlines())


class Tables(unittest.TestCase):
    def test_system_calls(self):
        every, steady = counters.read_system_calls(STRACE)
        self.assertEqual(every, {"poll": 20, "openat": 70, "execve": 1})
        self.assertEqual(steady, {"openat": 70 - 32, "execve": 1})
        with self.assertRaisesRegex(counters.Unavailable, "no table"):
            counters.read_system_calls("")

    def test_allocations(self):
        self.assertEqual(counters.read_allocations(JEMALLOC), (445, 433 * 8 + 10 * 64 + 2 * 16384))
        with self.assertRaisesRegex(counters.Unavailable, "no statistics"):
            counters.read_allocations("killed")

    def test_variants_for_one_cpu_are_noticed(self):
        profile = callgrind.Profile()
        profile.own.update({"__memcpy_avx_unaligned": 5, "__strlen_sse2": 5, "__memset_evex_unaligned": 0})
        self.assertEqual(counters.cpu_variants(profile), ["__memcpy_avx_unaligned"])

    def test_the_compiler(self):
        self.assertEqual(environment.compiler("caseload-app 0.1.0 (f80dcbccbf8a, release, g++ 12.2.0)"), "g++ 12.2.0, release")
        self.assertEqual(environment.compiler(None), "unknown")


class MissingTools(unittest.TestCase):
    def test_a_tool_that_is_not_installed_is_named_and_the_rest_is_counted(self):
        with mock.patch.dict(os.environ, PATH="/nonexistent"):
            tools, missing = instructions.available_tools()
        self.assertEqual(tools, {"jemalloc"})
        self.assertRegex(missing[0], "^instructions .* not counted: valgrind is not installed")
        self.assertRegex(missing[1], "^system calls are not counted: strace is not installed")

    def test_a_tool_that_may_not_trace_is_named_with_its_own_words(self):
        with tempfile.TemporaryDirectory() as folder:
            tool = pathlib.Path(folder) / "strace"
            tool.write_text("#!/bin/sh\necho 'strace: ptrace(PTRACE_TRACEME): Operation not permitted' >&2\nexit 1\n")
            tool.chmod(0o755)
            with mock.patch.dict(os.environ, PATH=f"{folder}:/usr/bin:/bin"):
                with self.assertRaisesRegex(counters.Unavailable, "strace does not work here: .*Operation not permitted"):
                    counters.check("strace")


if __name__ == "__main__":
    unittest.main()
