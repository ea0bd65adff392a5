"""Bring in what students handed in: downloads from learning platforms, rosters, file names."""
