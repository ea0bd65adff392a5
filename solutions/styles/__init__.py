"""Honest answers in other styles than the reference's, chapter by chapter: what the judge must accept as well.

Each file has `STYLES`: for every exercise a list of functions (loops, slices, FFT, im2col; float32; Fortran order;
ones that print or warn). They know nothing of the reference.
"""
