"""Files that maps share: carried in the page, or handed out by a server."""

from crossclip.maps.web.files import contents, links, relief_link, write_files
from crossclip.maps.web.pictures import relief_picture


def test_a_page_without_a_server_carries_everything():
    scripts, styles = links()
    assert [name for name, _ in scripts] == ["leaflet_js", "crossclip_js"]
    assert [name for name, _ in styles] == ["leaflet_css", "crossclip_css"]
    assert all(address.startswith("data:text/") for _, address in scripts + styles)


def test_files_for_a_server_are_written_once_and_mended(tmp_path):
    write_files(tmp_path / "maps")
    (picture,) = (tmp_path / "maps").glob("relief-*.webp")
    assert picture.read_bytes() == relief_picture()
    others = [path for path in (tmp_path / "maps").iterdir() if path != picture]
    assert {path.name: path.read_text(encoding="utf-8") for path in others} == contents()
    kept = [path.stat().st_mtime_ns for path in (tmp_path / "maps" / "leaflet.js", picture)]
    (tmp_path / "maps" / "crossclip.css").write_text("of another version")
    write_files(tmp_path / "maps")
    assert (tmp_path / "maps" / "crossclip.css").read_text(encoding="utf-8") == contents()["crossclip.css"]
    assert [path.stat().st_mtime_ns for path in (tmp_path / "maps" / "leaflet.js", picture)] == kept
    assert relief_link("../maps") == f"../maps/{picture.name}"
    assert relief_link().startswith("data:image/webp;base64,")
    scripts, _ = links("../maps")
    assert scripts[0][1].startswith("../maps/leaflet.js?")


def test_nothing_is_asked_of_the_outside():
    own = contents()["crossclip.js"] + contents()["crossclip.css"]
    assert "http" not in own.replace("http://www.w3.org", "")
