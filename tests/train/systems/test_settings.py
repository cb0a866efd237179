"""Settings of a table of systems."""

import pytest

from crossclip.errors import CrossClipError
from train.systems.settings import ExperimentSettings


def test_each_backbone_has_its_own_weights():
    settings = ExperimentSettings("t.csv", "out", photo_weights="random", encoder_weights=["resnet50=a=b.safetensors"])
    assert settings.weights_of("resnet50") == "a=b.safetensors"
    assert settings.weights_of("inception_v3") == "random"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"encoder_weights": ["resnet50"]}, "write ENCODER=FILE"),
        ({"encoder_weights": ["resnet5=a"]}, "such as resnet50"),
        ({"photo_encoder": "resnet5"}, "no photo encoder 'resnet5'"),
        ({"place_covariates": "weather"}, "place covariates 'weather' is unknown: use one of none, environment"),
        ({"pretrain_epochs": -3}, "pretrain_epochs is -3: it must be above 0"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(changes, message):
    with pytest.raises(CrossClipError, match=message):
        ExperimentSettings("t.csv", "out", **changes)
