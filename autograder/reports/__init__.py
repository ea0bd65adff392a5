"""What the judge found, as data, as text and as HTML."""
