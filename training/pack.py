"""Makes a pack of exported networks: python -m training.pack --spec PACK.json --run DIR --pack OUT [--installed PACK].

Writes CARD.md from its template (--card), every figure taken from what was measured; training.json, which says of each
network how it was made, its learning curve and its measures; and manifest.json with the SHA-256 of each file. Run
training.export and training.measure first. A network that the run has no checkpoint of is taken from the installed
pack as it is, with what its training.json says of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Optional

import onnx
import torch

NETWORKS = {
    "surrogate": {"role": "forward", "meaning": "thickness in nm in, R as a fraction out; scaled to 100 nm inside"},
    "tandem": {
        "role": "inverse",
        "decoder": "point",
        "meaning": "R as a fraction and a mask of 0 and 1 in, thickness in nm out; scaling is inside",
    },
    "mixture": {
        "role": "inverse",
        "decoder": "mixture-density",
        "meaning": "R as a fraction, a mask of 0 and 1, uniform random numbers in 0 ... 1 and the sharpness (1: the "
        "density itself) in, thickness in nm out; scaling and sampling are inside",
    },
}
SHAPES = {
    "thicknessNm": ["samples", "layers"],
    "R": ["samples", "wavelengths"],
    "target": ["samples", "wavelengths"],
    "mask": ["samples", "wavelengths"],
    "noise": ["samples", "layers", 3],
    "sharpness": [1],
}


def by_network(said: Dict[str, str]) -> str:
    """What is said of the networks: once where it is the same of all, else with their names."""
    names: Dict[str, List[str]] = {}
    for name, text in said.items():
        names.setdefault(text, []).append(name)
    if len(names) == 1:
        return next(iter(names))
    return "; ".join(f"{' and '.join(of)}: {text}" for text, of in names.items())


def trained(run: Path, measured: Dict[str, Any], installed: Optional[Path], pack: Path) -> Dict[str, Dict[str, Any]]:
    """For each network what training.json says of it; networks of the installed pack are copied into the new one."""
    told: Dict[str, Dict[str, Any]] = {}
    for name in NETWORKS:
        checkpoint = run / f"{name}.pt"
        if checkpoint.exists():
            saved = torch.load(checkpoint, map_location="cpu")
            told[name] = {**{key: saved[key] for key in ("made", "record", "curve")}, "measured": measured[name]}
        elif installed is not None:
            told[name] = json.loads((installed / "training.json").read_text())[name]
            keep_network(name, installed, pack)
            print(f"{name}.onnx: kept from {installed}")
        else:
            raise SystemExit(f"{checkpoint} is not there, and no installed pack to take {name}.onnx from")
    return told


def keep_network(name: str, installed: Path, pack: Path) -> None:
    """Copies a network and its golden pair."""
    file = f"{name}.onnx"
    shutil.copyfile(installed / file, pack / file)
    golden = json.loads((pack / "golden.json").read_text())
    golden[file] = json.loads((installed / "golden.json").read_text())[file]
    (pack / "golden.json").write_text(json.dumps(golden) + "\n")


def origins(told: Dict[str, Dict[str, Any]]) -> str:
    """Where the training stacks came from."""
    return by_network({name: of["made"]["origin"] for name, of in told.items()})


def optional(path: Path) -> Dict[str, Any]:
    return json.loads(path.read_text()) if path.exists() else {}


def commit() -> str:
    found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else "unknown"


def network_entry(pack: Path, name: str, sharpness: float) -> Dict[str, Any]:
    about = dict(NETWORKS[name])
    meaning = about.pop("meaning")
    graph = onnx.load(str(pack / f"{name}.onnx")).graph
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [value.name for value in graph.input if value.name not in weights]
    sizes = [torch.Size(tensor.dims).numel() for tensor in graph.initializer]
    entry = {
        **about,
        "file": f"{name}.onnx",
        "inputs": [{"name": key, "shape": SHAPES[key]} for key in inputs],
        "outputs": [{"name": value.name, "shape": SHAPES[value.name]} for value in graph.output],
        "normalisation": meaning,
        "parameters": sum(sizes),
    }
    if entry["role"] == "inverse":
        entry["acceptsPartialTargets"] = True
    if name == "mixture":
        entry["sharpness"] = sharpness
    return entry


def medium(table: Dict[str, Any]) -> Dict[str, str]:
    return {"id": table["id"], "nkHash": table["nkHash"]}


def metrics(measured: Dict[str, Any], bench: Dict[str, Any]) -> List[Dict[str, Any]]:
    """Measures of the networks and of the comparison with random starts, as the manifest lists them."""
    how = "npm run train -- {} --measure"
    listed = [
        ("forward, mean absolute error of R, held out", measured["surrogate"]["mae"], how),
        ("point decoder, median MAE of R by the exact solver, held out", measured["tandem"]["medianMae"], how),
        ("mixture density, mean -ln p per layer, held out", measured["mixture"]["nllPerLayer"], how),
        ("mixture density, median MAE of the best of 64 samples", measured["mixture"]["medianMaeOfTheBest"], how),
    ]
    if bench:
        command = "npm run bench -- {} " + f"--targets {bench['targets']} --seconds {bench['seconds']}"
        listed += [
            ("mixture samples and refinement, median MAE", bench["mixture"]["medianMae"], command),
            ("random starts and the same refinement, median MAE", bench["random"]["medianMae"], command),
            ("ratio of these medians", bench["ratioOfMedians"], command),
        ]
    return [{"name": name, "value": value, "unit": "1", "how": text} for name, value, text in listed]


def fill_card(template: str, values: Dict[str, Any], told: Dict[str, Dict[str, Any]]) -> str:
    """{{a.b}} becomes a measured value, {{a.b:.4f}} formatted; {{curve NAME}} a learning curve as a table; {{made}} a
    table of how each network was trained.

    What stands between {{#bench}} and {{/bench}} (or bands) is left out where that bench has not been run.
    """

    def value(match: "re.Match[str]") -> str:
        found: Any = values
        for part in match.group(1).split("."):
            found = found[int(part)] if isinstance(found, list) else found[part]
        return format(found, match.group(2)[1:]) if match.group(2) else str(found)

    def curve(match: "re.Match[str]") -> str:
        lines = told[match.group(1)]["curve"]
        step = max(1, len(lines) // 12)
        kept = lines[: len(lines) - 1 : step] + lines[-1:]
        table = ["| minutes | steps | stacks seen | held-out loss |", "|---|---|---|---|"]
        for line in kept:
            row = (line["seconds"] / 60, line["steps"], line["samples"], line["heldOut"])
            table.append("| {:.1f} | {} | {} | {:.5f} |".format(*row))
        return "\n".join(table)

    def made() -> str:
        table = ["| network | stacks | steps | batch | highest rate | on | with | date |", "|---" * 8 + "|"]
        for name, of in told.items():
            how, record = of["made"], of["record"]
            row = [name, record["samples"], record["steps"]]
            row += [how[key] for key in ("batch", "rate", "hardware", "software", "date")]
            table.append("| " + " | ".join(str(cell) for cell in row) + " |")
        return "\n".join(table)

    for name in ("bench", "bands"):
        kept = r"\1" if values[name] else ""
        section = r"\{\{#" + name + r"\}\}\n(.*?)\{\{/" + name + r"\}\}\n"
        template = re.sub(section, kept, template, flags=re.DOTALL)
    text = re.sub(r"\{\{curve (\w+)\}\}", curve, template).replace("{{made}}", made())
    return re.sub(r"\{\{([\w.]+)(:[^}]+)?\}\}", value, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spec", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--card", type=Path)
    parser.add_argument("--installed", type=Path, help="the pack to take networks from that were not trained now")
    args = parser.parse_args()
    spec = json.loads(args.spec.read_text())
    header = json.loads((args.run / "train.json").read_text())
    held_out = json.loads((args.run / "held-out.json").read_text())
    measured = json.loads((args.run / "measured.json").read_text())
    bench, bands = optional(args.run / "bench.json"), optional(args.run / "bench-bands.json")
    domain = header["domain"]
    told = trained(args.run, measured, args.installed, args.pack)
    measured.update({name: of["measured"] for name, of in told.items()})
    records = {name: of["record"] for name, of in told.items()}
    about = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "commit": commit(),
        "hardware": by_network({name: of["made"]["hardware"] for name, of in told.items()}),
        "software": by_network({name: of["made"]["software"] for name, of in told.items()}),
    }
    networks = [network_entry(args.pack, name, spec["sharpness"]) for name in NETWORKS]
    values = {"spec": spec, "measured": measured, "bench": bench, "bands": bands, "records": records, "about": about}
    values["origins"] = origins(told)
    values["parameters"] = {entry["file"][:-5]: entry["parameters"] for entry in networks}
    if args.card:
        (args.pack / "CARD.md").write_text(fill_card(args.card.read_text(), values, told))
    (args.pack / "training.json").write_text(json.dumps(told, indent=2) + "\n")

    written = (path for path in args.pack.iterdir() if path.suffix in (".onnx", ".md", ".json"))
    files = sorted(path for path in written if path.name != "manifest.json")
    manifest = {
        "format": "stackwright-pack/1",
        "id": spec["id"],
        "version": spec["version"],
        "name": spec["name"],
        "summary": spec["summary"],
        "licence": spec["licence"],
        "supersedes": [],
        "structure": "planar/1",
        "domain": {
            "ambient": medium(domain["ambient"]),
            "substrate": medium(domain["substrate"]),
            "exit": None,
            "materials": [medium(table) for table in domain["materials"]],
            "layerCount": {"min": domain["layerCount"], "max": domain["layerCount"]},
            "thicknessNm": domain["thicknessNm"],
            "coherent": True,
            "lossless": spec["lossless"],
        },
        "spectrum": {
            "wavelengthsNm": domain["wavelengthsNm"],
            "quantities": ["R"],
            "angleDeg": 0,
            "polarization": "unpolarized",
            "direction": "forward",
        },
        "acceptsPartialTargets": True,
        "networks": networks,
        "training": {
            "dataSeed": header["seed"],
            "heldOutSeed": held_out["seed"],
            **about,
            "networks": {
                name: {"samples": int(r["samples"]), "steps": int(r["steps"]), "seconds": round(r["seconds"], 1)}
                for name, r in records.items()
            },
            "data": [
                {"name": f"Random stacks ({origins(told)})", "contributors": ["Stackwright"], "licence": "CC0-1.0"},
                *spec["data"],
            ],
        },
        "metrics": [
            {**metric, "how": metric["how"].format(spec["id"])} for metric in metrics(measured, bench)
        ],
        "files": {
            path.name: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
            for path in files
        },
    }
    (args.pack / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{args.pack / 'manifest.json'}: {len(files)} files")


if __name__ == "__main__":
    main()
