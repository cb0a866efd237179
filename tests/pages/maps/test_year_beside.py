"""The year comes after the map, and once."""

from concurrent.futures import Future

from tests.pages.map_runs import shown


class LateYear(Future):
    """There when it is asked for the second time, while the page is being drawn."""

    asked = 0

    def done(self):
        self.asked += 1
        return self.asked > 1


def test_a_year_that_comes_while_the_page_is_drawn_is_shown(range_map, monkeypatch):
    late = LateYear()
    monkeypatch.setattr("pages.maps.year_beside.year_beside", lambda *given: late)
    assert shown(range_map())["panels"][0]["year"]


def test_the_map_is_drawn_before_its_year(range_map, monkeypatch):
    drawn_first = []
    monkeypatch.setattr("pages.shared.beside.wait", lambda year: drawn_first.append(year) or year.result())
    app = range_map(species="Northern Cardinal")
    assert shown(app)["panels"][0]["year"]
    assert len(drawn_first) <= 1
