"""Where the book explains what an exercise asks for: for the hint that sends a learner back to read."""

BY_HAND = "A 4 \N{MULTIPLICATION SIGN} 4 by hand"

# By exercise: the heading of its chapter's page. tests/learner/test_check.py looks whether it is there.
SECTIONS = {
    "convolutional-layers/correlate1d": "The formula",
    "convolutional-layers/correlate2d": BY_HAND,
    "convolutional-layers/conv1d": "One, two and three dimensions",
    "convolutional-layers/conv2d": "Channels and filters",
    "convolutional-layers/conv3d": "One, two and three dimensions",
    "convolutional-layers/count_parameters": "Counting parameters",
    "convolution-parameters/output_size": "The formula",
    "convolution-parameters/strided_conv2d": "Stride: the stepping stones",
    "convolution-parameters/dilate_kernel": "Dilation: the fingers",
    "convolution-parameters/dilated_conv2d": "Dilation: the fingers",
    "convolution-parameters/grouped_conv2d": "Groups: the teams",
    "convolution-parameters/conv2d": "The formula",
    "convolution-parameters/receptive_field": "How far does it see?",
    "padding-layers/reflection_pad1d": "The formula",
    "padding-layers/zero_pad2d": "Left, right, top, bottom",
    "padding-layers/reflection_pad2d": BY_HAND,
    "padding-layers/replication_pad2d": BY_HAND,
    "padding-layers/circular_pad2d": BY_HAND,
    "padding-layers/same_padding": 'Just enough: "same"',
    "pooling-layers/max_pool1d": "The formula",
    "pooling-layers/pool_output_size": "The last window",
    "pooling-layers/max_pool2d": "Padding that never wins",
    "pooling-layers/avg_pool2d": "What a mean counts",
    "pooling-layers/lp_pool2d": "From the sum to the maximum",
    "adaptive-pooling/adaptive_windows": "How the cuts fall",
    "adaptive-pooling/adaptive_avg_pool2d": "The formula",
    "adaptive-pooling/adaptive_max_pool2d": "The formula",
    "adaptive-pooling/global_avg_pool2d": "Every picture, one shape",
    "transposed-convolutions/conv_transpose1d": BY_HAND,
    "transposed-convolutions/overlap_count": "Where the ink lies twice",
    "transposed-convolutions/conv_transpose_output_size": "Why there is an output padding",
    "transposed-convolutions/conv_transpose2d": "The formula",
    "transposed-convolutions/resize_conv2d": "Three cures",
    "upsampling-and-pixelshuffle/upsample_nearest2d": "Copying has a rule of its own",
    "upsampling-and-pixelshuffle/linear_weights": "Where",
    "upsampling-and-pixelshuffle/upsample_bilinear2d": "Where",
    "upsampling-and-pixelshuffle/cubic_kernel": "How much",
    "upsampling-and-pixelshuffle/upsample_bicubic2d": "How much",
    "upsampling-and-pixelshuffle/interpolate": "A size or a factor",
    "upsampling-and-pixelshuffle/pixel_shuffle": "Channels to grid",
    "upsampling-and-pixelshuffle/pixel_unshuffle": "The way back",
    "putting-it-all-together/mininet_features": "The formula",
    "putting-it-all-together/classify": "The road down: reading digits",
    "putting-it-all-together/mininet_upsample": "The formula",
    "putting-it-all-together/super_resolve": "The road up: a larger face",
}


def where_to_read(exercise_id: str) -> str:
    """The section of the book for an exercise, in words, or only its chapter's page; the notebook where it has none."""
    chapter = exercise_id.split("/")[0]
    if not any(known.startswith(f"{chapter}/") for known in SECTIONS):
        return "what the notebook says before the exercise"
    section = SECTIONS.get(exercise_id)
    return f"the book's page {chapter}.html" + (f', section "{section}"' if section else "")
