"""Every figure of the book, drawn from the reference module's own results.

A folder a page, and here what all of them use: the look, grids, the photograph, stamps.
"""
