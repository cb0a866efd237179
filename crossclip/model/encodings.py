"""Place and date as numbers for an encoder: neither the date line nor New Year is a seam."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from crossclip.environment import sample_environment


def encode_place_wrap(longitude: Tensor, latitude: Tensor) -> Tensor:
    """(N, 4). Sine and cosine of pi lon / 180 and pi lat / 90: the paper's encoding, and Mac Aodha
    et al.'s. It makes both poles one point."""
    angles = torch.stack([longitude * math.pi / 180, latitude * math.pi / 90], dim=-1)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


def encode_place_sphere(longitude: Tensor, latitude: Tensor) -> Tensor:
    """(N, 3). The point on the unit sphere: poles apart, no seam at the date line."""
    lon, lat = torch.deg2rad(longitude), torch.deg2rad(latitude)
    return torch.stack([lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()], dim=-1)


def encode_place_sphere_waves(longitude: Tensor, latitude: Tensor) -> Tensor:
    """(N, 27). The point on the sphere and sines and cosines of it at four octaves, so that a
    small network can draw borders finer than a continent."""
    point = encode_place_sphere(longitude, latitude)
    waves = torch.cat([point * math.pi * octave for octave in (1, 2, 4, 8)], dim=-1)
    return torch.cat([point, waves.sin(), waves.cos()], dim=-1)


def encode_season(year_fraction: Tensor) -> Tensor:
    """(N, 2). Sine and cosine of the year's angle."""
    angle = (2 * math.pi * year_fraction)[..., None]
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


PLACE_ENCODINGS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "wrap": encode_place_wrap,
    "sphere": encode_place_sphere,
    "sphere-waves": encode_place_sphere_waves,
}

PLACE_COVARIATES: dict[str, Callable[[Tensor, Tensor], Tensor] | None] = {
    "none": None,
    "environment": sample_environment,
}


def place_inputs(encoding: str, covariates: str = "none") -> Callable[[Tensor, Tensor], Tensor]:
    """What the network reads of a place: its encoding and, where asked for, what the ground is like there.

    Returns:
        from longitude and latitude (N,) in degrees to (N, width).

    Raises:
        ValueError: for a name that is in neither table.
    """
    for kind, name, table in (
        ("place encoding", encoding, PLACE_ENCODINGS),
        ("place covariates", covariates, PLACE_COVARIATES),
    ):
        if name not in table:
            raise ValueError(f"{kind} {name!r} is unknown: use one of {', '.join(table)}")
    encode, sample = PLACE_ENCODINGS[encoding], PLACE_COVARIATES[covariates]
    if sample is None:
        return encode
    return lambda longitude, latitude: torch.cat([encode(longitude, latitude), sample(longitude, latitude)], dim=-1)
