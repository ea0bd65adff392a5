"""The figures of the pages that are no chapter: one file a subject."""
