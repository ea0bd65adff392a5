"""The judge's findings, as data, as text and as HTML.

findings  the findings on one exercise, as data; nothing is decided here
advice    the sentences around the cases: the cause above them, the hints below
text      a report as text
html      a report as HTML, with `report.css`
report    both in one: `Report`, which prints itself as text and shows itself as HTML
speed     the findings on an answer's speed, as data, as sentences and as HTML
"""
