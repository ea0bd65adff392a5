"""Commands for who writes exercises."""
