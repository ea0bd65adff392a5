"""The figures of chapter 7, upsampling and PixelShuffle: one file a subject."""
