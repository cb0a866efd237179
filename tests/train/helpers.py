"""What tests of the engine share: runs on two processes, and the smallest thing that learns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.optim import SGD

from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.pace import TIMED
from train.engine.settings import LoopSettings

ROOT = Path(__file__).parents[2]


PATHS = str(ROOT)


# Accelerate looks for a GPU for each process, also for those that work on the CPU.
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": PATHS, "CUDA_VISIBLE_DEVICES": ""}


def torchrun(*arguments):
    """What a command on two processes wrote to standard error."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    process = subprocess.Popen(
        [*command, *map(str, arguments)],
        cwd=ROOT,
        env=ENVIRONMENT,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, errors = process.communicate(timeout=120)
    finally:
        process.terminate()  # which ends its two as well
    assert process.returncode == 0, errors[-3000:]
    return errors


def assert_close(left, right):
    left, right = load_file(left), load_file(right)
    assert left.keys() == right.keys()
    for key, value in left.items():
        torch.testing.assert_close(value, right[key], rtol=1e-4, atol=1e-5, msg=key)


class Line(Objective[torch.Tensor]):
    """The smallest thing that learns: one weight, whose loss is its product with the batch."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.trail = []

    def forward(self, batch):
        self.trail.append(self.weight.item())
        return Loss((self.weight * batch).sum())


def learn(numbers, output, validate=None, **settings):
    """Descend on a stream of numbers, each step by the rate times its number: where the weight was before
    each, and where it ended."""
    line = Line()
    settings = LoopSettings(**({"warmup": 0, "schedule": "constant", "clip": 1e9} | settings))

    def stream(begin, part):
        for number in numbers[begin:]:
            if number is None:
                raise KeyboardInterrupt
            yield torch.tensor([number])

    measure = validate and (lambda: validate(line.weight.item()))
    train("line", line, SGD(line.parameters(), lr=1.0), stream, settings, output, validate=measure)
    return [*line.trail, line.weight.item()]


def all_entries(output):
    return [json.loads(line) for line in (output / "metrics.jsonl").read_text().splitlines()]


def entries(output):
    """What a run tells, but for what another run of the same would not repeat."""
    return [{key: value for key, value in entry.items() if key not in TIMED} for entry in all_entries(output)]
