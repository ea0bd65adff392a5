"""The figures of chapter 10, as fast as torch: one file a subject."""
