"""Charts draw the numbers of a report."""

from pages.report.charts import accuracy_chart, pairs_chart, recall_chart, reliability_chart


def test_charts_draw_the_numbers_of_the_report(report):
    lines = [line for line in report["results"] if line["main"]]
    chart = accuracy_chart(lines, "category")
    means = [trace for trace in chart.data if trace.error_x.array is not None]
    assert [trace.x[0] for trace in means] == [100 * line["category"]["top1"]["mean"] for line in lines]
    assert [trace.error_x.array[0] for trace in means] == [100 * line["category"]["top1"]["sd"] for line in lines]
    assert chart.layout.yaxis.categoryarray[-1] == "photo classifier"  # on top

    curve = reliability_chart(report["reliability"]["photo"]).data[1]
    assert list(curve.y) == [100 * one["accuracy"] for one in report["reliability"]["photo"]]

    gained, lost = pairs_chart(report["pairs"]).data
    assert list(gained.x) == [pair["gained"] for pair in report["pairs"]]
    assert list(lost.x) == [-pair["lost"] for pair in report["pairs"]]

    _, photo, together = recall_chart(report["recall"]).data
    assert list(photo.x) == [100 * one["photo"] for one in report["recall"]]
    assert list(together.x) == [100 * one["photo+place+date"] for one in report["recall"]]
