"""Takes the place of the library that guesses the encoding of a page while wapiti runs. It guesses even if the page names its encoding,
and takes seconds for a large page. All pages that are scanned here are UTF-8."""

__version__ = "5.1.0"  # requests checks it


def detect(_text):
    return {"encoding": "utf-8", "confidence": 1.0, "language": ""}
