"""What the demo model learns of places."""

import torch

from train.demo.places.sources import coverage_of, place_sources


def test_sources_are_the_training_part_of_all_that_is_recorded(demo_data):
    sources = place_sources(demo_data)
    assert sources.covered.tolist() == [demo_data.names.index(name) for name in ("Blue Jay", "Painted Bunting")]
    assert sources.gardens.tolist() == [demo_data.names.index("House Finch")]
    kept = demo_data.runs[demo_data.runs.split == "train"]
    assert len(sources.runs.sightings) <= len(kept)
    assert set(sources.runs.sightings[:, 1].tolist()) <= set(torch.tensor(kept.latitude.to_numpy()).float().tolist())
    assert sources.records.targets.shape[1] == len(demo_data.names)
    assert sources.feeders.present is None


def test_coverage_is_where_training_records_lie(demo_data):
    coverage = coverage_of(demo_data)
    assert coverage.supports([-97.0], [35.0]).all()
    assert not coverage.supports([20.0], [50.0]).any()
