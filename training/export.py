"""Writes a pack's networks as ONNX and a golden pair: python -m training.export --run DIR --pack OUT.

Opset 15, float32, batch dimension free; the networks that the run has a checkpoint of. The golden pair (inputs and
torch's answers) lets the product's own tests check that onnxruntime computes what torch did.
"""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path
from typing import Dict, List, Tuple

import onnx
import torch
from torch import Tensor, nn

from .data import Shards
from .networks import LayerMixture, Surrogate, Tandem
from .train import load_average

OPSET = 15
GOLDEN_ROWS = 4


KINDS = {"surrogate": Surrogate, "tandem": Tandem, "mixture": LayerMixture}


class Networks:
    """The networks that a run has checkpoints of, averaged weights, ready to be asked."""

    def __init__(self, run: Path):
        self.held_out = Shards(run, "held-out.json")
        domain = self.held_out.domain
        self.trained: Dict[str, nn.Module] = {
            name: load_average(run / f"{name}.pt", partial(kind, domain))
            for name, kind in KINDS.items()
            if (run / f"{name}.pt").exists()
        }
        if not self.trained:
            raise SystemExit(f"{run} has no checkpoint")

    def example(self, rows: int, seed: int) -> Dict[str, Tuple[nn.Module, Dict[str, Tensor]]]:
        """Each network with inputs made of held-out stacks: two whole targets, the others given only in a band."""
        thickness_nm, R = self.held_out.all(rows)
        mask = torch.ones_like(R)
        mask[2:, : R.shape[1] // 2] = 0
        generator = torch.Generator().manual_seed(seed)
        noise = torch.rand(rows, thickness_nm.shape[1], 3, generator=generator)
        target = {"target": R * mask, "mask": mask}
        inputs = {
            "surrogate": {"thicknessNm": thickness_nm},
            "tandem": target,
            "mixture": {**target, "noise": noise, "sharpness": torch.ones(1)},
        }
        return {name: (network, inputs[name]) for name, network in self.trained.items()}


OUTPUT = {"surrogate": "R", "tandem": "thicknessNm", "mixture": "thicknessNm"}


def write_onnx(network: nn.Module, inputs: Dict[str, Tensor], output: str, path: Path) -> None:
    axes = {name: {0: "samples"} for name in [*inputs, output] if name != "sharpness"}
    options = {} if torch.__version__.startswith("1.") else {"dynamo": False}
    torch.onnx.export(
        network,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes=axes,
        opset_version=OPSET,
        **options,
    )
    model = onnx.load(str(path))
    onnx.checker.check_model(model)


def rows(values: Tensor) -> List:
    return values.tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.pack.mkdir(parents=True, exist_ok=True)
    networks = Networks(args.run)
    golden = {}
    for name, (network, inputs) in networks.example(GOLDEN_ROWS, seed=5).items():
        with torch.no_grad():
            answer = network(*inputs.values())
            path = args.pack / f"{name}.onnx"
            write_onnx(network, inputs, OUTPUT[name], path)
        golden[f"{name}.onnx"] = {
            "inputs": {key: rows(value) for key, value in inputs.items()},
            "outputs": {OUTPUT[name]: rows(answer)},
        }
        print(f"{path}: {path.stat().st_size} bytes", flush=True)
    (args.pack / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
