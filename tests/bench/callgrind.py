"""Reads the files that callgrind writes (the manual of Valgrind, "Callgrind Format Specification")."""

import collections
import dataclasses
import re

NAMED = re.compile(r"\((\d+)\)(?: (.*))?")
SHORTER = (("std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string"),
           ("std::basic_string_view<char, std::char_traits<char> >", "std::string_view"), ("[abi:cxx11]", ""))
ALLOCATORS = ("malloc", "calloc", "realloc", "mallocx", "posix_memalign", "aligned_alloc")
OPERATOR_NEW = "operator new"


@dataclasses.dataclass
class Profile:
    """The instructions of one process by function. `own` excludes what a function calls, `inclusive` contains it."""
    total: float = 0
    own: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    inclusive: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    calls: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # of (caller, function)

    def operator_new_calls(self):
        return sum(count for (caller, function), count in self.calls.items()
                   if function.startswith(OPERATOR_NEW) and not caller.startswith(OPERATOR_NEW))

    def allocating(self):
        """How often each function allocated, by operator new or malloc. The program's own operator new calls malloc."""
        counts = collections.Counter()
        for (caller, function), count in self.calls.items():
            if (function.startswith(OPERATOR_NEW) or function in ALLOCATORS) and not is_allocator(caller):
                counts[caller] += count
        return counts

    def minus(self, other):
        result = Profile(self.total - other.total, collections.Counter(self.own), collections.Counter(self.inclusive),
                         collections.Counter(self.calls))
        for mine, theirs in ((result.own, other.own), (result.inclusive, other.inclusive), (result.calls, other.calls)):
            mine.subtract(theirs)
        return result

    def divided_by(self, requests):
        parts = ({name: cost / requests for name, cost in counts.items()} for counts in (self.own, self.inclusive, self.calls))
        return Profile(self.total / requests, *map(collections.Counter, parts))


def is_allocator(name):
    return name.startswith((OPERATOR_NEW, "(anonymous namespace)::take")) or name in ALLOCATORS


class Names:
    """A name is written in full once, with a number that stands for it from then on."""

    def __init__(self):
        self.known = {}

    def read(self, text):
        match = NAMED.match(text)
        if not match:
            return text
        number, name = match.groups()
        if name is not None:
            self.known[number] = name
        return self.known[number]


def readable(name, file):
    """A function that has no name is counted with all others of its library, because its address changes with each build."""
    if name.startswith("0x"):
        return f"functions without a name in {file.rpartition('/')[2]}"
    for long, short in SHORTER:
        name = name.replace(long, short)
    return re.sub(r"'\d+$", "", name)  # callgrind numbers the levels of a recursion


def read_profile(lines):
    profile = Profile()
    objects, functions = Names(), Names()
    here = there = where = None
    called = 0
    for line in lines:
        line = line.rstrip("\n")
        key, equals, value = line.partition("=")
        if line[:1].isdigit() or line[:1] in "+-*":
            cost = int(line.split()[1]) if " " in line else 0
            if called:
                profile.calls[here, there] += called
                if here != there:
                    profile.inclusive[here] += cost
                called = 0
            else:
                profile.own[here] += cost
                profile.inclusive[here] += cost
        elif not equals:
            if line.startswith(("totals:", "summary:")):
                profile.total = int(line.split()[1])
        elif key == "ob":
            where = callee_in = objects.read(value)
        elif key == "fn":
            here, callee_in = readable(functions.read(value), where), where
        elif key == "cob":
            callee_in = objects.read(value)
        elif key == "cfn":
            there = readable(functions.read(value), callee_in)
        elif key == "calls":
            called = int(value.split()[0])
            callee_in = where
    if not profile.total:
        raise ValueError("the file has no total, so the program did not end as callgrind expects")
    return profile
