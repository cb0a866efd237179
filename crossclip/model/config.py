"""What a model is made of: the settings in `config.json`."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field, fields
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from crossclip.errors import CrossClipError

CONFIG_FILE = "config.json"


class ModelError(CrossClipError):
    """A model folder that is missing, incomplete or not what its configuration says."""


@dataclass(frozen=True)
class CrossClipConfig:
    """What a model is made of; everything needed to build it before its weights are read.

    Attributes:
        species, scientific_names: the classes, in the order of the logits; a scientific name may be blank.
        photo_encoder: name, see `crossclip.model.backbones`. `photo_folded`: batch norms are merged into convolutions.
        photo_turned: pixels are turned by 180 degrees before the backbone, whose padding then falls where that
            of a network made with padding at the bottom and right alone did.
        photo_resize, photo_size: shorter side after resizing, then the centre crop, in pixels.
        photo_interpolation: of resizing, bilinear or bicubic.
        text_encoder: the transformers configuration of the text encoder, as a dictionary.
        text_reads: what the text encoder has read, in words that end a sentence; blank is unsaid.
        calibration: temperature that divides the logits, by what is known: "photo", "text", "meta",
            "photo+meta", "text+meta" (fitted on validation data); "photo+text" and "photo+text+meta"
            divide what is joined of these. One that is missing is 1, or that of less, see `FALLBACK`.
        photo_threshold: `Predictor.familiarity` below which a photo does not look like anything the
            model knows (fitted by train.demo.unknowns); None where it was not fitted.
        place_covariates: what the place encoder reads of a place besides its encoding.
        surveyed: species whose absence surveys have taught as well: only of these `visits` speaks.
        summer_only: species that rest on summer surveys alone; of other seasons nothing is known.
    """

    species: tuple[str, ...]
    scientific_names: tuple[str, ...]
    photo_encoder: str = "resnet50"
    photo_folded: bool = False
    photo_turned: bool = False
    photo_resize: int = 256
    photo_size: int = 224
    photo_interpolation: str = "bilinear"
    photo_mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    photo_std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    text_encoder: dict[str, Any] = field(default_factory=dict)
    text_reads: str = ""
    prompt: str = "This is a photograph of a bird called {name}"
    place_encoding: str = "wrap"
    place_covariates: str = "none"
    meta_width: int = 256
    meta_depth: int = 4
    meta_dropout: float = 0.5
    embedding_dim: int = 256
    projection_dropout: float = 0.1
    head_width: int = 512
    head_dropout: float = 0.5
    calibration: dict[str, float] = field(default_factory=dict)
    photo_threshold: float | None = None
    surveyed: tuple[str, ...] = ()
    summer_only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.species or len(self.species) != len(self.scientific_names):
            raise ModelError(
                f"{len(self.species)} species and {len(self.scientific_names)} scientific names: "
                "a model needs one of each for every class"
            )
        for name in ("photo_resize", "photo_size", "meta_width", "embedding_dim", "head_width"):
            _check_positive(name, getattr(self, name))
        for name, values in (("photo_std", self.photo_std), ("calibration", self.calibration.values())):
            for value in values:
                _check_positive(name, value)
        if self.photo_interpolation not in ("bilinear", "bicubic"):
            raise ModelError(f"setting photo_interpolation is {self.photo_interpolation!r}: use bilinear or bicubic")
        if "{name}" not in self.prompt:
            raise ModelError(f"setting prompt is {self.prompt!r}: it must say where the {{name}} goes")

    @classmethod
    def from_json(cls, text: str) -> CrossClipConfig:
        """Read `config.json`; unknown keys and wrong types are refused by name."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ModelError(f"{CONFIG_FILE} is not JSON: {error}") from None
        if not isinstance(values, dict):
            raise ModelError(f"{CONFIG_FILE} is not a JSON object of settings")
        kinds, words = get_type_hints(cls), {f.name: f.type for f in fields(cls)}
        if unknown := sorted(values.keys() - kinds.keys()):
            raise ModelError(f"{CONFIG_FILE} has unknown settings: {', '.join(unknown)}")
        if missing := sorted({"species", "scientific_names"} - values.keys()):
            raise ModelError(f"{CONFIG_FILE} lacks the settings {', '.join(missing)}")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        for name, value in values.items():
            if not _fits(value, kinds[name]):
                raise ModelError(f"setting {name} is {repr(value)[:60]}: it must be of type {words[name]}")
        return cls(**values)

    def find_species(self, name: str) -> int:
        """Index of a species by common or scientific name, whatever the case.

        Raises:
            CrossClipError: naming the closest species the model knows.
        """
        import difflib

        wanted = name.strip().casefold().replace("\u2019", "'")
        names = [n.casefold() for n in (*self.species, *self.scientific_names)]
        if wanted and wanted in names:
            return names.index(wanted) % len(self.species)
        close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
        hint = f": did you mean {self.species[names.index(close[0]) % len(self.species)]}?" if close else ""
        raise CrossClipError(f"{name!r} is not among the {len(self.species)} species of this model{hint}")

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def _check_positive(name: str, value: float) -> None:
    if not 0 < value < math.inf:
        raise ModelError(f"setting {name} is {value}: it must be above 0")


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value read from JSON has an annotated type, down to its items."""
    outer, inner = get_origin(kind), get_args(kind)
    if outer is UnionType:
        return any(_fits(value, one) for one in inner)
    if outer is tuple and isinstance(value, tuple):
        kinds = inner[:1] * len(value) if inner[-1] is ... else inner
        return len(kinds) == len(value) and all(map(_fits, value, kinds))
    if outer is dict and isinstance(value, dict):
        return all(_fits(item, inner[1]) for item in value.values())
    if kind in (int, float):
        return isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
    return kind is Any or (outer is None and isinstance(value, kind))
