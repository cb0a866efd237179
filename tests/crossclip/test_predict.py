"""Answers of the one predictor, whatever is known and whatever is missing."""

import dataclasses
from datetime import date
from itertools import product

import pytest
import torch
from PIL import Image

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.photos.reading import PhotoError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from tests.conftest import SPECIES

PLACE, DAY = (-74.0, 40.7), date(2024, 5, 31)
PLACES = [Sighting(lon, lat, DAY) for lon, lat in product((-120.0, -74.0, 180.0), (-90.0, 0.0, 40.7))]


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return Image.effect_noise((90, 70), 90).convert("RGB")


@pytest.fixture(scope="module")
def embedding(predictor, photo):
    return predictor.embed_photos([photo])


@pytest.mark.parametrize(
    "sighting", [Sighting(), Sighting(*PLACE), Sighting(date=DAY), Sighting(*PLACE, DAY), Sighting(180, 90)]
)
@pytest.mark.parametrize("with_photo", [True, False])
def test_each_of_photo_place_and_date_may_be_missing(predictor, embedding, sighting, with_photo):
    answer = predictor.identify(embedding, sighting) if with_photo else predictor.checklist(sighting)
    given = sighting.has_place or sighting.has_date
    assert (answer.photo_probability is not None) == with_photo
    assert (answer.place_probability is not None) == (given or not with_photo)
    for probability in (answer.probability, answer.photo_probability, answer.place_probability):
        if probability is not None:
            assert probability.shape == (len(SPECIES),)
            assert probability.sum().item() == pytest.approx(1, abs=1e-5)
            assert (probability > 0).all()
    if with_photo and not given:
        assert torch.equal(answer.probability, answer.photo_probability)
    if not with_photo:
        assert torch.equal(answer.probability, answer.place_probability)


def test_place_and_date_change_the_answer(predictor, embedding):
    answers = predictor.answers(
        embedding.expand(4, -1), [Sighting(), Sighting(*PLACE), Sighting(date=DAY), Sighting(*PLACE, DAY)]
    )
    probabilities = torch.stack([answer.probability for answer in answers])
    assert torch.pdist(probabilities).min() > 1e-5
    for answer in answers[1:]:
        torch.testing.assert_close(answer.photo_probability, answers[0].probability)


def test_calibration_divides_the_logits(predictor, embedding):
    meta = predictor.embed_sightings([Sighting(*PLACE)])
    with torch.inference_mode():
        for photo, known in ((embedding, "photo+meta"), (None, "meta"), (embedding, "photo")):
            logits = predictor.model(photo, meta) / predictor.config.calibration[known]
            torch.testing.assert_close(predictor.probabilities(photo, meta, known), logits.softmax(-1))


@pytest.mark.parametrize("count", [1, 3, 5, 6, 1000, None])
def test_top_never_gives_more_than_there_are(predictor, embedding, count):
    answer = predictor.identify(embedding, Sighting(*PLACE))
    candidates = answer.top(count)
    assert len(candidates) == min(count or 1000, len(SPECIES))
    assert [candidate.rank for candidate in candidates] == list(range(1, len(candidates) + 1))
    assert [c.probability for c in candidates] == sorted((c.probability for c in candidates), reverse=True)
    assert all(SPECIES[candidate.species] == candidate.scientific_name for candidate in candidates)
    assert candidates[0].probability == answer.probability.max().item()


def test_one_photo_at_many_places_is_as_one_by_one(predictor, embedding):
    meta = predictor.embed_sightings(PLACES)
    together = predictor.probabilities(embedding, meta, "photo+meta")
    alone = [predictor.identify(embedding, place) for place in PLACES]
    torch.testing.assert_close(together, torch.stack([answer.probability for answer in alone]))
    batch = predictor.answers(embedding.expand(len(PLACES), -1), PLACES)
    torch.testing.assert_close(together, torch.stack([answer.probability for answer in batch]))


def test_batches_change_nothing(predictor, embedding, monkeypatch):
    meta = predictor.embed_sightings(PLACES)
    whole = predictor.probabilities(embedding, meta, "photo+meta")
    each = predictor.probabilities(embedding.expand(len(PLACES), -1), meta, "photo+meta")
    for module in ("predict", "embedder"):
        monkeypatch.setattr(f"crossclip.{module}.SIGHTING_BATCH", 4)
    monkeypatch.setattr("crossclip.embedder.PHOTO_BATCH", 2)
    torch.testing.assert_close(predictor.embed_sightings(PLACES), meta)
    torch.testing.assert_close(predictor.probabilities(embedding, meta, "photo+meta"), whole)
    torch.testing.assert_close(predictor.probabilities(embedding.expand(len(PLACES), -1), meta, "photo+meta"), each)
    photos = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue", "green")]
    torch.testing.assert_close(
        predictor.embed_photos(photos), torch.cat([predictor.embed_photos([photo]) for photo in photos])
    )


def test_photos_and_sightings_that_do_not_pair_are_refused(predictor, embedding):
    with pytest.raises(ValueError, match="2 photos and 9 sightings"):
        predictor.answers(embedding.expand(2, -1), PLACES)


def test_nothing_asked_nothing_answered(predictor, embedding):
    assert predictor.answers(None, []) == predictor.answers(embedding[:0], []) == []
    assert predictor.embed_photos([]).shape == predictor.embed_sightings([]).shape == (0, 16)


