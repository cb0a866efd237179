"""Photos inside tar files."""

import pytest

from crossclip.photos.reading import PhotoError
from train.tables.stored import file_of, inside, stored


def test_the_bytes_of_a_photo_are_read_where_they_lie(tmp_path):
    shard = tmp_path / "a.tar"
    shard.write_bytes(b"headingPHOTOrest")
    named = inside(shard, 7, 5)
    assert stored(named) == b"PHOTO"
    assert file_of(named) == str(shard)
    assert stored("a/photo.jpg") == file_of("a/photo.jpg") == "a/photo.jpg"


def test_a_shard_that_is_gone_or_too_short_is_named(tmp_path):
    with pytest.raises(PhotoError, match=r"a.tar cannot be read: No such file"):
        stored(inside(tmp_path / "a.tar", 0, 5))
    (tmp_path / "a.tar").write_bytes(b"abc")
    with pytest.raises(PhotoError, match=r"a.tar ends before the photo at 1"):
        stored(inside(tmp_path / "a.tar", 1, 5))
