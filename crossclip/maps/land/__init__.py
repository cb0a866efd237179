"""Land, the grids over it, and where there are records."""
