"""Help out of documentation."""

from dataclasses import dataclass

from train.command.help import described


@dataclass
class Cooking:
    """How to cook.

    Attributes:
        salt, pepper: in grams,
            each: to taste.
        heat: `high` or 50%.
    """

    salt: int = 1
    pepper: int = 2
    heat: str = "high"


def test_help_is_what_the_documentation_says():
    assert described(Cooking) == {
        "salt": "in grams, each: to taste",
        "pepper": "in grams, each: to taste",
        "heat": "high or 50%",
    }
