"""A question waits for an answer, then says which was right."""

from streamlit.testing.v1 import AppTest

from pages.lessons.guess import verdict

PAGE = """
import streamlit as st
from pages.lessons.guess import guess
st.write(guess("Which?", ["Jay", "Wren"], "Wren", "asked"))
"""


def test_the_right_answer_is_told_after_a_guess():
    app = AppTest.from_string(PAGE, default_timeout=60).run()
    assert not any(button.disabled for button in app.button)
    app.button(key="asked_0").click().run()
    assert app.session_state.asked == "Jay"
    assert [button.proto.icon for button in app.button] == [":material/arrow_right:", ":material/check:"]
    assert all(button.disabled for button in app.button)


def test_a_verdict():
    assert verdict("Jay", "Jay") == "Right."
    assert verdict("Jay", "Wren") == "Your guess was: Jay."
