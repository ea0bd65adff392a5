"""The exercises, chapter by chapter. A chapter's file is data: cases and torch's own words for each operation."""

import pkgutil

_OURS = (
    "convolutional_layers",
    "convolution_parameters",
    "padding_layers",
    "pooling_layers",
    "adaptive_pooling",
    "transposed_convolutions",
    "upsampling_and_pixelshuffle",
    "putting_it_all_together",
    "the_way_back",
    "as_fast_as_torch",
)

_files = (module.name for module in pkgutil.iter_modules(__path__))

# In the order of the course; then those that an instructor has added. A name that begins with _ is no chapter, but
# what several share.
COURSE = (*_OURS, *sorted(name for name in _files if name not in _OURS and not name.startswith("_")))
