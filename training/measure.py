"""Measures a run's networks on held-out stacks: python -m training.measure --run DIR [--stacks N].

Prints and writes measured.json, about the networks that the run has a checkpoint of. Everything is measured on stacks
that no network has seen (their own seed), against exact spectra: those of core's solver for the surrogate, those of
training/physics.py (float64) for proposed stacks.
"""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path
from typing import Dict

import numpy as np
import torch
from torch import Tensor

from .domain import Domain
from .export import Networks
from .physics import reflectances


def exact(domain: Domain, thickness_nm: Tensor) -> Tensor:
    return torch.cat([reflectances(domain, part.double()) for part in thickness_nm.split(1000)])


def check_physics(networks: Networks, stacks: int) -> Dict[str, float]:
    """The spectra of training/physics.py against those of core's solver; they differ by the float32 of the shards."""
    thickness_nm, R = networks.held_out.all(stacks)
    worst = float((exact(networks.held_out.domain, thickness_nm) - R).abs().max())
    if not worst < 2e-5:
        raise SystemExit(f"training/physics.py and core's solver disagree by {worst:.2g} in R")
    return {"stacks": len(R), "worstPoint": worst}


@torch.no_grad()
def measure_surrogate(networks: Networks, stacks: int) -> Dict[str, float]:
    thickness_nm, R = networks.held_out.all(stacks)
    predicted = torch.cat([networks.trained["surrogate"](part) for part in thickness_nm.split(500)])
    error = (predicted - R).abs()
    return {
        "stacks": len(R),
        "mae": float(error.mean()),
        "medianMaePerStack": float(error.mean(1).median()),
        "p95MaePerStack": float(error.mean(1).quantile(0.95)),
        "worstPoint": float(error.max()),
    }


@torch.no_grad()
def measure_tandem(networks: Networks, stacks: int) -> Dict[str, float]:
    _, R = networks.held_out.all(stacks)
    answer = networks.trained["tandem"](R, torch.ones_like(R))
    error = (exact(networks.held_out.domain, answer) - R).abs().mean(1)
    return {
        "targets": len(R),
        "mae": float(error.mean()),
        "medianMae": float(error.median()),
    }


@torch.no_grad()
def measure_mixture(networks: Networks, stacks: int, targets: int, samples: int) -> Dict[str, object]:
    thickness_nm, R = networks.held_out.all(stacks)
    mixture, domain = networks.trained["mixture"], networks.held_out.domain
    nll = []
    for d, part in zip(thickness_nm.split(250), R.split(250)):
        logits = mixture.logits(mixture.features(part, torch.ones_like(part), d))
        nll.append(mixture.negative_log_density(logits, domain.unit(d)))
    per_layer = torch.cat(nll).mean(0)
    generator = torch.Generator().manual_seed(11)
    one, best = [], []
    for row in R[:targets]:
        target = row.unsqueeze(0).expand(samples, -1)
        noise = torch.rand(samples, domain.layer_count, 3, generator=generator)
        drawn = mixture(target, torch.ones_like(target), noise, torch.ones(1))
        error = (exact(domain, drawn) - target).abs().mean(1)
        one.append(float(error.median()))
        best.append(float(error.min()))
    return {
        "stacks": len(R),
        "nllPerLayer": float(per_layer.mean()),
        "nllByLayer": [round(float(value), 3) for value in per_layer],
        "targets": targets,
        "samples": samples,
        "medianMaeOfASample": float(np.median(one)),
        "medianMaeOfTheBest": float(np.median(best)),
    }


@torch.no_grad()
def measure_random(networks: Networks, targets: int, samples: int) -> Dict[str, float]:
    """What chance gives, for scale."""
    _, R = networks.held_out.all(targets)
    domain = networks.held_out.domain
    generator = torch.Generator().manual_seed(12)
    one, best = [], []
    for row in R:
        drawn = domain.thickness_nm(torch.rand(samples, domain.layer_count, generator=generator))
        error = (exact(domain, drawn) - row).abs().mean(1)
        one.append(float(error.median()))
        best.append(float(error.min()))
    return {
        "targets": targets,
        "samples": samples,
        "medianMaeOfAStack": float(np.median(one)),
        "medianMaeOfTheBest": float(np.median(best)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--stacks", type=int, default=10_000)
    parser.add_argument("--targets", type=int, default=200)
    args = parser.parse_args()
    torch.set_num_threads(1)
    networks = Networks(args.run)
    measures = {
        "surrogate": lambda: measure_surrogate(networks, args.stacks),
        "tandem": lambda: measure_tandem(networks, args.stacks),
        "mixture": lambda: measure_mixture(networks, args.stacks, args.targets, 64),
    }
    measured = {
        "machine": platform.processor() or platform.machine(),
        "torch": torch.__version__,
        "physics": check_physics(networks, min(args.stacks, 1000)),
        **{name: measures[name]() for name in networks.trained},
        "random": measure_random(networks, args.targets, 64),
    }
    (args.run / "measured.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
