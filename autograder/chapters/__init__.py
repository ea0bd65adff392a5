"""The exercises, chapter by chapter. A chapter's file is data: cases and torch's own words for each operation."""

# In the order of the course. A name that begins with _ is what several chapters share.
COURSE = (
    "convolutional_layers",
    "convolution_parameters",
    "padding_layers",
    "pooling_layers",
    "adaptive_pooling",
    "transposed_convolutions",
    "upsampling_and_pixelshuffle",
    "putting_it_all_together",
)
