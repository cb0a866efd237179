"""Low-rank adapters in the place of an encoder's own weights (LoRA, Hu et al. 2022), by peft.

They learn, the weights stay; at the end they are merged, so that a model folder is as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from crossclip.errors import CrossClipError


def adaptable(network: nn.Module) -> list[str]:
    """Names of the layers that get adapters: linear ones, or where there are few, as in ResNets, plain convolutions.

    Raises:
        CrossClipError: if it has neither.
    """
    linear = [name for name, part in network.named_modules() if type(part) is nn.Linear]
    if len(linear) < 4:
        linear += [name for name, part in network.named_modules() if type(part) is nn.Conv2d and part.groups == 1]
    if not linear:
        raise CrossClipError(f"{type(network).__name__} has no layer that adapters fit: train it whole, with lora 0")
    return linear


@contextmanager
def adapted(network: nn.Module, rank: int) -> Iterator[None]:
    """Meanwhile adapters of that rank learn in the place of the network's weights; 0 changes nothing.

    Raises:
        CrossClipError: if peft is not installed.
    """
    if not rank:
        yield
        return
    try:
        from peft import LoraConfig, inject_adapter_in_model
        from peft.tuners.lora import LoraLayer
    except ImportError:
        raise CrossClipError("adapters need peft: pip install peft, or train the encoder whole, with lora 0") from None
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=adaptable(network))
    inject_adapter_in_model(config, network)  # which locks all other weights
    try:
        yield
    finally:
        for name, part in [(n, m) for n, m in network.named_modules() if isinstance(m, LoraLayer)]:
            part.merge()  # type: ignore[operator]
            network.set_submodule(name, part.get_base_layer())
        network.requires_grad_(True)
