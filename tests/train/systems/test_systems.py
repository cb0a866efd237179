"""Every system of the table, end to end on a world of four species, and the parts they are made of."""

import json
from copy import deepcopy

import pytest
import torch
from torch import nn
from torch.nn.functional import normalize

from crossclip.errors import CrossClipError
from crossclip.model.encoders import torchvision_backbone
from train.engine.batches import Batch
from train.report.answers import Answers
from train.systems.classifiers import (
    META_PLANES,
    Classification,
    PhotoClassifier,
    meta_planes,
    supervised_contrastive_loss,
)
from train.systems.experiment import Experiment, ExperimentSettings
from train.systems.geoprior import GeoPrior, GeoPriorSettings, PresenceOnly, presence_loss, random_sightings
from train.systems.recipes import SYSTEMS
from train.systems.trial import Trial

NOWHERE = torch.full((2, 3), torch.nan)
SOMEWHERE = torch.tensor([[-80.0, 45.0, 0.5], [-85.0, 33.0, 0.1]])


@pytest.fixture(scope="module")
def run_table(world_table, text_folder, tmp_path_factory):
    """The table's command on the little world; more arguments override."""
    from train import table

    output = tmp_path_factory.mktemp("runs")

    def run(monkeypatch, *arguments):
        monkeypatch.setattr(
            "sys.argv",
            [
                "table",
                "--dataset",
                str(world_table),
                "--output",
                str(output),
                "--text_encoder",
                str(text_folder),
                "--photo_encoder",
                "mobilenet_v2",
                "--photo_weights",
                "random",
                "--photo_size",
                "32",
                "--locked_blocks",
                "14",
                "--views",
                "1",
                "--pretrain_epochs",
                "1",
                "--finetune_epochs",
                "1",
                "--classes",
                "4",
                "--sightings",
                "8",
                "--prior_steps",
                "3",
                *arguments,
            ],
        )
        table.main()
        return output

    return run


def test_the_command_trains_measures_and_reports_all_six_systems(run_table, monkeypatch, capsys):
    output = run_table(monkeypatch, "--seeds", "1")
    for name in SYSTEMS:
        answers = Answers.read(output / "answers" / name / "0" / "test.safetensors")
        assert len(answers.labels) == 24
        assert all(torch.allclose(p.sum(dim=1), torch.ones(24), atol=1e-4) for p in answers.probability.values())
    places = {n: set(Answers.read(output / "answers" / n / "0" / "test.safetensors").probability) for n in SYSTEMS}
    assert places["photo"] == places["supcon"] == places["clip"] == {"photo"}
    assert "photo+place+date" in places["planes"] & places["ours"]
    assert "product" in places["geoprior"] & places["ours"]
    report = json.loads((output / "report" / "results.json").read_text())
    assert "84.44" in (output / "report" / "results.md").read_text()
    assert report

    def trained():
        return {path: path.stat().st_mtime_ns for path in (output / "trained").rglob("*.safetensors")}

    before = trained()
    run_table(monkeypatch, "--seeds", "1")
    assert trained() == before, "what is there is not trained again"


def test_an_ablation_trains_a_variant_of_ours(run_table, monkeypatch):
    output = run_table(monkeypatch, "--seeds", "1", "--systems", "ours", "--ablation", "place as wrap")
    assert (output / "ablation" / "place as wrap" / "0" / "test.safetensors").exists()


def test_tuning_keeps_the_rate_that_is_best_on_validation(run_table, monkeypatch, tmp_path):
    run_table(monkeypatch, "--output", str(tmp_path), "--seeds", "1", "--systems", "photo", "--tune", "1e-9", "30")
    scores = json.loads((tmp_path / "tuned" / "photo.json").read_text())
    assert set(scores) == {"1e-09", "30.0"}
    assert (tmp_path / "answers" / "photo" / "0" / "test.safetensors").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--systems", "resnet"], "no system 'resnet'"),
        (["--ablation", "everything"], "no variant 'everything'"),
        (["--photo_size", "48"], "another photo_size"),
    ],
)
def test_a_wrong_request_is_one_sentence(run_table, monkeypatch, arguments, message):
    run_table(monkeypatch, "--seeds", "0", "--systems", "photo")
    with pytest.raises(CrossClipError, match=message):
        run_table(monkeypatch, "--seeds", "0", *arguments)


def test_weights_of_another_shape_are_not_overwritten(tmp_path):
    settings = ExperimentSettings(dataset="", output=str(tmp_path))
    trial = Trial(Experiment(settings, (), {}), "ours", 0, {"ours": 1.0})
    trial.stage("one", nn.Linear(2, 2), lambda folder: None)
    before = (trial.folder / "one.safetensors").read_bytes()
    with pytest.raises(CrossClipError, match="of a system of another shape: remove"):
        trial.stage("one", nn.Linear(3, 2), lambda folder: pytest.fail("trained again"))
    assert (trial.folder / "one.safetensors").read_bytes() == before


