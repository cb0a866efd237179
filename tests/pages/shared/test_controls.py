"""Controls that several pages have."""

from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from pages.shared.controls import segmented

    st.session_state.setdefault("kind", "a week")
    st.session_state.chosen = segmented("When", ("a week", "the year"), "kind")


def test_one_of_a_few_is_chosen_and_stays_through_runs():
    app = AppTest.from_function(script).run()
    assert app.session_state.chosen == "a week"
    app.segmented_control(key="kind").set_value("the year").run()
    assert app.session_state.chosen == "the year"
    assert app.run().session_state.chosen == "the year"
    assert app.segmented_control(key="kind").options == ["a week", "the year"]
