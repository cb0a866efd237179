"""Networks of torchvision as photo encoders take them: without their last layer, and folded where weights are."""

from __future__ import annotations

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def torchvision_backbone(name: str, pretrained: bool = False) -> tuple[nn.Module, int]:
    """A torchvision classifier whose last linear layer is gone, and the width of its features.

    Raises:
        ValueError: if torchvision has no classifier of that name.
    """
    from torchvision import models

    if name not in models.list_models(module=models):  # classifiers only
        raise ValueError(f"torchvision has no classifier called {name!r}: use a name such as resnet50")
    network = models.get_model(name, weights="DEFAULT" if pretrained else None)
    linear = [(n, m) for n, m in network.named_modules() if isinstance(m, nn.Linear)]
    if not linear:
        raise ValueError(f"torchvision's {name} ends in no linear layer: use a network such as resnet50")
    last_name, last = linear[-1]
    parent = network.get_submodule(last_name.rpartition(".")[0])
    setattr(parent, last_name.rpartition(".")[2], nn.Identity())
    return network, last.in_features


def fold_batch_norm(network: nn.Module) -> None:
    """Merge, in place, each batch norm into the convolution registered just before it."""
    network.eval()
    for module in network.modules():
        previous_name, previous = "", None
        for name, child in list(module.named_children()):
            if isinstance(child, nn.BatchNorm2d) and isinstance(previous, nn.Conv2d):
                setattr(module, previous_name, fuse_conv_bn_eval(previous, child))
                setattr(module, name, nn.Identity())
            previous_name, previous = name, child
