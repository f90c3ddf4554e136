"""The three networks of a planar pack. Inputs and outputs are in physical units; normalisation is inside."""

from __future__ import annotations

import math
from typing import List, Tuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .domain import Domain
from .physics import Circle, OuterStack


class ResidualBlock(nn.Module):
    """x + MLP(norm(x) + a vector of its own for each step)."""

    def __init__(self, width: int, hidden: int, steps: int):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.step = nn.Parameter(torch.zeros(steps, width))
        self.rise = nn.Linear(width, hidden)
        self.fall = nn.Linear(hidden, width)
        nn.init.zeros_(self.fall.weight)

    def forward(self, x: Tensor, step: Tensor) -> Tensor:
        return x + self.fall(F.silu(self.rise(self.norm(x) + step)))


class LayerMixture(nn.Module):
    """Autoregressive mixture density over the thicknesses, from the outermost layer inwards.

    Layer j has a mixture of `components` triangular densities with fixed, evenly spaced centres on the allowed
    range; its weights depend on the target and the layers outside j, seen as circles of admissible reflection
    (physics.OuterStack). One network serves all layers.
    """

    def __init__(self, domain: Domain, width: int = 512, hidden: int = 1024, blocks: int = 2, components: int = 64):
        super().__init__()
        self.domain = domain
        self.sizes = {"width": width, "hidden": hidden, "blocks": blocks, "components": components}
        self.components = components
        self.outer = OuterStack(domain)
        layers = domain.layer_count
        self.read = nn.Linear(7 * domain.points, width)
        self.step = nn.Parameter(0.1 * torch.randn(layers, width))
        self.blocks = nn.ModuleList([ResidualBlock(width, hidden, layers) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width)
        self.weights = nn.Linear(width, components)
        nn.init.zeros_(self.weights.weight)

    def features(self, target: Tensor, mask: Tensor, thickness_nm: Tensor) -> Tensor:
        """What each layer's mixture may see, (stacks x layers x features), the true outer layers given."""
        seen = []
        state = self.begin(target, mask)
        for j in range(self.domain.layer_count):
            state, x = self.advance(state, target, mask, j)
            seen.append(x)
            state = self.choose(state, j, thickness_nm[:, j : j + 1])
        return torch.stack(seen, 1)

    def begin(self, target: Tensor, mask: Tensor) -> Circle:
        """Two circles in front of the stack, (2 x stacks x wavelengths): the one that R demands, and a point, 0."""
        zero = torch.zeros_like(target)
        radius = torch.sqrt(torch.clamp(target, 0.0, 1.0)) * mask
        return torch.stack([zero, zero]), torch.stack([zero, zero]), torch.stack([radius, zero])

    def advance(self, circles: Circle, target: Tensor, mask: Tensor, j: int) -> Tuple[Circle, Tensor]:
        """Steps into layer j. Seen there: the circle that R demands, and the r that nothing would reflect."""
        x, y, radius = self.outer.enter(circles, j)
        wanted = [mask * x[0], mask * y[0], mask * radius[0]]
        return (x, y, radius), torch.cat(wanted + [x[1], y[1], mask * target, mask - 1], 1)

    def choose(self, circles: Circle, j: int, thickness_nm: Tensor) -> Circle:
        return self.outer.cross(circles, j, thickness_nm)

    def logits(self, x: Tensor) -> Tensor:
        """Log weights of all layers' mixtures at once, (stacks x layers x components)."""
        x = self.read(3 * x) + self.step
        for block in self.blocks:
            x = block(x, block.step)
        return self.weights(self.norm(x))

    def layer_logits(self, x: Tensor, j: int) -> Tensor:
        """The same for layer j alone, (stacks x components)."""
        x = self.read(3 * x) + self.step[j]
        for block in self.blocks:
            x = block(x, block.step[j])
        return self.weights(self.norm(x))

    def negative_log_density(self, logits: Tensor, unit: Tensor) -> Tensor:
        """-ln p of thicknesses scaled to 0 ... 1; 0 for a density that knows nothing."""
        count = self.components
        x = unit * count - 0.5
        left = torch.floor(x)
        share = x - left
        log_weight = F.log_softmax(logits, -1)

        def term(index: Tensor, height: Tensor) -> Tensor:
            index = index.clamp(0, count - 1).long().unsqueeze(-1)
            return log_weight.gather(-1, index).squeeze(-1) + torch.log(height.clamp_min(1e-9))

        return -(torch.logaddexp(term(left, 1 - share), term(left + 1, share)) + math.log(count))

    def draw(self, logits: Tensor, noise: Tensor) -> Tensor:
        """Thickness in nm from one mixture and three uniform numbers a stack: component, then triangle."""
        cumulative = torch.cumsum(torch.softmax(logits, -1), -1)
        index = (cumulative[:, :-1] < noise[:, 0:1]).to(noise.dtype).sum(-1, keepdim=True)
        x = (index + noise[:, 1:2] + noise[:, 2:3] - 0.5) / self.components
        folded = 1 - torch.abs(1 - torch.abs(x))  # the outermost triangles are reflected at the limits
        return self.domain.thickness_nm(folded)

    def forward(self, target: Tensor, mask: Tensor, noise: Tensor, sharpness: Tensor) -> Tensor:
        """Samples: target and mask (stacks x wavelengths), noise (stacks x layers x 3) uniform in 0 ... 1,
        sharpness (1), which multiplies the log weights (1 samples the density itself) -> thickness in nm."""
        chosen: List[Tensor] = []
        state = self.begin(target, mask)
        for j in range(self.domain.layer_count):
            state, x = self.advance(state, target, mask, j)
            thickness = self.draw(self.layer_logits(x, j) * sharpness, noise[:, j])
            state = self.choose(state, j, thickness)
            chosen.append(thickness)
        return torch.cat(chosen, 1)


class Surrogate(nn.Module):
    """Thicknesses -> R, by a recurrence over layers that has the form of a transfer matrix and learns its entries.

    At each wavelength a state of four numbers is swept from the substrate outwards. A layer turns it into
    cos(phase) h + sin(phase) K h; the phase is thickness times a learned rate (one for each material and wavelength,
    begun at 2 pi n / lambda), K is learned for each material. R is the ratio of two learned squared norms. K and the
    norms vary with wavelength along a few learned directions.
    """

    def __init__(self, domain: Domain, state: int = 4, directions: int = 4):
        super().__init__()
        self.domain = domain
        self.state = state
        media = len(domain.layer_media)
        rate = np.stack([2 * math.pi * m.real / domain.wavelengths_nm for m in domain.layer_media])
        self.rate = nn.Parameter(torch.from_numpy(rate).float() * 100)  # per 100 nm
        position = torch.linspace(-1, 1, domain.points)
        chebyshev = torch.stack([torch.cos(d * torch.acos(position)) for d in range(directions)], 1)
        self.basis = nn.Parameter(chebyshev)
        self.begin = nn.Parameter(torch.randn(domain.points, state))
        turn = 0.1 * torch.randn(media, directions, state, state) / state**0.5
        skew = torch.randn(media, state, state) / state**0.5
        turn[:, 0] += skew - skew.transpose(1, 2)  # a rotation to begin with, so that nothing grows
        self.turn = nn.Parameter(turn.reshape(media, directions, state * state))
        fade = torch.tensor([1.0] + [0.1] * (directions - 1)).reshape(directions, 1)
        self.back = nn.Parameter(fade * torch.randn(directions, 4 * state) / state**0.5)
        self.forth = nn.Parameter(fade * torch.randn(directions, 4 * state) / state**0.5)

    def forward(self, thickness_nm: Tensor) -> Tensor:
        """Thickness in nm, (stacks x layers), outermost first -> R (stacks x wavelengths)."""
        return self.some(thickness_nm, self.basis, self.rate, self.begin)

    def at(self, thickness_nm: Tensor, index: Tensor) -> Tensor:
        """R at some of the wavelengths only, by index."""
        return self.some(thickness_nm, self.basis[index], self.rate[:, index], self.begin[index])

    def some(self, thickness_nm: Tensor, basis: Tensor, rate: Tensor, begin: Tensor) -> Tensor:
        points, state = basis.shape[0], self.state
        turns = [torch.matmul(basis, t).reshape(points, state, state) for t in self.turn]
        per_100_nm = (thickness_nm / 100).t().unsqueeze(1).unsqueeze(1)  # layers x 1 x 1 x stacks
        h = begin.unsqueeze(2) + torch.zeros_like(per_100_nm[0])  # wavelengths x state x stacks
        for j in range(self.domain.layer_count - 1, -1, -1):
            medium = j % len(turns)
            phase = rate[medium].unsqueeze(1).unsqueeze(1) * per_100_nm[j]
            h = torch.cos(phase) * h + torch.sin(phase) * torch.matmul(turns[medium], h)
            h = h / torch.sqrt((h * h).mean(1, keepdim=True) + 1e-6)
        back = torch.matmul(torch.matmul(basis, self.back).reshape(points, 4, state), h)
        forth = torch.matmul(torch.matmul(basis, self.forth).reshape(points, 4, state), h)
        return ((back * back).sum(1) / ((forth * forth).sum(1) + 1e-4)).t()


class Tandem(nn.Module):
    """One deterministic answer to a target: thicknesses that a frozen surrogate turns back into the spectrum."""

    def __init__(self, domain: Domain, width: int = 320, blocks: int = 1):
        super().__init__()
        self.domain = domain
        self.sizes = {"width": width, "blocks": blocks}
        self.read = nn.Linear(2 * domain.points, width)
        self.blocks = nn.ModuleList([ResidualBlock(width, width, 1) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, domain.layer_count)

    def forward(self, target: Tensor, mask: Tensor) -> Tensor:
        """Target and mask, (stacks x wavelengths) -> thickness in nm (stacks x layers)."""
        x = F.silu(self.read(torch.cat([3 * (target - 0.5) * mask, mask - 1], 1)))
        for block in self.blocks:
            x = block(x, block.step[0])
        return self.domain.thickness_nm(torch.sigmoid(self.out(self.norm(x))))
