"""How a training command begins, what it is told, and how it ends."""
