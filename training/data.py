"""Training data: shards written by training/generate-data.ts with core's solver, and the targets made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

import numpy as np
import torch
from torch import Tensor

from .domain import Domain, parse_domain


class Shards:
    """Stacks with their exact R, read in order from float32 files; begins again when they are used up."""

    origin = "from a pool with exact spectra by Stackwright's own solver (training/generate-data.ts)"

    def __init__(self, folder: Path, header_name: str = "train.json"):
        header = json.loads((folder / header_name).read_text())
        self.header: Dict = header
        self.domain: Domain = parse_domain(header["domain"])
        self.width = self.domain.layer_count + self.domain.points
        self.files: List[Path] = [folder / name for name in header["files"]]
        self.samples = int(header["samples"])

    def rows(self, file: Path) -> np.ndarray:
        flat = np.memmap(file, dtype="<f4", mode="r")
        return flat.reshape(-1, self.width)

    def split(self, rows: np.ndarray) -> Tuple[Tensor, Tensor]:
        """(thickness in nm, R)."""
        block = torch.from_numpy(np.array(rows, dtype=np.float32))
        return block[:, : self.domain.layer_count], block[:, self.domain.layer_count :]

    def batches(self, size: int, skip: int = 0) -> Iterator[Tuple[Tensor, Tensor]]:
        """Endless batches; `skip` samples already used are passed over, so that a resumed run sees fresh ones."""
        skip %= self.samples
        while True:
            for file in self.files:
                rows = self.rows(file)
                start = min(skip, len(rows))
                skip -= start
                for at in range(start, len(rows) - size + 1, size):
                    yield self.split(rows[at : at + size])

    def all(self, limit: Optional[int] = None) -> Tuple[Tensor, Tensor]:
        """Everything at once, for held-out sets."""
        rows = np.concatenate([self.rows(file) for file in self.files])[:limit]
        return self.split(rows)


class TargetMaker:
    """Turns exact spectra into the targets that people have: whole, noisy, idealised, or given only in places."""

    def __init__(self, points: int, seed: int, device: str = "cpu"):
        self.points = points
        self.device = device
        self.generator = torch.Generator(device).manual_seed(seed)

    def _uniform(self, *shape: int) -> Tensor:
        return torch.rand(*shape, generator=self.generator, device=self.device)

    def __call__(self, R: Tensor) -> Tuple[Tensor, Tensor]:
        """Targets and masks (1 where the target says something), both shaped like R.

        65 % stay exact and whole; 10 % get noise, 8 % are sharpened towards 0 and 1, 17 % are given only in
        bands or at scattered points (a third of these sharpened as well).
        """
        count = R.shape[0]
        kind = self._uniform(count, 1)
        noisy = ((kind >= 0.65) & (kind < 0.75)).float()
        partial = kind >= 0.83
        sharp = ((kind >= 0.75) & (kind < 0.83)) | (kind >= 0.945)
        target = R + noisy * self._noise(R)
        target = torch.where(sharp, self._sharpened(R), target).clamp(0, 1)
        mask = torch.where(partial, self._mask(count), torch.ones_like(R))
        return target * mask, mask

    def _noise(self, R: Tensor) -> Tensor:
        size = 0.003 * 30 ** self._uniform(R.shape[0], 1)
        return size * torch.randn(R.shape, generator=self.generator, device=self.device)

    def _sharpened(self, R: Tensor) -> Tensor:
        gain = 1 + 3 * self._uniform(R.shape[0], 1)
        middle = 0.3 + 0.4 * self._uniform(R.shape[0], 1)
        return middle + gain * (R - middle)

    def _mask(self, count: int) -> Tensor:
        """Half are one or two bands, half scattered points."""
        at = torch.arange(self.points, device=self.device).unsqueeze(0)

        def band() -> Tensor:
            centre = self.points * self._uniform(count, 1)
            half = self.points * (0.04 + 0.3 * self._uniform(count, 1))
            return (at - centre).abs() <= half

        second = self._uniform(count, 1) < 0.5
        bands = band() | (band() & second)
        share = 0.1 + 0.9 * self._uniform(count, 1)
        scattered = self._uniform(count, self.points) < share
        use_bands = self._uniform(count, 1) < 0.5
        return torch.where(use_bands, bands, scattered).float()
