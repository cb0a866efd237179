"""One contrastive batch out of many parts: of several processes, and of chunks that fit in memory."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, distributed
from torch.utils.checkpoint import checkpoint


def joined(part: Tensor) -> Tensor:
    """The rows of all processes, one process after the other; gradients flow back to each.

    The gradient that reaches a process is summed over the losses of all, which are equal, and averaged
    again by DistributedDataParallel: that of one process on the joined batch.
    """
    alone = not (distributed.is_available() and distributed.is_initialized()) or distributed.get_world_size() == 1
    return part if alone else _Gather.apply(part)


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx, part: Tensor) -> Tensor:
        parts = [torch.empty_like(part) for _ in range(distributed.get_world_size())]
        distributed.all_gather(parts, part.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        gradient = gradient.clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(gradient)
        return gradient.chunk(distributed.get_world_size())[distributed.get_rank()]


def joined_mean(values: Tensor, weights: Tensor | None = None) -> Tensor:
    """This process's share of the mean over the rows (N,) of all processes, of which each may hold another number.

    The average of the shares is that mean: that of the values, or their sum over that of the weights.
    0 where no process has a row.
    """
    held = joined((torch.ones_like(values) if weights is None else weights).sum()[None])
    return values.sum() * len(held) / held.sum().clamp(min=torch.finfo(held.dtype).tiny)


def in_chunks(encode: Callable[[Tensor], Tensor], inputs: Tensor, chunk: int) -> Tensor:
    """Encode `chunk` rows at a time, keeping nothing but their embeddings until the gradient returns.

    Each chunk is encoded once more on the way back (gradient caching, Gao et al. 2021), so memory grows
    with the chunk and not with the batch. Exact for networks whose rows do not see each other; batch
    norms in training mode take their statistics over a chunk, and count it twice. 0 takes all at once.
    """
    if not chunk or len(inputs) <= chunk:
        return encode(inputs)
    return torch.cat([checkpoint(encode, part, use_reentrant=False) for part in inputs.split(chunk)])
