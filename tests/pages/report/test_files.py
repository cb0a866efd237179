"""The files of a report."""

from pages.report.files import read_report, results_folder
from pages.shared.model import ROOT


def test_a_report_is_read_from_the_folder_that_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("CROSSCLIP_RESULTS", raising=False)
    assert results_folder() == ROOT / "assets" / "results"
    monkeypatch.setenv("CROSSCLIP_RESULTS", str(tmp_path))
    assert read_report("results.json") is None
    (tmp_path / "results.json").write_text('{"photos": 3}', encoding="utf-8")
    assert read_report("results.json") == {"photos": 3}
