"""Creates the folder of a new case, with blanks to fill in: make new-case NAME=missing-index

NAME is the slug: lower-case words with dashes between them."""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The folder's name is also the name of a function. Only keywords that could be a word of a slug.
KEYWORDS = frozenset(
    "and asm auto bool break case catch char class concept const continue default delete do double else enum explicit export "
    "extern false float for friend goto if inline int long mutable namespace new not operator or private protected public "
    "register requires return short signed sizeof static struct switch template this throw true try typedef typename union "
    "unsigned using virtual void volatile while xor".split()
)


def create(name: str, cases: pathlib.Path) -> pathlib.Path:
    """Creates the folder and returns it. Raises ValueError if the name is invalid."""
    stem = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", stem):
        raise ValueError(f"'{name}' is not a valid name of a case: lower-case words with dashes between them, such as missing-index")
    if stem in KEYWORDS:
        raise ValueError(f"'{name}' is a C++ keyword, so no function can have this name; add a word")
    folder = cases / stem
    if folder.exists():
        raise ValueError(f"the case {stem} already exists: {folder}")
    folder.mkdir()
    for template in sorted(HERE.glob("*.in")):
        text = template.read_text(encoding="utf-8").replace("@STEM@", stem).replace("@SLUG@", stem.replace("_", "-"))
        (folder / template.stem).write_text(text, encoding="utf-8")
    return folder


def main() -> int:
    if len(sys.argv) != 2 or not sys.argv[1]:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        folder = create(sys.argv[1], ROOT / "fcgi-app" / "cases")
    except ValueError as error:
        print(f"new-case: {error}", file=sys.stderr)
        return 2
    print(f"{folder.relative_to(ROOT)} was created. Replace the places marked FILL IN (grep -rn 'FILL IN' {folder.relative_to(ROOT)}), then run make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
