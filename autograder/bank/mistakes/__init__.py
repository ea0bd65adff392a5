"""The mistakes, chapter by chapter: importing a chapter's file puts its mistakes into its exercises.

The number is the chapter's, and * stands for the rest of the names of its files. What follows "with" has the chapter's
right answers, in steps that a mistake can spoil.

loops, results, indices, first_attempts   mistakes of every chapter, or of several
convolutional_layers                      1, with _sliding, which later chapters use too
convolution_parameters*                   2, with _options
padding_*                                 3, with _padding
pooling_layers, _pooling_values           4, with _pooling: which windows, and what is made of one
adaptive_pooling*                         5, with _adaptive
transposed_convolutions, _transposed_*    6, with _prints
upsampling_*                              7, with _upsampling
putting_it_all_together*                  8, with _networks and _u_net
the_way_back*                             9, with _way_back and _learning
as_fast_as_torch*                         10, with _fast
conventions                               mistakes that are right in another library, and in which
_right_arrays                             the right answers that are one array, and families that bend any of them
right_answers                             all right answers in NumPy, for the judge
"""

import pkgutil

_files = (module.name for module in pkgutil.iter_modules(__path__))

# In the order in which they are imported: the conventions of other libraries say of some mistakes whose they are.
FILES = (*(name for name in _files if name != "conventions"), "conventions")
