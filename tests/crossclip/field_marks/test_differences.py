"""What is said to tell two species apart."""

from crossclip.field_marks import field_marks, marks_of
from crossclip.field_marks.differences import colour_family, differences


def test_marks_that_one_has_and_the_other_lacks():
    found = {one.about: one for one in differences(marks_of("Northern Cardinal"), marks_of("Scarlet Tanager"))}
    assert "crest" in found["crest"].first
    assert found["crest"].second == ""
    assert "size" not in found or found["size"].first != found["size"].second


def test_every_species_differs_from_what_it_is_taken_for():
    table = field_marks()
    for row in table.values():
        for name in row.similar:
            if name in table:
                assert differences(row, table[name]), (row.species, name)


def test_nothing_tells_a_species_from_itself():
    row = marks_of("Blue Jay")
    assert differences(row, row) == ()


def test_shades_are_one_colour():
    assert colour_family("dark brown") == colour_family("pale brown") == colour_family("brown")
    assert colour_family("iridescent green") == "green"
    assert colour_family("chestnut") != colour_family("gray")
