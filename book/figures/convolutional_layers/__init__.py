"""The figures of chapter 1, convolutional layers: one file a subject."""
