"""The matrix holds the commonest mistakes."""

from pages.many.confusion import MOST, confused, confusion_chart, mistakes
from pages.many.marks import OFF_LIST, RIGHT, WRONG, Mark


def mark(name: str, said: str, verdict: str = WRONG) -> Mark:
    return Mark(name, said, verdict, False)


MARKED = [mark("Jay", "Wren"), mark("Jay", "Wren"), None, mark("Wren", "Wren", RIGHT), mark("Dodo", "Jay", OFF_LIST)]


def test_only_mistakes_are_counted():
    assert mistakes(MARKED) == {("Jay", "Wren"): 2, ("Dodo", "Jay"): 1}
    assert confused(mistakes(MARKED)) == ["Jay", "Wren", "Dodo"]


def test_rows_are_birds_and_columns_what_they_were_called():
    (heat,) = confusion_chart(MARKED).data
    assert list(heat.y) == ["Jay", "Wren", "Dodo"]
    assert [list(row) for row in heat.text] == [["", 2, ""], ["", 1, ""], [1, "", ""]]
    assert [list(row) for row in heat.z] == [[0, 2, 0], [0, 0, 0], [1, 0, 0]], "what is right has no colour"


def test_a_phone_has_room_for_the_matrix():
    many = [mark(f"Bird {i}", f"Bird {i + 1}") for i in range(40)]
    assert len(confused(mistakes(many))) <= MOST
