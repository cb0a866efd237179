"""Photos are dropped; a run that was stopped goes on; a model that cannot look is one sentence."""

import pytest
from streamlit.testing.v1 import AppTest

from crossclip.errors import CrossClipError
from pages.many.drop_control import STOPPED
from pages.many.roll import Roll
from tests.pages.app_runs import errors, press, words
from tests.pages.many.many_runs import A, B


@pytest.fixture
def many(app) -> AppTest:
    return app.switch_page("pages/many_photos.py").run()


def test_a_run_that_was_stopped_goes_on(many, predictor):
    roll = many.session_state.roll = Roll(predictor)
    roll.take_in([A, B])
    many.session_state[STOPPED] = True
    many.run()
    assert "Stopped: 2 of 2 photos were not looked at." in words(many)
    assert not many.warning
    assert [remark.startswith("The run was stopped") for remark in many.dataframe[0].value["Remark"]] == [True, True]
    press(many, "Go on")
    assert many.dataframe[0].value["Remark"].tolist() == ["", ""]
    assert not roll.waiting


def test_a_model_that_cannot_look_at_photos_is_one_sentence(many, monkeypatch):
    def fail(roll: Roll) -> None:
        raise CrossClipError("the weights do not fit")

    monkeypatch.setattr(Roll, "look", fail)
    many.file_uploader[0].set_value([(*A, "image/jpeg"), (*B, "image/jpeg")]).run()
    assert errors(many) == ["The weights do not fit."]


def test_what_is_dropped_later_joins_what_is_there(many):
    many.file_uploader[0].set_value([(*A, "image/jpeg")]).run()
    many.file_uploader[0].set_value([(*B, "image/jpeg")]).run()
    assert many.dataframe[0].value["Name"].tolist() == ["a.jpg", "b.jpg"]
