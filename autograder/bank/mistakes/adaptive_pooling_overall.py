"""Chapter 5: what learners write instead of the global mean, and the question that leads each one on."""

import numpy as np

from ..chapters.adaptive_pooling import GLOBAL_AVG_POOL2D


def overall(name, hint):
    """Register a wrong global mean."""
    return GLOBAL_AVG_POOL2D.mistake(name, hint)


overall("drops the axes of the image", "How many axes had x, and how many has your output? Torch keeps them all.")(
    lambda x: x.mean(axis=(2, 3))
)
overall("adds up and does not divide", "The sum of four threes is 12. What is their mean?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True)
)
overall("keeps the largest number", "Is one loud pixel to speak for the whole image, or do all have the same say?")(
    lambda x: x.max(axis=(2, 3), keepdims=True)
)
overall("takes the number in the middle", "The median is not the mean. How is the mean of 1, 2 and 9 found?")(
    lambda x: np.median(x, axis=(2, 3), keepdims=True).astype(x.dtype)
)
overall(
    "takes the mean along the rows only", "What else is there to be averaged, when each row has become one number?"
)(lambda x: x.mean(axis=3, keepdims=True))
overall(
    "takes the mean along the columns only",
    "What else is there to be averaged, when each column has become one number?",
)(lambda x: x.mean(axis=2, keepdims=True))
overall("takes the mean of the channels too", "How many numbers should an image of three channels give?")(
    lambda x: np.broadcast_to(x.mean(axis=(1, 2, 3), keepdims=True), (*x.shape[:2], 1, 1))
)
overall("takes the mean over the whole batch", "Should an image's means change when another image joins the batch?")(
    lambda x: np.broadcast_to(x.mean(axis=(0, 2, 3), keepdims=True), (*x.shape[:2], 1, 1))
)
overall(
    "takes the channels to be the last axis", "Torch keeps (batch, channels, height, width). Which axes do you average?"
)(lambda x: x.mean(axis=(1, 2), keepdims=True))
overall("puts the channels last", "Torch keeps (batch, channels, height, width). Where do your channels stand?")(
    lambda x: x.mean(axis=(2, 3))[:, None, None, :]
)
overall("divides by the width only", "How many pixels were added up?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True) / x.shape[3]
)
overall("takes the image to be square", "How many pixels has an image of 4 rows and 7 columns?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True) / x.shape[2] ** 2
)
overall("fills the whole image with its mean", "How many pixels of each channel are to be left?")(
    lambda x: np.broadcast_to(x.mean(axis=(2, 3), keepdims=True), x.shape)
)
overall("repeats the first input of the batch", "Which input does out[1] come from?")(
    lambda x: np.broadcast_to(x[:1].mean(axis=(2, 3), keepdims=True), (*x.shape[:2], 1, 1))
)
