"""Chapter 5: what learners write instead of the global mean, and the question that leads each one on."""

import numpy as np

from ..chapters.adaptive_pooling import GLOBAL_AVG_POOL2D

GLOBAL_AVG_POOL2D.mistake(
    "drops the axes of the image", hint="How many axes had x, and how many has your output? Torch keeps them all."
)(lambda x: x.mean(axis=(2, 3)))
GLOBAL_AVG_POOL2D.mistake("adds up and does not divide", hint="The sum of four threes is 12. What is their mean?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True)
)
GLOBAL_AVG_POOL2D.mistake(
    "keeps the largest number", hint="Is one loud pixel to speak for the whole image, or do all have the same say?"
)(lambda x: x.max(axis=(2, 3), keepdims=True))
GLOBAL_AVG_POOL2D.mistake("takes the median", hint="The median is not the mean. How is the mean of 1, 2 and 9 found?")(
    lambda x: np.median(x, axis=(2, 3), keepdims=True).astype(x.dtype)
)
GLOBAL_AVG_POOL2D.mistake(
    "takes the mean along the rows only", hint="What else is there to be averaged, when each row has become one number?"
)(lambda x: x.mean(axis=3, keepdims=True))
GLOBAL_AVG_POOL2D.mistake(
    "takes the mean along the columns only",
    hint="What else is there to be averaged, when each column has become one number?",
)(lambda x: x.mean(axis=2, keepdims=True))
GLOBAL_AVG_POOL2D.mistake(
    "takes the mean of the channels too", hint="How many numbers should an image of three channels give?"
)(lambda x: np.broadcast_to(x.mean(axis=(1, 2, 3), keepdims=True), (*x.shape[:2], 1, 1)))
GLOBAL_AVG_POOL2D.mistake(
    "takes the mean over the whole batch", hint="Should an image's means change when another image joins the batch?"
)(lambda x: np.broadcast_to(x.mean(axis=(0, 2, 3), keepdims=True), (*x.shape[:2], 1, 1)))
GLOBAL_AVG_POOL2D.mistake(
    "takes the channels to be the last axis",
    hint="Torch keeps (batch, channels, height, width). Which axes do you average?",
)(lambda x: x.mean(axis=(1, 2), keepdims=True))
GLOBAL_AVG_POOL2D.mistake(
    "puts the channels last", hint="Torch keeps (batch, channels, height, width). Where do your channels stand?"
)(lambda x: x.mean(axis=(2, 3))[:, None, None, :])
GLOBAL_AVG_POOL2D.mistake("divides by the width only", hint="How many pixels were added up?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True) / x.shape[3]
)
GLOBAL_AVG_POOL2D.mistake("takes the image to be square", hint="How many pixels has an image of 4 rows and 7 columns?")(
    lambda x: x.sum(axis=(2, 3), keepdims=True) / x.shape[2] ** 2
)
GLOBAL_AVG_POOL2D.mistake(
    "fills the whole image with its mean", hint="How many pixels of each channel are to be left?"
)(lambda x: np.broadcast_to(x.mean(axis=(2, 3), keepdims=True), x.shape))
