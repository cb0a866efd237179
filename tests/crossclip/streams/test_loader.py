"""No process of a loader outlives it."""

import multiprocessing

import pytest
from torch.utils.data import DataLoader, Dataset

from crossclip.streams.loader import each


class Numbers(Dataset[int]):
    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> int:
        if index == 5:
            raise ValueError("five")
        return index


@pytest.mark.parametrize("persistent", [True, False])
def test_processes_end_with_an_error_that_is_kept(persistent):
    before = {child.pid for child in multiprocessing.active_children()}
    given = []
    with pytest.raises(ValueError, match="five") as kept:
        given.extend(
            batch.item() for batch in each(DataLoader(Numbers(), num_workers=1, persistent_workers=persistent))
        )
    assert kept.tb is not None
    assert {child.pid for child in multiprocessing.active_children()} <= before


def test_what_a_loader_gives_comes_in_its_order():
    numbers = [batch.tolist() for batch in each(DataLoader(range(4), batch_size=2))]
    assert numbers == [[0, 1], [2, 3]]
