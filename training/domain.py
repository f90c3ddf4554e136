"""What a planar model pack is about: media, limits and grid, as written by training/generate-data.ts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List

import numpy as np


@dataclass(frozen=True)
class Domain:
    """Alternating layers, outermost first, on a half-space at normal incidence. Convention: N = n + ik, k >= 0."""

    wavelengths_nm: np.ndarray
    layer_count: int
    min_nm: float
    max_nm: float
    ambient: np.ndarray  # complex N on the grid
    layer_media: List[np.ndarray]  # complex N of the materials in turn; layer j has layer_media[j % len]
    substrate: np.ndarray

    @property
    def points(self) -> int:
        return len(self.wavelengths_nm)

    def medium(self, layer: int) -> np.ndarray:
        """N of layer `layer`: -1 is the ambient, `layer_count` the substrate."""
        if layer < 0:
            return self.ambient
        if layer >= self.layer_count:
            return self.substrate
        return self.layer_media[layer % len(self.layer_media)]

    def thickness_nm(self, unit):
        """Thickness in nm for a value in 0 ... 1 (numpy or torch)."""
        return self.min_nm + (self.max_nm - self.min_nm) * unit

    def unit(self, thickness_nm):
        """The inverse of `thickness_nm`."""
        return (thickness_nm - self.min_nm) / (self.max_nm - self.min_nm)


def _medium(table: Dict[str, Any]) -> np.ndarray:
    return np.asarray(table["n"], dtype=np.float64) + 1j * np.asarray(table["k"], dtype=np.float64)


def parse_domain(header: Dict[str, Any]) -> Domain:
    """Reads the `domain` part of a shard header."""
    return Domain(
        wavelengths_nm=np.asarray(header["wavelengthsNm"], dtype=np.float64),
        layer_count=int(header["layerCount"]),
        min_nm=float(header["thicknessNm"]["min"]),
        max_nm=float(header["thicknessNm"]["max"]),
        ambient=_medium(header["ambient"]),
        layer_media=[_medium(table) for table in header["materials"]],
        substrate=_medium(header["substrate"]),
    )


def load_domain(path: Path) -> Domain:
    return parse_domain(json.loads(path.read_text())["domain"])
