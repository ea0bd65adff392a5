"""The figures of chapter 6, transposed convolutions: one file a subject."""
