"""The figures of chapter 9, the way back: one file a subject."""
