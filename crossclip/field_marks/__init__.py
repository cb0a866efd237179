"""Field marks: what each species looks like, where it keeps, how it behaves and sounds, as a table and its readers.

`species.csv` has a row for each species, in words of `vocabulary.toml` and no others; facts in our own words.
"""

from crossclip.field_marks.table import PLUMAGES, FieldMarks, field_marks, groups, marks_of
from crossclip.field_marks.vocabulary import Look, Mark, Size, Vocabulary, vocabulary

__all__ = [
    "PLUMAGES",
    "FieldMarks",
    "Look",
    "Mark",
    "Size",
    "Vocabulary",
    "field_marks",
    "groups",
    "marks_of",
    "vocabulary",
]
