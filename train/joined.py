"""One contrastive batch out of many parts: of several processes, and of chunks that fit in memory."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, distributed
from torch.distributed.nn.functional import all_gather
from torch.utils.checkpoint import checkpoint


def joined(part: Tensor) -> Tensor:
    """The rows of all processes, one process after the other; gradients flow back to each.

    The gradient that reaches a process is summed over the losses of all, which are equal, and averaged
    again by DistributedDataParallel: that of one process on the joined batch.
    """
    if not (distributed.is_available() and distributed.is_initialized()) or distributed.get_world_size() == 1:
        return part
    if part.requires_grad:
        return torch.cat(all_gather(part.contiguous()))
    parts = [torch.empty_like(part) for _ in range(distributed.get_world_size())]
    distributed.all_gather(parts, part.contiguous())
    return torch.cat(parts)


def in_chunks(encode: Callable[[Tensor], Tensor], inputs: Tensor, chunk: int) -> Tensor:
    """Encode `chunk` rows at a time, keeping nothing but their embeddings until the gradient returns.

    Each chunk is encoded once more on the way back (gradient caching, Gao et al. 2021), so memory grows
    with the chunk and not with the batch. Exact for networks whose rows do not see each other; batch
    norms in training mode take their statistics over a chunk, and count it twice. 0 takes all at once.
    """
    if not chunk or len(inputs) <= chunk:
        return encode(inputs)
    return torch.cat([checkpoint(encode, part, use_reentrant=False) for part in inputs.split(chunk)])
