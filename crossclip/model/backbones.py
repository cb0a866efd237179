"""Networks as photo encoders take them, without their last layer: of torchvision, timm or open_clip, by name.

`resnet50` is torchvision's, `timm:convnext_base.fb_in22k` timm's, `open_clip:ViT-B-16/laion2b_s34b_b88k` the photo
tower of open_clip's ViT-B-16, whose pre-trained weights have the name behind the slash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def photo_backbone(name: str, pretrained: bool = False) -> tuple[nn.Module, int]:
    """A network without its last layer, and the width of its features.

    Args:
        pretrained: fetch the weights that its library has for it.

    Raises:
        ValueError: if there is none of that name, or its library is not installed.
    """
    family, _, rest = name.partition(":")
    if family in FAMILIES:
        return FAMILIES[family](rest, pretrained)
    return torchvision_backbone(name, pretrained)


def photo_settings(name: str) -> dict[str, Any]:
    """What a network wants to see, as settings of `CrossClipConfig`; none for torchvision's, whose are the defaults.

    Raises:
        ValueError: as `photo_backbone` does.
    """
    family, _, rest = name.partition(":")
    return SETTINGS[family](rest) if family in SETTINGS and rest else {}


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


def timm_backbone(name: str, pretrained: bool = False) -> tuple[nn.Module, int]:
    timm = _library("timm", "timm")
    if not timm.is_model(name):
        near = ", ".join(timm.list_models(f"{name.split('.')[0][:6]}*")[:3])
        raise ValueError(f"timm has no network {name!r}" + (f": did you mean {near}?" if near else ""))
    network: nn.Module = timm.create_model(name, pretrained=pretrained, num_classes=0)
    width = getattr(network, "head_hidden_size", None) or network.num_features
    return network, cast(int, width)


def timm_settings(name: str) -> dict[str, Any]:
    network, _ = timm_backbone(name)
    wants = _library("timm.data", "timm").resolve_model_data_config(network)
    size = wants["input_size"][-1]
    return {
        "photo_size": size,
        "photo_resize": round(size / wants["crop_pct"]),
        "photo_mean": tuple(wants["mean"]),
        "photo_std": tuple(wants["std"]),
        "photo_interpolation": "bicubic" if wants["interpolation"] == "bicubic" else "bilinear",
    }


def open_clip_backbone(name: str, pretrained: bool = False) -> tuple[nn.Module, int]:
    visual: nn.Module = open_clip_model(name, pretrained).visual
    return visual, cast(int, visual.output_dim)


def open_clip_settings(name: str) -> dict[str, Any]:
    visual = open_clip_model(name).visual
    size = visual.image_size[0] if isinstance(visual.image_size, tuple) else visual.image_size
    wants = visual.preprocess_cfg
    return {
        "photo_size": size,
        "photo_resize": size,
        "photo_mean": tuple(wants["mean"]),
        "photo_std": tuple(wants["std"]),
        "photo_interpolation": "bicubic",
    }


def open_clip_model(name: str, pretrained: bool = False) -> Any:
    """Both towers of an open_clip model; `pretrained` fetches the weights whose name stands behind the slash."""
    open_clip = _library("open_clip", "open_clip_torch")
    hub = name.startswith("hf-hub:")
    architecture, _, weights = (name, "", "") if hub else name.partition("/")
    if not hub and architecture not in open_clip.list_models():
        raise ValueError(f"open_clip has no model {architecture!r}: use one such as ViT-B-16")
    if hub:
        return open_clip.create_model(architecture, load_weights=pretrained)
    if pretrained and not weights:
        raise ValueError(f"open_clip:{architecture} names no weights: write open_clip:{architecture}/laion2b_s34b_b88k")
    return open_clip.create_model(architecture, pretrained=weights if pretrained else None)


def _library(module: str, package: str) -> Any:
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        raise ValueError(f"{module} is not installed: pip install {package}") from None


FAMILIES: Mapping[str, Callable[[str, bool], tuple[nn.Module, int]]] = MappingProxyType(
    {"timm": timm_backbone, "open_clip": open_clip_backbone}
)
SETTINGS: Mapping[str, Callable[[str], dict[str, Any]]] = MappingProxyType(
    {"timm": timm_settings, "open_clip": open_clip_settings}
)
