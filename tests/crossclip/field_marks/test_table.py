"""The table of field marks: whole, in the vocabulary's words, free of contradictions, no two rows alike."""

import csv
import json
import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from crossclip.errors import CrossClipError
from crossclip.field_marks import PLUMAGES, field_marks, groups, marks_of, vocabulary
from crossclip.field_marks.table import read_row

ROWS = tuple(field_marks().values())
NAMES = [row.species for row in ROWS]
DEMO = Path(__file__).parents[3] / "assets" / "demo" / "config.json"


def test_every_species_of_the_demo_model_has_a_row_with_its_scientific_name():
    config = json.loads(DEMO.read_text(encoding="utf-8"))
    for species, scientific_name in zip(config["species"], config["scientific_names"], strict=True):
        assert field_marks()[species].scientific_name == scientific_name


def test_names_are_alone_and_in_order():
    assert sorted(set(NAMES)) == NAMES
    assert len({row.scientific_name for row in ROWS}) == len(ROWS)


def test_a_row_is_whole():
    for row in ROWS:
        assert re.fullmatch(r"[A-Z][a-z]+ [a-z]+( [a-z]+)?", row.scientific_name), row.species
        assert re.fullmatch(r"[A-Z][a-z]+formes", row.order)
        assert re.fullmatch(r"[A-Z][a-z]+idae", row.family)
        assert row.group in vocabulary().groups
        assert tuple(row.parts) == vocabulary().parts
        assert 2 <= len(row.marks) <= 6
        assert 1 <= len(row.shape) <= 3
        assert 1 <= len(row.habitat) <= 4
        assert 1 <= len(row.behaviour) <= 4
        assert 1 <= len(row.sound.split()) <= 10
        assert 2 <= len(row.similar) <= 3
        for words in (row.marks, row.shape, row.habitat, row.behaviour, row.similar):
            assert len(set(words)) == len(words)


def test_no_mark_has_a_colour_that_its_part_lacks():
    for row in ROWS:
        for look in row.looks:
            for mark in look.marks:
                on = [look.parts[part].colours for part in vocabulary().marks[mark.name]]
                for colour in mark.colours:
                    assert any(colour in colours for colours in on), f"{row.species}, {look.plumage}: {mark}"
                if mark.name == "hood" and mark.colours:
                    assert all(set(mark.colours) & set(colours) for colours in on), (
                        f"{row.species}, {look.plumage}: {mark}"
                    )


def test_a_plumage_is_another_one():
    for row in ROWS:
        for look in row.looks[1:]:
            assert look.plumage in PLUMAGES
            changed = [part for part in row.parts if look.parts[part] != row.parts[part]]
            assert changed or look.marks != row.marks, row.species
            assert len(set(look.marks)) == len(look.marks) <= 6


def test_what_a_species_is_taken_for_is_another_species_of_the_table():
    for row in ROWS:
        assert row.species not in row.similar
        assert row.similar[0] in field_marks() or row.similar[1] in field_marks()


def test_no_two_rows_are_alike():
    named, seen = ("species", "scientific_name", "similar"), defaultdict(list)
    with (files("crossclip.field_marks") / "species.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen[tuple(value for name, value in row.items() if name not in named)].append(row["species"])
    assert [species for species in seen.values() if len(species) > 1] == []


def test_a_genus_has_one_family_and_a_family_one_order():
    families, orders = defaultdict(set), defaultdict(set)
    for row in ROWS:
        families[row.scientific_name.split()[0]].add(row.family)
        orders[row.family].add(row.order)
    assert {genus for genus, of in families.items() if len(of) > 1} == set()
    assert {family for family, of in orders.items() if len(of) > 1} == set()


def test_every_word_of_the_vocabulary_is_used():
    assert {row.group for row in ROWS} == set(vocabulary().groups)
    assert {shape for row in ROWS for shape in row.shape} == set(vocabulary().shapes)
    assert {mark.name for row in ROWS for look in row.looks for mark in look.marks} == set(vocabulary().marks)


def test_a_species_is_found_by_either_name():
    assert marks_of(" northern cardinal ").species == "Northern Cardinal"
    assert marks_of("Cardinalis cardinalis").group == "cardinal"
    with pytest.raises(CrossClipError, match="no 'Dodo'"):
        marks_of("Dodo")


def test_groups_hold_all_species_once():
    assert sorted(name for names in groups().values() for name in names) == NAMES
    assert "Ring-billed Gull" in groups()["gull"]


def test_a_plumage_is_laid_over_the_row():
    cardinal = marks_of("Northern Cardinal")
    female = cardinal.in_plumage("female")
    assert "red" in cardinal.parts["breast"].colours
    assert "red" not in female.parts["breast"].colours
    assert female.parts["legs"] == cardinal.parts["legs"]
    assert cardinal.in_plumage("winter") is cardinal
    with pytest.raises(ValueError, match="'moult' is unknown"):
        cardinal.in_plumage("moult")


def test_a_word_outside_the_vocabulary_is_refused():
    with (files("crossclip.field_marks") / "species.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    for column, value in {
        "crown": "ultraviolet",
        "marks": "red antlers",
        "size": "about a horse",
        "habitat": "moon",
    }.items():
        with pytest.raises(ValueError, match=value.split()[-1]):
            read_row({**row, column: value}, vocabulary())
    with pytest.raises(ValueError, match="names no part"):
        read_row({**row, "female": "knee: red"}, vocabulary())
