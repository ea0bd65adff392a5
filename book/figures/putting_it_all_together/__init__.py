"""The figures of chapter 8, putting it all together: one file a subject."""
