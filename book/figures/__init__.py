"""Every figure of the book, drawn from the reference module's own results. One file a subject."""
