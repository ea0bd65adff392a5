"""Judge one submission as a job: its seeds, its workers, its kept result, its trusted output."""
