"""What a notebook of the course looks like: its file, its cells and what they ask for."""
