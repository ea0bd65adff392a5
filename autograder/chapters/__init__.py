"""The exercises, chapter by chapter. A chapter's file is data: cases and torch's own words for each operation."""
