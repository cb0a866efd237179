"""A square over the photo, by sliders; the drawn one is tested in a browser."""

import io

from PIL import Image

from crossclip.answers.cuts import Cut
from pages.answers.tables import bar_table
from tests.pages.app_runs import open_panel, photo_file, press, table, upload


def test_sliders_cut_the_photo_the_answer_follows_and_it_can_be_undone(app, predictor):
    whole = table(upload(app, photo_file()))
    open_panel(app, "Cut out the bird")
    next(slider for slider in app.slider if slider.label == "Size").set_value(40).run()
    photo = app.session_state["photos"][1]
    assert photo.cut == Cut(0.5, 0.5, 0.4)
    picture = photo.cut.of(Image.open(io.BytesIO(photo.whole.preview)))
    assert table(app) == bar_table(predictor.identify(picture).top(5), {"Photo only": "photo_probability"})
    next(slider for slider in app.slider if slider.label == "From left to right").set_value(30).run()
    assert app.session_state["photos"][1].cut == Cut(0.3, 0.5, 0.4)
    press(app, "Undo the cut")
    assert not app.exception
    assert table(app) == whole
    assert app.session_state["photos"][1].cut is None
