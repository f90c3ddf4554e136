"""Textbook optics in torch: the exact reflectance (a check and a fallback), and circles of admissible reflection.

Conventions as in docs/conventions.md: exp(-i omega t), N = n + ik, layers from the incident side inwards.
"""

from __future__ import annotations

import math
from typing import Tuple

import numpy as np
import torch
from torch import Tensor, nn

from .domain import Domain

Circle = Tuple[Tensor, Tensor, Tensor]


def reflectances(domain: Domain, thickness_nm: Tensor) -> Tensor:
    """R at normal incidence, (stacks x wavelengths), for thicknesses (stacks x layers) in nm, outermost first.

    Grows the amplitude r from the substrate outwards (Airy recursion), absorption included, in the precision given.
    """
    real = thickness_nm.dtype
    kind = torch.complex128 if real == torch.float64 else torch.complex64
    media = [torch.from_numpy(domain.medium(j)).to(kind) for j in range(-1, domain.layer_count + 1)]
    rate = torch.from_numpy(4 * math.pi / domain.wavelengths_nm).to(real)
    r = torch.zeros(thickness_nm.shape[0], domain.points, dtype=kind)
    for j in range(domain.layer_count, -1, -1):
        fresnel = (media[j] - media[j + 1]) / (media[j] + media[j + 1])
        r = (fresnel + r) / (1 + fresnel * r)
        if j > 0:
            r = r * torch.exp(1j * media[j] * rate * thickness_nm[:, j - 1 : j])
    return r.real**2 + r.imag**2


class OuterStack(nn.Module):
    """Where the reflection of the layers not chosen yet must lie, given R and the outer layers chosen so far.

    R fixes |r| at the ambient: a circle of radius sqrt(R) round 0 in the plane of r. An interface maps circles to
    circles (Moebius), a lossless layer turns the plane by twice its phase thickness. So the circle, carried inwards,
    is all that R and the outer layers say about the rest: what lies below must have its r on it, at each wavelength.
    Absorption is neglected here (k < 0.001 for the pack's materials); the networks are trained on exact R.
    """

    fresnel: Tensor
    rate: Tensor

    def __init__(self, domain: Domain):
        super().__init__()
        n = np.stack([domain.medium(j).real for j in range(-1, domain.layer_count + 1)])
        fresnel = (n[:-1] - n[1:]) / (n[:-1] + n[1:])
        rate = 4 * math.pi * n[1:-1] / domain.wavelengths_nm
        self.register_buffer("fresnel", torch.from_numpy(fresnel).float(), persistent=False)
        self.register_buffer("rate", torch.from_numpy(rate).float(), persistent=False)

    def enter(self, circle: Circle, layer: int) -> Circle:
        """Carries the circle through the interface in front of `layer`."""
        x, y, radius = circle
        f = self.fresnel[layer]
        u = 1 - f * x
        scale = 1 / (u * u + (f * y) * (f * y) - (f * radius) * (f * radius))
        s = 1 + x * x + y * y - radius * radius
        return (x - f * s + f * f * x) * scale, (y - f * f * y) * scale, (1 - f * f) * radius * scale

    def cross(self, circle: Circle, layer: int, thickness_nm: Tensor) -> Circle:
        """Carries the circle through `layer`; thickness (stacks x 1) in nm."""
        x, y, radius = circle
        phase = self.rate[layer] * thickness_nm
        cos, sin = torch.cos(phase), torch.sin(phase)
        return x * cos + y * sin, y * cos - x * sin, radius
