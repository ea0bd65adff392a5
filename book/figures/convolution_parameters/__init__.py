"""The figures of chapter 2, convolution parameters: one file a subject."""
