"""The output: one line per mutation, then numbers per area, then the survivors with their diffs."""

from __future__ import annotations

from dataclasses import dataclass, field

from .areas import Area
from .mutation import Mutation
from .trial import Outcome


@dataclass
class Result:
    area: str
    mutation: Mutation
    text: str  # of the unmutated file
    outcome: Outcome

    @property
    def has_survived(self) -> bool:
        return not self.outcome.noticed_by


@dataclass
class Report:
    count: int
    results: list[Result] = field(default_factory=list)
    invalid: int = 0

    def add(self, area: Area, mutation: Mutation, text: str, outcome: Outcome) -> None:
        self.results.append(Result(area.name, mutation, text, outcome))
        place = f"{mutation.path}:{mutation.line(text)}"
        print(f"{len(self.results):>4}  {place:<42} {mutation.summary(text)}\n"
              f"      {verdict(outcome)} ({outcome.seconds:.0f} s)", flush=True)

    def print_summary(self, interrupted: bool) -> None:
        survivors = [result for result in self.results if result.has_survived]
        print(f"\n{'folder':<26}{'mutations':>10}{'noticed':>10}{'survived':>10}")
        for area in sorted({result.area for result in self.results}):
            of_area = [result for result in self.results if result.area == area]
            survived = sum(result.has_survived for result in of_area)
            print(f"{area:<26}{len(of_area):>10}{len(of_area) - survived:>10}{survived:>10}")
        total = len(self.results)
        print(f"{'all':<26}{total:>10}{total - len(survivors):>10}{len(survivors):>10}")
        if total:
            print(f"\n{100 * (total - len(survivors)) / total:.0f} % of {total} mutations were noticed.", end=" ")
        print(f"{self.invalid} more were not valid code and do not count.")
        if interrupted:
            print(f"Interrupted after {total} of {self.count}.")
        if survivors:
            print("\nSurvivors: write a test that fails with the mutation, or, if nobody could observe it, accept it in\n"
                  "tools/mutants/equivalents.toml with the reason.")
        for result in survivors:
            number = self.results.index(result) + 1
            before, after = result.mutation.lines(result.text)
            print(f"\n{number}. {result.mutation.path}:{result.mutation.line(result.text)}, {result.mutation.kind}; "
                  f"not noticed by {', '.join(result.outcome.ran)}\n{result.mutation.diff(result.text)}"
                  f"    line    = '''{before}'''\n    becomes = '''{after}'''", flush=True)


def verdict(outcome: Outcome) -> str:
    if not outcome.noticed_by:
        return f"SURVIVED {', '.join(outcome.ran)}"
    return f"noticed by {outcome.noticed_by}{f': {outcome.test}' if outcome.test else ''}"
