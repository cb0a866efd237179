"""Where in a picture the cells of a network's map look: the centres of their receptive fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn.functional import grid_sample

SLIDING = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)


@dataclass(frozen=True)
class Cells:
    """Cell i of a map looks at pixels around `start + step * i`, counted from 0."""

    start: float = 0.0
    step: float = 1.0

    def after(self, layer: nn.Module) -> Cells:
        """Those of a layer's map, given those of what it slides over; its height stands for its width."""
        if not isinstance(layer, SLIDING):
            return self
        size, stride, dilation = (_first(getattr(layer, name, 1)) for name in ("kernel_size", "stride", "dilation"))
        middle = dilation * (size - 1) / 2
        padding = middle if layer.padding == "same" else _first(layer.padding)
        return Cells(self.start + self.step * (middle - padding), self.step * stride)

    def spread(self, cells: Tensor, size: int) -> Tensor:
        """Values of cells (N, C, H, W) at all pixels, (N, C, size, size): linear between the cells' centres, and beyond
        the outermost as they are."""
        height, width = cells.shape[-2:]
        pixels = (torch.arange(size, dtype=cells.dtype, device=cells.device) - self.start) / self.step
        rows, columns = (2 * pixels / max(count - 1, 1) - 1 for count in (height, width))
        grid = torch.stack(torch.meshgrid(columns, rows, indexing="xy"), dim=-1)
        grid = grid.expand(len(cells), -1, -1, -1)
        return grid_sample(cells, grid, mode="bilinear", padding_mode="border", align_corners=True)


def cells_of(network: fx.GraphModule, node: fx.Node) -> Cells:
    """Those of the map that a node of a network gives; where paths meet, they are those of the first."""
    modules = dict(network.named_modules())
    path = [node]
    while path[-1].all_input_nodes:
        path.append(path[-1].all_input_nodes[0])
    cells = Cells()
    for step in reversed(path):
        if step.op == "call_module":
            for layer in modules[str(step.target)].modules():  # torchvision calls a convolution with its norm one step
                cells = cells.after(layer)
    return cells


def _first(value: Any) -> float:
    return float(value[0] if isinstance(value, tuple) else value)
