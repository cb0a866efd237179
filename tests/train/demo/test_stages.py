"""What the text encoder learns by name."""

from train.demo.stages import name_parts


def test_parts_of_names_point_at_all_species_that_share_them():
    species = ("Blue Jay", "Steller's Jay", "Blue Grosbeak")
    parts = name_parts(species, ("Cyanocitta cristata", "Cyanocitta stelleri", "Passerina caerulea"))
    assert parts["Jay"] == [0, 1]
    assert parts["Cyanocitta"] == [0, 1]
    assert parts["Blue Jay"] == [0]
    assert "Blue" not in parts
