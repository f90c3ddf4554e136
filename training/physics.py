"""Textbook optics in torch: the exact reflectance (a check and a fallback), and circles of admissible reflection.

Conventions as in docs/conventions.md: exp(-i omega t), N = n + ik, layers from the incident side inwards.
"""

from __future__ import annotations

import math
from typing import Tuple, Union

import numpy as np
import torch
from torch import Tensor, nn

from .domain import Domain

Circle = Tuple[Tensor, Tensor, Tensor]


class Airy:
    """R at normal incidence, absorption included: the amplitude r grows from the substrate outwards (Airy recursion).

    The precision and the device are those given. Single precision errs by some 1e-5 where twenty layers resonate.
    """

    def __init__(self, domain: Domain, real: torch.dtype, device: Union[str, torch.device] = "cpu"):
        kind = torch.complex128 if real == torch.float64 else torch.complex64
        N = np.stack([domain.medium(j) for j in range(-1, domain.layer_count + 1)])
        rate = 4 * math.pi * N[1:-1] / domain.wavelengths_nm
        self.fresnel = torch.from_numpy((N[:-1] - N[1:]) / (N[:-1] + N[1:])).to(device, kind)
        # what a nm of a layer does to r, (layers x wavelengths): turned by so many rad, |r| less by so much in ln
        self.turn = torch.from_numpy(rate.real.copy()).to(device, real)
        self.fade = torch.from_numpy(rate.imag.copy()).to(device, real)

    def __call__(self, thickness_nm: Tensor) -> Tensor:
        """R, (stacks x wavelengths), for thicknesses (stacks x layers) in nm, outermost first."""
        r = self.fresnel[-1].expand(thickness_nm.shape[0], -1)
        for j in range(len(self.turn) - 1, -1, -1):
            thickness = thickness_nm[:, j : j + 1]
            r = r * torch.polar(torch.exp(-self.fade[j] * thickness), self.turn[j] * thickness)
            r = (self.fresnel[j] + r) / (1 + self.fresnel[j] * r)
        return r.real**2 + r.imag**2


def reflectances(domain: Domain, thickness_nm: Tensor) -> Tensor:
    """R at normal incidence, (stacks x wavelengths), in the precision of `thickness_nm`: see Airy."""
    return Airy(domain, thickness_nm.dtype, thickness_nm.device)(thickness_nm)


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
