"""The exercises, chapter by chapter. A chapter's file is data: cases and torch's own words for each operation.

A chapter whose file would be long has further ones, and what several exercises share stands apart too.

convolutional_layers         1, the plain convolutions
convolution_parameters       2, stride, padding, dilation and groups
_counting                    2, the number of stops and the receptive field
padding_layers               3, paddings
pooling_layers               4, pools
adaptive_pooling             5, pools that are told the size of their output
transposed_convolutions      6, transposed convolutions
upsampling_and_pixelshuffle  7, resizing pictures, and channels that become pixels
_resizing                    7, where an output looks, and with which weights
putting_it_all_together      8, whole networks
_networks                    8, their layers and weights
_u_net                       8, a folded normalisation, and a network with skip connections
the_way_back                 9, the way back through single layers
_blame                       9, torch's autograd as the oracle, and how hidden cases are drawn
_rearranging_back            9, the way back through a frame, a resizing and a pixel shuffle
_learning                    9, the loss, the step, the gradients of a network, its training
as_fast_as_torch             10, columns, products in blocks, pools and resizings without loops
_fewer_products              10, convolutions by Winograd and by the Fourier transform
_loops                       10, plain loops that the speed of an answer is measured against
"""

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
