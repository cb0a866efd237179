"""Measured results as a table."""

import pytest

from pages.report.charts import accuracy_chart
from pages.report.table import comparison, measured, results_table


def test_a_single_seed_has_no_deviation(report):
    line = report["results"][0] | {"ours_better_by": None}
    top1 = {"mean": 0.5, "sd": None, "values": [0.5], "interval": [0.4, 0.6]}
    line["category"] = line["category"] | {"top1": top1}
    assert measured(top1) == "50.00"
    assert "±" not in results_table([line], "category").split("</td>")[1]
    assert accuracy_chart([line], "category").data[1].error_x.array is None


@pytest.mark.parametrize(
    ("better", "words"),
    [
        (
            {"difference": 0.021, "standard_deviations": 3.24, "error_reduction": 0.156},
            "ours 2.10 points better, 3.2 SD, 16 % fewer errors",
        ),
        (
            {"difference": -0.005, "standard_deviations": -0.4, "error_reduction": -0.05},
            "ours 0.50 points worse, 0.4 SD, 5 % more errors",
        ),
        ({"difference": 0.0, "standard_deviations": None, "error_reduction": None}, "ours 0.00 points better"),
        (None, ""),
    ],
)
def test_ours_is_said_to_be_better_or_worse(better, words):
    assert comparison(better) == words


def test_labels_are_text_and_not_markup(report):
    assert "<script>" not in results_table([report["results"][0] | {"label": "<script>"}], "category")
