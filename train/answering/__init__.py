"""What a model answers to rows that are told more or less, and how sure it may be."""
