"""What the values of a map mean: what they say of a species, their colours, and how they are written."""
