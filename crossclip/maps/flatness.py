"""A map given a photo that is the same nearly everywhere: what that means, in words."""

from __future__ import annotations

import numpy as np

from crossclip.maps.species_map import SpeciesMap

ENDS = (2, 98)  # percentiles between which a map runs
FLAT = 0.05  # of probability, over which no map is flat
LIKELY = 0.5


def flat_words(drawn: SpeciesMap) -> str:
    """That a map given a photo says the same from end to end, a sentence; blank where it does not."""
    if not drawn.given_photo or not drawn.known.size:
        return ""
    low, high = np.percentile(drawn.known, ENDS).tolist()
    if high - low > FLAT:
        return ""
    if low >= LIKELY:
        return f"the photo decides, whatever the place: {int(100 * low)}% or more for {drawn.species} nearly everywhere"
    if high < FLAT:
        most = f"{high:.1%}" if high >= 0.0005 else "0.1%"
        return f"the photo rules {drawn.species} out, whatever the place: {most} or less nearly everywhere"
    return f"the photo decides, whatever the place: {low:.0%} to {high:.0%} for {drawn.species} nearly everywhere"
