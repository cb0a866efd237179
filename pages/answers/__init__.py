"""An answer about a photo or a place: tables, a closer look, what if."""
