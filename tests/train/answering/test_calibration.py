"""Temperatures: found again where they are known, and fitted on the rows that show them."""

import dataclasses

import pytest
import torch
from torch.distributions import Categorical

from crossclip.model import CrossClip
from tests.train.made_up_rows import rows_with
from train.answering.calibration import branch_logits, calibrate, fitted_temperature, validation_logits


@pytest.fixture
def model(tiny_folder):
    return CrossClip.from_pretrained(tiny_folder).eval()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_labels_were_drawn_by_is_found_again(temperature):
    torch.manual_seed(0)
    logits = 3 * torch.randn(6000, 5)
    labels = Categorical(logits=logits / temperature).sample()
    assert fitted_temperature(logits, labels) == pytest.approx(temperature, rel=0.1)


def test_an_answer_that_is_always_right_becomes_surer_and_a_random_one_less_sure():
    logits = torch.randn(200, 4, generator=torch.Generator().manual_seed(1))
    assert fitted_temperature(logits, logits.argmax(dim=1)) < 1
    assert fitted_temperature(logits, torch.arange(200) % 4) > 1


def test_each_kind_of_input_is_fitted_on_its_branch(model):
    sure, unsure = torch.eye(3) * 0.9 + 0.05, torch.full((3, 3), 1 / 3)
    labels = torch.arange(3)
    told = {"photo": sure, "photo+place+date": sure, "place+date": unsure, "product": unsure}
    logits = branch_logits(told, labels)
    assert set(logits) == {"photo", "photo+meta", "meta"}
    torch.testing.assert_close(logits["meta"][0], unsure.log())
    calibrate(model, logits)
    fitted = model.config.calibration
    assert set(fitted) == set(logits)
    assert fitted["photo"] == fitted["photo+meta"] < fitted["meta"]


def test_validation_answers_are_uncalibrated_and_leave_the_calibration_as_it_was(model):
    rows = rows_with([0, 1, 2, 3], [(-74.0 - i, 40.0, 0.3) for i in range(4)], classes=5)
    before = model.config.calibration
    logits = validation_logits(model, rows)
    assert set(logits) == {"meta"}, "without photos, place and date alone are judged"
    assert model.config.calibration == before
    model.config = dataclasses.replace(model.config, calibration={"meta": 9.0})
    torch.testing.assert_close(validation_logits(model, rows)["meta"][0], logits["meta"][0])
    assert torch.equal(logits["meta"][1], rows.labels)
