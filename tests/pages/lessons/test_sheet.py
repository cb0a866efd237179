"""The teacher's sheet is a PDF of A4 pages with words that can be read."""

import re
import zlib

from pages.lessons.sheet import sheet, teachers_sheet


def test_the_sheet_is_a_pdf_of_a4_pages(monkeypatch, tiny_folder):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    content = sheet()
    assert content.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox \[([^\]]+)\]", content)
    assert boxes
    assert all([round(float(side)) for side in box.split()[2:]] == [595, 842] for box in boxes)
    assert len(re.findall(rb"/Type /Page\b(?!s)", content)) == 3
    assert content.count(b"/Subtype /Image") >= 6
    assert len(zlib.compress(content)) < 3_000_000
    assert teachers_sheet(str(tiny_folder)) == content, "it is made once"
