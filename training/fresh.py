"""Training stacks drawn while training, on the device that trains, so that no stack is seen twice."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Tuple

import numpy as np
import torch
from torch import Tensor

from .domain import Domain, parse_domain
from .physics import Airy

BLOCK = 8192  # stacks drawn at once: enough to keep a graphics processor busy


class FreshStacks:
    """Random stacks like those of training/generate-data.ts, from the header of a shard alone.

    Seed, domain and the share of periodic stacks are the header's; the numbers drawn are torch's. R is that of
    training/physics.py in double precision, stored in single.
    """

    origin = "each drawn anew, none seen twice, with exact spectra by training/physics.py in double precision"

    def __init__(self, header: Dict[str, Any], device: str = "cpu"):
        self.domain: Domain = parse_domain(header["domain"])
        self.seed = int(header["seed"])
        self.periodic_share = float(header["periodicShare"])
        self.is_shallow = bool(header.get("shallow", False))
        self.device = device
        n = np.stack([self.domain.medium(j).real for j in range(self.domain.layer_count)])
        quarter_nm = self.domain.wavelengths_nm / (4 * n)  # layers x wavelengths
        self.quarter_nm = torch.from_numpy(quarter_nm).float().to(device)
        self.airy = Airy(self.domain, torch.float64, device)
        self.layer = torch.arange(self.domain.layer_count, device=device)

    def batches(self, size: int, skip: int = 0) -> Iterator[Tuple[Tensor, Tensor]]:
        """Endless batches of (thickness in nm, R); after `skip` samples the numbers go on from another seed."""
        generator = torch.Generator(self.device).manual_seed(self.seed + skip)
        while True:
            thickness_nm = self.thicknesses(size * max(1, BLOCK // size), generator)
            R = self.airy(thickness_nm.double()).float()
            yield from zip(thickness_nm.split(size), R.split(size))

    def all(self, limit: int) -> Tuple[Tensor, Tensor]:
        """So many stacks at once."""
        return next(self.batches(limit))

    def thicknesses(self, count: int, generator: torch.Generator) -> Tensor:
        """Thickness in nm, (stacks x layers), outermost first."""
        uniform = self.domain.thickness_nm(self._uniform(generator, count, self.domain.layer_count))
        is_periodic = self._uniform(generator, count, 1) < self.periodic_share
        drawn = torch.where(is_periodic, self._periodic(count, generator), uniform)
        if self.is_shallow:
            missing = self._integer(generator, self.domain.layer_count, count, 1)
            drawn = torch.where(self.layer < missing, torch.zeros_like(drawn), drawn)
        return drawn

    def _periodic(self, count: int, generator: torch.Generator) -> Tensor:
        """One to three piles of near quarter waves, each for a wavelength of its own, errors up to some 15 %."""
        layers, points = self.quarter_nm.shape
        piles = 1 + self._integer(generator, 3, count, 1)
        second = self._integer(generator, layers + 1, count, 1)  # where the second pile begins, and the third
        third = second + (self._uniform(generator, count, 1) * (layers - second + 1)).long()
        pile = ((piles > 1) & (self.layer >= second)).long() + ((piles > 2) & (self.layer >= third)).long()
        centre = self._integer(generator, points, count, 3).gather(1, pile)
        spread = 0.15 * self._uniform(generator, count, 1)
        bell = 3**0.5 * (self._uniform(generator, 4, count, layers).sum(0) - 2)  # as in core/design/random.ts
        thickness_nm = self.quarter_nm[self.layer, centre] * (1 + spread * bell)
        return thickness_nm.clamp(self.domain.min_nm, self.domain.max_nm)

    def _uniform(self, generator: torch.Generator, *shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator, device=self.device)

    def _integer(self, generator: torch.Generator, below: int, *shape: int) -> Tensor:
        return torch.randint(below, shape, generator=generator, device=self.device)
