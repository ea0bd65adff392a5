"""Operations as other libraries have them, where they differ from torch: for porting a network, or checking one.

Arrays lie as everywhere in the course, (N, C, ...) with one, two or three axes of samples. Every function names whose
convention it speaks. The book's page "The Same Layer Elsewhere" shows the numbers side by side.
"""

from .pooling import lp_pool, same_avg_pool, same_max_pool
from .resizing import resize_antialiased, resize_by_shares, resize_from_corners, resize_nearest
from .same import centred_convolve, same_conv, same_conv_transpose, same_padding, unflipped_conv_transpose
from .shuffling import depth_to_space, space_to_depth

__all__ = [
    "centred_convolve",
    "depth_to_space",
    "lp_pool",
    "resize_antialiased",
    "resize_by_shares",
    "resize_from_corners",
    "resize_nearest",
    "same_avg_pool",
    "same_conv",
    "same_conv_transpose",
    "same_max_pool",
    "same_padding",
    "space_to_depth",
    "unflipped_conv_transpose",
]
