"""A bird in words: the field, what the model read, and the questions that follow."""
