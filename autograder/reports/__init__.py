"""What the judge found, as data, as text and as HTML.

`findings.py` has the data and decides nothing. `advice.py` says what stands beside the cases: the one cause above them,
and below what to do next. The two faces, `text.py` and `html.py`, lay out the same things in the same order, and
`report.py` puts them together.
"""
