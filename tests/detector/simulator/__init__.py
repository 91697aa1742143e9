"""Random services with known mistakes, for judging the detector on pages that nobody tuned it for.

`grammar` draws a page from a seed: its knobs (`setting`), where its items come from (`items`), at most one mistake and several innocent
features (`lookups`, `preloads`, `scans`, `aggregates`, `paging`, `caching`, `responses`, `writes`, `usual`), the spelling of its SQL
(`spelling`), and how much evidence there is (`levels`). The truth follows from what was drawn, never from the detector's rules.
`score` compares verdicts with it.

    make simulate COUNT=500 SEED=1    # many pages
    make simulate PAGE=1-37           # one page, with its counts and its verdict
"""