def test_planes_start_as_the_photo_alone_and_can_learn_from_place():
    torch.manual_seed(0)
    network, width = torchvision_backbone("resnet18")
    pixels = torch.rand(2, 3, 32, 32)
    plain = network.eval()(pixels)
    classifier = PhotoClassifier(network, width, classes=3, planes=META_PLANES).eval()
    assert torch.allclose(classifier.features(pixels, SOMEWHERE)[0], plain, atol=1e-5)
    classifier(pixels, SOMEWHERE).square().sum().backward()
    assert network.conv1.weight.grad[:, 3:].abs().sum() > 0
    assert meta_planes(NOWHERE).eq(0).all()
    assert not meta_planes(NOWHERE).isnan().any()


def test_the_auxiliary_head_of_inception_learns_and_is_not_asked():
    network, width = torchvision_backbone("inception_v3")
    classifier = PhotoClassifier(network, width, classes=3)
    empty = torch.empty(0)
    batch = Batch(
        torch.rand(2, 3, 299, 299),
        torch.tensor([0, 2]),
        NOWHERE,
        torch.zeros(2, dtype=torch.bool),
        empty.long(),
        empty.reshape(0, 3),
        empty.long(),
    )
    loss, figures = Classification(classifier.train())(batch)
    loss.backward()
    assert loss.item() > figures["cross_entropy"]
    assert network.AuxLogits.fc.weight.grad.abs().sum() > 0
    assert classifier.eval()(batch.photos).shape == (2, 3)


def test_supervised_contrast_agrees_with_a_hand_worked_batch():
    embeddings = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    labels = torch.tensor([0, 0, 1])
    # Each of the two alike sees one positive at similarity 1 and one negative at 0; the third has no positive.
    expected = torch.log(1 + torch.exp(torch.tensor(-2.0)))
    assert torch.isclose(supervised_contrastive_loss(embeddings, labels, temperature=0.5), expected)


def test_presence_loss_agrees_with_a_hand_worked_row():
    logits = torch.zeros(1, 4)
    # The reported class weighs as much as there are classes: (4 log 2 + 3 log 2) / 4.
    assert torch.isclose(presence_loss(logits, torch.tensor([1])), torch.tensor(7 / 4) * torch.log(torch.tensor(2.0)))


def test_background_places_are_uniform_on_the_sphere():
    torch.manual_seed(0)
    longitude, latitude, year = random_sightings(20_000, torch.device("cpu")).unbind(1)
    assert -180 <= longitude.min() <= longitude.max() <= 180
    assert 0 <= year.min() <= year.max() <= 1
    # Half of a sphere's area lies within 30 degrees of the equator.
    assert (latitude.abs() < 30).float().mean() == pytest.approx(0.5, abs=0.02)


def test_photographers_are_learned_where_the_table_names_them():
    torch.manual_seed(0)
    prior = GeoPrior(classes=2, settings=GeoPriorSettings(width=16, depth=1, dropout=0.0), photographers=2)
    empty = torch.empty(0)
    batch = Batch(
        empty, empty.long(), empty.reshape(0, 3), empty.bool(), torch.tensor([0, 1]), SOMEWHERE, torch.tensor([1, -1])
    )
    objective, optimizer = PresenceOnly(prior), torch.optim.Adam(prior.parameters(), lr=0.01)
    for _ in range(150):
        optimizer.zero_grad()
        objective(batch)[0].backward()
        optimizer.step()
    assert prior(SOMEWHERE).argmax(dim=1).tolist() == [0, 1]
    assert prior.photographer(prior.encoder(SOMEWHERE[:1])).argmax().item() == 1
    affinity = normalize(prior.photographer.weight, dim=1) @ normalize(prior.presence.weight, dim=1).T
    assert affinity[1, 0] > affinity[1, 1], "who reported a class goes with it"


def test_locked_blocks_give_the_very_features_of_the_whole_network(tmp_path, world_rows):
    from crossclip.model.config import CrossClipConfig
    from train.systems.trunk import PixelSource, TrunkSource

    torch.manual_seed(0)
    network, _ = torchvision_backbone("mobilenet_v2")
    network.eval()
    fresh = deepcopy(network)
    config = CrossClipConfig(species=("a",), scientific_names=("a",), photo_resize=40, photo_size=32)
    pixels = PixelSource(config)
    trunk = TrunkSource(pixels, lambda: deepcopy(fresh), blocks=14, views=2, folder=tmp_path)
    test = world_rows("test")
    with torch.no_grad():
        whole = torch.cat([network(part) for part in pixels.evaluation("test", test)])
        with trunk.learning(network):
            assert isinstance(network.features, nn.Sequential)
            parted = torch.cat([network(part) for part in trunk.evaluation("test", test)])
    assert torch.allclose(parted, whole, atol=0.05), "but for maps kept in 16 bits"
    assert trunk.training(world_rows("train")).features.shape[:2] == (2, 48)
    assert (tmp_path / "trunk-test.safetensors").exists()
