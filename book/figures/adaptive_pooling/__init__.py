"""The figures of chapter 5, adaptive pooling: one file a subject."""
