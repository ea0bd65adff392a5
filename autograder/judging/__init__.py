"""The judge: run an answer on the cases, compare with the oracle, look for a known mistake."""
