"""Where in a photo a species was seen: Grad-CAM (Selvaraju et al. 2017) on the last features before pooling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from matplotlib import colormaps
from PIL import Image
from torch import Tensor, fx, nn
from torchvision.models.feature_extraction import create_feature_extractor, get_graph_node_names
from torchvision.transforms import v2

from crossclip.answers.receptive import Cells, cells_of
from crossclip.errors import CrossClipError
from crossclip.photos.reading import PhotoSource, read_photo
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

COLOUR_MAP = "inferno"


@dataclass(frozen=True, eq=False)
class Attention:
    """What of a photo spoke for a species.

    Attributes:
        species: the common name.
        seen: (size, size) the part of the photo that the network looks at, its centre, as RGB.
        heat: (size, size) float32 from 0 to 1, the share of the strongest point; all 0 where nothing
            in the photo spoke for the species.
    """

    species: str
    seen: Image.Image
    heat: np.ndarray

    def overlay(self, opacity: float) -> Image.Image:
        """The part of the photo with the heat laid over it: clear where it is 0, and where it is 1 of
        the colour map's last colour, at an opacity from 0 to 1."""
        colours = 255 * colormaps[COLOUR_MAP](self.heat)[..., :3]
        weight = opacity * self.heat[..., None]
        return Image.fromarray((weight * colours + (1 - weight) * np.asarray(self.seen)).round().astype(np.uint8))


class Explainer:
    """Computes attention maps with a model's own weights.

    Raises:
        CrossClipError: if the photo encoder pools no map of features, as in a vision transformer.
    """

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        predictor.load_photo()
        # A traced graph, not a hook: a hook would fire in the threads of other people's photos too.
        self.network, self.cells = with_map(predictor.model.photo.backbone, predictor.config.photo_encoder)

    def attention(self, photo: PhotoSource, species: str, sighting: Sighting = Sighting()) -> Attention:
        """The attention of one photo for a species, by common or scientific name, given place and date."""
        predictor, config = self.predictor, self.predictor.config
        index = predictor.find_species(species)
        picture = read_photo(photo)
        meta = predictor.embed_sightings([sighting]).clone().to(predictor.device)
        with torch.enable_grad():
            pixels = predictor.transform(picture)[None].to(predictor.device).requires_grad_()
            output = self.network(predictor.model.photo.oriented(pixels))
            embedding = predictor.model.photo.projection(output["features"])
            logit = predictor.model(embedding, meta)[0, index]
            (gradient,) = torch.autograd.grad(logit, output["map"])
        oriented = gradcam(output["map"].detach(), gradient, config.photo_size, self.cells)
        heat = predictor.model.photo.oriented(oriented)[0, 0].cpu().numpy()
        crop = v2.Compose([v2.Resize(config.photo_resize), v2.CenterCrop(config.photo_size)])
        return Attention(config.species[index], crop(picture), heat)


def gradcam(features: Tensor, gradient: Tensor, size: int, cells: Cells) -> Tensor:
    """Weigh feature maps (N, C, H, W) by their mean gradient, keep what speaks for the class, and bring it to
    (N, 1, size, size), each cell where it looks, with a largest value of 1, or all 0."""
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    heat = (weights * features).sum(dim=1, keepdim=True).relu()
    heat = cells.spread(heat, size)
    return heat / heat.amax(dim=(2, 3), keepdim=True).clamp_min(torch.finfo(heat.dtype).tiny)


def with_map(backbone: nn.Module, name: str) -> tuple[fx.GraphModule, Cells]:
    """The backbone, weights shared, that gives {"features", "map"}: its output, and the map of features that it pools
    at its end; and where the cells of that map look."""
    try:
        last = get_graph_node_names(backbone, suppress_diff_warning=True)[1][-1]
        network: fx.GraphModule = create_feature_extractor(backbone, [last], suppress_diff_warning=True).eval()
    except Exception:  # whatever stands in the way of following a network of another library
        raise CrossClipError(f"{name} cannot be followed step by step, so where it looks cannot be shown") from None
    modules = dict(network.named_modules())
    pooling = [node for node in network.graph.nodes if _pools(node, modules)]
    if not pooling:
        raise CrossClipError(f"{name} pools no map of features, so where it looks cannot be shown")
    *_, output = network.graph.nodes
    pooled = pooling[-1].all_input_nodes[0]
    cells = cells_of(network, pooled)
    output.args = ({"features": output.args[0][last], "map": pooled},)
    network.recompile()
    return network, cells


def _pools(node: fx.Node, modules: dict[str, nn.Module]) -> bool:
    if node.op == "call_module":
        return isinstance(modules[str(node.target)], nn.AdaptiveAvgPool2d)
    return node.target in (nn.functional.adaptive_avg_pool2d, "mean")
