"""What a command has measured for the targets of docs/reliability/targets.json, and the file that it writes there, which the site
shows. A missed target is shown and fails nothing; a wrong response or a loss does."""

import datetime
import json
import os
import pathlib
from dataclasses import dataclass, field

import bounds
import environment

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "reliability"
SCHEMA = "reliability-1"


def targets(command=None):
    """Those of one command, or all: {id: target}."""
    documents = json.loads((FOLDER / "targets.json").read_text())["targets"]
    return {each["id"]: each for each in documents if command in (None, each["command"])}


@dataclass
class Measured:
    """Of one command. `wrong` are the reasons why the command fails."""
    command: str
    found: dict = field(default_factory=dict)
    wrong: list = field(default_factory=list)
    # Of the last five minutes, when it begins: what else the machine was doing. Times are worse with it.
    load_before: float = field(default_factory=lambda: round(os.getloadavg()[1], 1))

    def add(self, target, value, name=None, **counted):
        """`value`: in the unit of the target. `counted`: what belongs to it, such as requests=12000."""
        if target not in targets(self.command):
            raise KeyError(f"{self.command} has no target {target}")
        result = {**({"name": name} if name else {}), "value": round(value, 4), **({"counted": counted} if counted else {})}
        entry = self.found.setdefault(target, {})
        entry.pop("not_measured", None)
        entry.setdefault("results", []).append(result)

    def machine_was_busy(self):
        """Then a ratio of two times says as much about the other work."""
        return self.load_before > os.cpu_count()

    def leave_out(self, target, why):
        """Says why something was not measured."""
        self.found.setdefault(target, {"not_measured": why})

    def note(self, target, text):
        self.found[target]["note"] = text

    def fail(self, reason):
        self.wrong.append(reason)

    def documents(self):
        """The targets of the command with what was found."""
        missing = {"not_measured": "this was not asked for"}
        return [{**target, **self.found.get(name, missing)} for name, target in targets(self.command).items()]

    def document(self, build, settings, quick, compiler=None):
        return {
            "schema": SCHEMA,
            "command": self.command,
            "quick": quick,
            "commit": environment.commit(),
            "measured_at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "environment": {**environment.describe(build), **({"compiler": compiler} if compiler else {})},
            "settings": {**settings, "load_average_before": self.load_before},
            "measured": self.found,
        }

    def report(self, build, settings, quick=False, is_whole=True, compiler=None):
        """Prints a line for each target, and writes the file if everything was measured. Returns the exit status."""
        print("\nTargets")
        for line in bounds.lines(each for each in self.documents() if is_whole or "results" in each):
            print(line)
        for reason in self.wrong:
            print(f"  WRONG: {reason}")
        if is_whole and self.found:
            path = write(self.document(build, settings, quick, compiler))
            print(f"\nwritten to {path.relative_to(FOLDER.parents[1])}")
        return 1 if self.wrong else 0


def write(document, folder=FOLDER):
    stamp = document["measured_at"].replace("-", "").replace(":", "")
    name = document["command"].removeprefix("make ")
    path = folder / f"{stamp}-{document['commit'].replace('+', '')[:7]}-{name}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return path
