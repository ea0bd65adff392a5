"""What pages work out beside their figures: one file a chapter, and `terms`, for all of them."""
