"""Typing errors."""

from random import Random

from train.words.noise import misspelt


def test_one_word_changes_by_a_letter():
    for seed in range(50):
        text = misspelt("small yellow bird with streaks", Random(seed))
        changed = [
            (new, old)
            for new, old in zip(text.split(" "), ["small", "yellow", "bird", "with", "streaks"], strict=True)
            if new != old
        ]
        assert len(changed) <= 1
        assert all(new[0] == old[0] and abs(len(new) - len(old)) <= 1 for new, old in changed)


def test_short_words_stand():
    assert misspelt("a red and tan one", Random(0), errors=5) == "a red and tan one"
