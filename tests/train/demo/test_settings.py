"""Lengths of the demo model's stages."""

from train.demo.settings import DemoSettings


def test_a_shortened_training_has_every_stage_and_keeps_all_but_their_lengths():
    whole, short = DemoSettings(), DemoSettings().shortened(10)
    assert (short.adapted, short.aligned, short.placed) == (2, 20, 50)
    assert (short.reading.bag_steps, short.reading.steps) == (200, 40)
    assert (short.reading.rate, short.reading.batch) == (whole.reading.rate, whole.reading.batch)
    least = whole.shortened(10_000)
    assert (least.adapted, least.aligned, least.placed, least.reading.steps) == (1, 1, 1, 1)
