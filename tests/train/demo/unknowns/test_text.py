"""What the card says of birds that the model does not know."""

from train.demo.unknowns.text import unknown_text

SHARES = {"doubted": 0.02, "unsure": 0.1, "unsure_or_doubted": 0.11, "unknown": 0.01, "group": 0.05}


def test_kinds_and_measures_are_tables():
    kinds = {
        "test": {"photos": 7, "species": 3, **SHARES, "group_right": 0.99},
        "pages": {"photos": 5, "species": 0, **SHARES, "group_right": None},
    }
    cuts = {"photos": 12, "unsure": 5, "offered": 3, "before": 1, "after": 2}
    measures = {"energy": {"auc": 0.9, "caught": 0.5}}
    text = unknown_text({"strangers": 9, "kinds": kinds, "measures": measures, "cuts": cuts})
    assert "a cut is offered to 3" in text
    assert "| listed birds, CUB's test photos | 7 / 3 | 2.0% | 10.0% | 11.0% | 1.0% | 5.0% | 99.0% |" in text
    assert "| pages of letters | 5 | 2.0%" in text
    assert "| energy | 0.900 | 50.0% |" in text


def test_what_was_not_measured_is_not_said():
    assert unknown_text({}) == unknown_text({"known_birds": 0.02}) == ""
