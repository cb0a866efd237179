"""Names of downloads."""

from datetime import date

from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem, subject


def test_a_files_name_says_what_it_is():
    asked = Sighting(-74.0, 40.7, date(2024, 5, 12))
    name = answer_stem("Photo 3", "Steller's Jay", sighting=asked)
    assert name == "photo-3-stellers-jay-40.70n-74.00w-2024-05-12"
    assert answer_stem("", "../../Ash", sighting=Sighting(12.5, -3)) == "ash-3.00s-12.50e"


def test_without_a_photo_there_is_no_subject():
    assert subject(None) == ""
