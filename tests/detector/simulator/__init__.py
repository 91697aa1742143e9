"""Random services with known mistakes, for judging the detector on pages that nobody tuned it for.

`grammar` draws a page from a seed: its knobs (`setting`), at most one mistake and several innocent features (`lookups`, `scans`,
`aggregates`, `paging`, `caching`, `responses`, `writes`), the spelling of its SQL (`spelling`), and how much evidence there is
(`levels`). The truth follows from what was drawn, never from the detector's rules. `score` compares verdicts with it.

    python3 -B tests/detector/simulator --count 500 --seed 1    # many pages
    python3 -B tests/detector/simulator --page 1-37             # one page, with its counts and its verdict
"""
