"""Files of answers that come back, and that do not fit."""

import dataclasses

import pytest
import torch

from tests.train.report.made_up_runs import (
    CATEGORIES,
    SKILL,
    answers,
    guesses,
    made_up_answers,
    write,
)
from train.report.answers import Answers, AnswersError


def test_answers_come_back_as_they_were_written(tmp_path):
    before = made_up_answers(SKILL["ours"], seed=3)
    before.write(tmp_path / "test.safetensors")
    after = Answers.read(tmp_path / "test.safetensors")
    assert after.categories == CATEGORIES
    assert after.seconds == 63
    for name in ("labels", "row", "photo", "simulated"):
        assert torch.equal(getattr(after, name), getattr(before, name))
    assert all(torch.equal(after.probability[branch], before.probability[branch]) for branch in before.probability)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": torch.tensor([0, 0, 1, 3])}, "a label is outside its 3 categories"),
        ({"row": torch.arange(3)}, "differ in length"),
        ({"probability": {}}, "holds no answers"),
        ({"probability": {"photo": guesses(0, 1)}}, r"photo has the shape \(2, 3\), which should be \(4, 3\)"),
        ({"probability": {"photo": guesses(0, 1, 1, 1) * torch.nan}}, "photo do not sum to one"),
        ({"probability": {"meta": guesses(0, 1, 1, 1)}}, "the branch 'meta' is unknown: use photo, "),
    ],
)
def test_answers_that_contradict_themselves_are_refused(tmp_path, change, message):
    path = write(tmp_path, "photo", 0, dataclasses.replace(answers(photo=guesses(0, 1, 1, 1)), **change))
    with pytest.raises(AnswersError, match=rf"{path} cannot be used: .*{message}"):
        Answers.read(path)


def test_a_file_of_something_else_is_one_sentence(tmp_path):
    from safetensors.torch import save_file

    save_file({"weights": torch.zeros(2)}, tmp_path / "model.safetensors")
    with pytest.raises(AnswersError, match="not a file of test answers: it lacks"):
        Answers.read(tmp_path / "model.safetensors")
    (tmp_path / "half.safetensors").write_bytes((tmp_path / "model.safetensors").read_bytes()[:20])
    with pytest.raises(AnswersError, match="cannot be read"):
        Answers.read(tmp_path / "half.safetensors")
