"""Every figure of the book, drawn small: a module a chapter, each with a dict `FIGURES` of calls that draw."""