def test_photos_from_files_bytes_and_pictures_agree(predictor, photo, embedding, tmp_path):
    photo.save(tmp_path / "bird.png")
    content = (tmp_path / "bird.png").read_bytes()
    for source in (tmp_path / "bird.png", str(tmp_path / "bird.png"), content):
        torch.testing.assert_close(predictor.embed_photos([source]), embedding)
    with pytest.raises(PhotoError):
        predictor.identify(tmp_path / "none.png")


@pytest.mark.parametrize("name", ["European Starling", " european starling ", "STURNUS VULGARIS"])
def test_species_are_found_by_either_name(predictor, name):
    assert predictor.species[predictor.find_species(name)] == "European Starling"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("European Starlin", "did you mean European Starling?"),
        ("Sturnus vulgare", "European Starling?"),
        ("zzzzzz", "is not among the 5 species of this model"),
        ("", "is not among"),
    ],
)
def test_unknown_species_are_told_with_the_closest(predictor, name, hint):
    with pytest.raises(CrossClipError) as refusal:
        predictor.find_species(name)
    assert hint in str(refusal.value)


def test_free_text_lies_in_the_same_space(predictor):
    texts = predictor.embed_texts(predictor.model.prompts(predictor.species))
    torch.testing.assert_close(texts, predictor.model.class_embeddings)


@pytest.mark.parametrize("device", ["quantum", "cuda:99"])
def test_a_device_that_is_not_there_is_told(tiny_folder, device):
    with pytest.raises(CrossClipError, match=f"device {device} cannot be used here") as refusal:
        Predictor.from_pretrained(tiny_folder, device)
    assert "\n" not in str(refusal.value)


def test_visits_are_of_surveyed_species_alone(tiny_folder):
    model = CrossClip.from_pretrained(tiny_folder)
    surveyed = CrossClip(dataclasses.replace(model.config, surveyed=("Blue Jay", "Northern Cardinal")))
    surveyed.load_state_dict(model.state_dict(), strict=False)
    predictor = Predictor(surveyed)
    found = predictor.visits(predictor.embed_sightings([Sighting(-74.0, 40.7), Sighting()]))
    assert found.shape == (2, len(model.config.species))
    known = [name in surveyed.config.surveyed for name in model.config.species]
    assert found[:, known].isfinite().all()
    assert found.isfinite().sum() == 4
    assert Predictor(model).visits(predictor.embed_sightings([Sighting()])).isnan().all()


@pytest.mark.parametrize("sighting", [Sighting(), Sighting(*PLACE), Sighting(date=DAY)])
@pytest.mark.parametrize("with_photo", [True, False])
def test_a_description_stands_in_the_place_of_the_photo_or_beside_it(predictor, embedding, sighting, with_photo):
    text = predictor.embed_texts(["a blue jay"])
    (answer,) = predictor.answers(embedding if with_photo else None, [sighting], text)
    given = sighting.has_place or sighting.has_date
    assert (answer.photo_probability is not None) == with_photo
    assert (answer.place_probability is not None) == given
    assert answer.text_probability is not None
    assert answer.probability.sum().item() == pytest.approx(1, abs=1e-5)
    if with_photo:
        assert torch.equal(answer.photo_probability, predictor.identify(embedding).probability)
        assert not torch.equal(answer.probability, predictor.identify(embedding, sighting).probability)
    elif not given:
        assert torch.equal(answer.probability, answer.text_probability)
    else:
        assert not torch.equal(answer.probability, answer.text_probability)
    assert answer.top(1)[0].text_probability == answer.text_probability[answer.probability.argmax()]


def test_photo_and_text_are_witnesses_who_do_not_know_of_each_other(predictor, embedding):
    text, meta = predictor.embed_texts(["a blue jay"]), predictor.embed_sightings(PLACES)
    both = predictor.probabilities(embedding, meta, "photo+text+meta", text)
    product = (
        predictor.probabilities(embedding, meta, "photo+meta")
        * predictor.probabilities(text, meta, "text+meta")
        / predictor.probabilities(None, meta, "meta")
    )
    torch.testing.assert_close(both, product / product.sum(dim=-1, keepdim=True))
    alone = predictor.probabilities(None, meta, "text+meta", text)
    assert torch.equal(alone, predictor.probabilities(text, meta, "text+meta"))


@pytest.mark.parametrize(
    ("calibration", "known", "temperature"),
    [
        ({}, "text", 1.0),
        ({"text": 2.0}, "text+meta", 2.0),
        ({"text": 2.0, "text+meta": 3.0}, "text+meta", 3.0),
        ({"photo": 2.0}, "photo+meta", 1.0),
    ],
)
def test_a_temperature_that_is_missing_is_one_or_that_of_less(predictor, monkeypatch, calibration, known, temperature):
    given, meta = predictor.embed_texts(["a blue jay"]), predictor.embed_sightings(PLACES)
    monkeypatch.setattr(predictor, "config", dataclasses.replace(predictor.config, calibration=calibration))
    with torch.inference_mode():
        expected = (predictor.model(given, meta) / temperature).softmax(-1)
    torch.testing.assert_close(predictor.probabilities(given, meta, known), expected)


def test_a_description_is_described_alike_however_it_is_spaced(predictor):
    sighting = Sighting(*PLACE, DAY)
    answer = predictor.describe("a blue  jay\n", sighting)
    (expected,) = predictor.answers(None, [sighting], predictor.embed_texts(["a blue jay"]))
    assert torch.equal(answer.probability, expected.probability)
    with pytest.raises(CrossClipError, match="is blank"):
        predictor.describe(" ")
