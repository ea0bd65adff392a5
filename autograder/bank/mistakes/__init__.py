"""The mistakes, chapter by chapter: importing a chapter's file puts its mistakes into its exercises."""
