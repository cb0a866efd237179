"""A description with the words marked that counted, and those named that the model does not know."""

from __future__ import annotations

from html import escape

from crossclip.words.description import COUNTS, Description, Word

FULL = 3.0  # the change of a log-probability that is marked most strongly


def marked_words(reading: Description, species: int) -> str:
    """HTML of the text: what spoke for a species is marked, what spoke against it or is not known underlined."""
    counted = reading.counted(species)
    parts: list[str] = []
    end = 0
    for word in reading.words:
        parts += [escape(reading.text[end : word.start]), _marked(escape(reading.of(word)), word, counted.get(word))]
        end = word.end
    return f"<p class='reading'>{''.join(parts)}{escape(reading.text[end:])}</p>"


def what_counted(reading: Description, species: int, name: str) -> str:
    """The same in a sentence, for those who do not see the marks."""
    counted = reading.counted(species)
    by_size = sorted(counted, key=lambda word: -abs(counted[word]))
    for_it = [reading.of(word) for word in by_size if counted[word] > 0]
    against = [reading.of(word) for word in by_size if counted[word] < 0]
    said = f"What spoke for {name}: {', '.join(for_it)}." if for_it else f"No word by itself speaks for {name}."
    return said + (f" Against it: {', '.join(against)}." if against else "")


def _marked(shown: str, word: Word, change: float | None) -> str:
    if not word.read:
        return f"<span class='unread'>{shown}</span>"
    if not word.known:
        return f"<span class='unknown' title='not known to the model'>{shown}</span>"
    if change is None:
        return shown
    if change < 0:
        return f"<span class='against' title='spoke against it'>{shown}</span>"
    strength = 0.2 + 0.5 * min((change - COUNTS) / (FULL - COUNTS), 1.0)
    return f"<mark style='--strength: {strength:.2f}' title='spoke for it'>{shown}</mark>"
