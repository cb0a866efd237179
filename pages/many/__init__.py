"""Many photos at once: what was dropped, what became of each, one table of answers, and the mistakes in it."""
