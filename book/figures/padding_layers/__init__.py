"""The figures of chapter 3, padding layers: one file a subject."""
