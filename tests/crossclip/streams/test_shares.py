"""Every part falls to one process, however many there are and whatever is done already."""

from crossclip.streams.shares import Share, device_of


def test_parts_fall_to_one_process_each():
    missing = [0, 2, 3, 7, 8]
    shares = [Share(index, 3).of(missing) for index in range(3)]
    assert sorted(part for share in shares for part in share) == missing
    assert [Share(index, 3).writes for index in range(3)] == [True, False, False]


def test_the_environment_says_which_process_this_is(monkeypatch):
    monkeypatch.delenv("RANK", raising=False)
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    assert Share.here() == Share(0, 1)
    monkeypatch.setenv("RANK", "2")
    monkeypatch.setenv("WORLD_SIZE", "4")
    assert Share.here() == Share(2, 4)


def test_each_process_of_a_machine_has_its_own_gpu(monkeypatch):
    monkeypatch.delenv("LOCAL_RANK", raising=False)
    assert device_of("cuda") == "cuda"
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert (device_of("cuda"), device_of("cuda:0"), device_of("cpu")) == ("cuda:1", "cuda:0", "cpu")
