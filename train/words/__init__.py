"""Words: sentences composed from the table of field marks, the baseline, and how well descriptions name birds."""
