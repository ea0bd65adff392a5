"""The figures of chapter 4, pooling layers: one file a subject."""
