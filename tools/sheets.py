"""`make sheets`: prints the worksheets and the answers of the site as PDF, with Chromium.

    python3 tools/sheets.py --site build/site --out build/sheets [--case n-plus-one]
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

LIMIT_S = 120  # for one file, on a busy machine


def parse():
    parser = argparse.ArgumentParser(prog="sheets", description="Prints worksheets and answers as PDF.")
    parser.add_argument("--site", type=pathlib.Path, default=pathlib.Path("build/site"), help="folder of the site")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/sheets"), help="folder for the PDF files")
    parser.add_argument("--case", default="", help="only this case")
    return parser.parse_args()


def print_page(browser, page, pdf):
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [browser, "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--no-pdf-header-footer",
             *(["--no-sandbox"] if os.geteuid() == 0 else []), f"--user-data-dir={profile}", f"--print-to-pdf={pdf.resolve()}",
             page.resolve().as_uri()],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=False)
    if done.returncode != 0 or not pdf.exists():
        raise SystemExit(f"sheets: Chromium could not print {page}: {done.stderr[-500:].strip()}")


def main():
    options = parse()
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser is None:
        raise SystemExit("sheets: there is no program chromium; `make deps` installs it, or CHROMIUM=/path names another one")
    known = sorted(folder.name for folder in (options.site / "cases").glob("*") if (folder / "sheet.html").exists())
    if not known:
        raise SystemExit(f"sheets: {options.site} has no worksheets; `make docs` builds the site")
    if options.case and options.case not in known:
        raise SystemExit(f"sheets: there is no case '{options.case}'; the cases are {', '.join(known)}")
    for case in [options.case] if options.case else known:
        folder = options.site / "cases" / case
        print_page(browser, folder / "sheet.html", options.out / f"{case}.pdf")
        print_page(browser, folder / "answers.html", options.out / "answers" / f"{case}.pdf")
        print(f"{options.out / case}.pdf, with its answers in {options.out / 'answers'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
