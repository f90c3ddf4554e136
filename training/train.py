"""Trains one network of a pack, or goes on with it: python -m training.train mixture --run DIR --minutes 30 [--resume].

The learning rate rises over the first steps, stays, and falls to zero over the last part of the time given. A
checkpoint is written every minute or oftener and at the end, so a run can be stopped and resumed at any moment. Runs on
a CUDA device where there is one, otherwise in one thread of the processor. With --fresh the stacks are drawn on that
device (training/fresh.py); then train.json and held-out.json with its one shard are all the data that a run needs.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple, Union

import torch
from torch import Tensor, nn

from .data import Shards, TargetMaker
from .domain import Domain
from .fresh import FreshStacks
from .hardware import hardware, software
from .networks import LayerMixture, Surrogate, Tandem

WARM_UP_STEPS = 300
Loss = Callable[[Tensor, Tensor], Tensor]
Stacks = Union[Shards, FreshStacks]


class Average:
    """Moving average of a network's weights; what is measured and exported."""

    def __init__(self, network: nn.Module, keep: float = 0.999):
        self.keep = keep
        self.weights = [p.detach().clone() for p in network.parameters()]
        self.steps = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self.steps += 1
        keep = min(self.keep, (1 + self.steps) / (10 + self.steps))
        current = [p.detach() for p in network.parameters()]
        torch._foreach_mul_(self.weights, keep)
        torch._foreach_add_(self.weights, current, alpha=1 - keep)

    @torch.no_grad()
    def swap(self, network: nn.Module) -> None:
        for mine, theirs in zip(self.weights, network.parameters()):
            kept = theirs.detach().clone()
            theirs.copy_(mine)
            mine.copy_(kept)


class Trainer:
    """`made` says how the network is trained: origin of the stacks, hardware, software, batch, rate, date."""

    def __init__(self, network: nn.Module, loss: Loss, args: argparse.Namespace, made: Dict[str, object]):
        self.network, self.loss, self.args, self.name = network.to(args.device), loss, args, args.network
        self.path = args.run / f"{args.network}.pt"
        options = {} if torch.__version__.startswith("1.") else {"fused": True}
        self.optimizer = torch.optim.AdamW(
            network.parameters(), lr=args.rate, betas=(0.9, 0.98), weight_decay=1e-4, **options
        )
        self.average = Average(network)
        self.record: Dict[str, float] = {"steps": 0, "samples": 0, "seconds": 0.0}
        self.curve: List[Dict[str, float]] = []
        self.made = made
        self.highest_rate = args.rate
        if args.resume and self.path.exists():
            saved = self.load()
            self.record, self.curve = saved["record"], saved["curve"]
            self.made = continued(saved["made"], made)

    def load(self) -> Dict[str, Any]:
        saved = torch.load(self.path, map_location=self.args.device)
        self.network.load_state_dict(saved["network"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.average.weights = saved["average"]
        self.average.steps = saved["record"]["steps"]
        return saved

    def rate(self, elapsed: float) -> float:
        warm = min(1.0, self.record["steps"] / WARM_UP_STEPS)
        left = 1 - elapsed / (60 * self.args.minutes)
        return self.highest_rate * warm * max(0.0, min(1.0, left / max(1e-9, self.args.fall)))

    def save(self) -> None:
        """The checkpoint; and, where asked for, what an export needs of it: a quarter of the size."""
        needed = {
            "average": self.average.weights,
            "record": self.record,
            "curve": self.curve,
            "made": self.made,
            "sizes": getattr(self.network, "sizes", {}),
        }
        whole = {**needed, "network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        write(whole, self.path)
        if self.args.weights:
            write(needed, self.args.weights)

    def measure(self, held_out: Tuple[Tensor, Tensor]) -> float:
        self.average.swap(self.network)
        self.network.eval()
        with torch.no_grad():
            value = float(self.loss(*held_out))
        self.network.train()
        self.average.swap(self.network)
        self.curve.append({**self.record, "heldOut": value})
        print(f"{self.name}: {json.dumps(self.curve[-1])}", flush=True)
        return value

    def keep(self, value: float) -> None:
        """Saves what has been reached; a run that has broken down goes back to its checkpoint, at half the rate."""
        if math.isfinite(value):
            self.save()
            return
        self.curve.pop()
        self.load()
        self.highest_rate /= 2
        print(f"{self.name}: broke down, goes on at a rate of {self.highest_rate:.2g}", flush=True)

    def run(self, batches: Iterator[Tuple[Tensor, Tensor]], held_out: Tuple[Tensor, Tensor]) -> None:
        begun = last = time.monotonic()
        before = self.record["seconds"]
        device = self.args.device
        held_out = (held_out[0].to(device), held_out[1].to(device))
        interval = max(10, min(60, 3 * self.args.minutes))  # seconds: some twenty measurements of a short run
        self.save()
        while time.monotonic() - begun < 60 * self.args.minutes:
            if 0 < self.args.steps <= self.record["steps"]:
                break
            thickness_nm, R = next(batches)
            rate = self.rate(time.monotonic() - begun)
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            loss = self.loss(thickness_nm.to(device), R.to(device))
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), self.args.clip)
            self.optimizer.step()
            self.average.update(self.network)
            self.record["steps"] += 1
            self.record["samples"] += len(R)
            now = time.monotonic()
            self.record["seconds"] = before + now - begun
            if now - last > interval:
                last = now
                self.keep(self.measure(held_out))
        self.keep(self.measure(held_out))


def write(saved: Dict[str, Any], path: Path) -> None:
    """Whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(saved, partial)
    partial.replace(path)


def continued(before: Dict[str, Any], now: Dict[str, Any]) -> Dict[str, Any]:
    """How a resumed network was made, where it went on otherwise than it began."""
    return {key: now[key] if before[key] == now[key] else f"{before[key]}, then {now[key]}" for key in now}


def mixture_loss(network: LayerMixture, maker: TargetMaker, bf16: bool) -> Loss:
    """Mean -ln p per layer. While training the targets are varied; the held-out ones are exact and whole."""

    def loss(thickness_nm: Tensor, R: Tensor) -> Tensor:
        with torch.no_grad():
            target, mask = maker(R) if network.training else (R, torch.ones_like(R))
            x = network.features(target, mask, thickness_nm)
        with torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=bf16):
            logits = network.logits(x)
        unit = network.domain.unit(thickness_nm)
        return network.negative_log_density(logits.float(), unit).mean()

    return loss


def best_start(make: Callable[[], Surrogate], shallow: Stacks, args: argparse.Namespace) -> Surrogate:
    """The recurrence gets stuck from some random starts: of a few, trained briefly, the best is kept."""
    best, least = make(), float("inf")
    for attempt in range(args.tries):
        torch.manual_seed(args.seed + attempt)
        network = make().to(args.device)
        loss = surrogate_loss(network, shallow.domain.points)
        optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate)
        batches = shallow.batches(args.batch)
        for step in range(args.try_steps):
            for group in optimizer.param_groups:
                group["lr"] = args.rate * min(1.0, step / 100, 2 * (1 - step / args.try_steps))
            optimizer.zero_grad()
            loss(*(part.to(args.device) for part in next(batches))).backward()
            nn.utils.clip_grad_norm_(network.parameters(), args.clip)
            optimizer.step()
        network.eval()
        with torch.no_grad():
            error = float(loss(*(part.to(args.device) for part in shallow.all(1000))))
        network.train()
        print(f"surrogate: start {attempt} reaches {error:.4f} on shallow stacks", flush=True)
        if error < least:
            best, least = network, error
    return best


def surrogate_loss(network: Surrogate, points: int) -> Loss:
    """Held out: mean absolute error of R. While training: Huber's loss at a third of the wavelengths."""

    def loss(thickness_nm: Tensor, R: Tensor) -> Tensor:
        if not network.training:
            return (network(thickness_nm) - R).abs().mean()
        index = torch.randperm(points, device=R.device)[: points // 3]
        return 10 * nn.functional.huber_loss(network.at(thickness_nm, index), R[:, index], delta=0.05)

    return loss


def tandem_loss(network: Tandem, surrogate: Surrogate, maker: TargetMaker) -> Loss:
    """Mean absolute error, where the target speaks, of the spectrum that the frozen surrogate gives the answer."""

    def loss(_thickness_nm: Tensor, R: Tensor) -> Tensor:
        target, mask = maker(R) if network.training else (R, torch.ones_like(R))
        error = surrogate(network(target, mask)) - target
        per_stack = (error.abs() * mask).sum(1) / mask.sum(1).clamp_min(1)
        return per_stack.mean()

    return loss


def load_average(path: Path, make: Callable[..., nn.Module]) -> nn.Module:
    """A trained network, with the averaged weights of its checkpoint."""
    saved = torch.load(path, map_location="cpu")
    network = make(**saved.get("sizes", {}))
    with torch.no_grad():
        for mine, kept in zip(network.parameters(), saved["average"]):
            mine.copy_(kept)
    return network.eval()


def stacks(args: argparse.Namespace, header_name: str = "train.json") -> Stacks:
    """Where the training stacks come from."""
    if args.fresh:
        return FreshStacks(json.loads((args.run / header_name).read_text()), args.device)
    return Shards(args.run, header_name)


def build(args: argparse.Namespace, domain: Domain) -> Tuple[nn.Module, Loss]:
    maker = TargetMaker(domain.points, args.seed, args.device)
    if args.network == "surrogate":
        is_new = not (args.resume and (args.run / "surrogate.pt").exists())
        shallow = stacks(args, "shallow.json")
        surrogate = best_start(lambda: Surrogate(domain), shallow, args) if is_new else Surrogate(domain)
        return surrogate, surrogate_loss(surrogate, domain.points)
    if args.network == "tandem":
        surrogate = load_average(args.run / "surrogate.pt", lambda **sizes: Surrogate(domain, **sizes))
        tandem = Tandem(domain, **({"width": 32} if args.small else {}))
        return tandem, tandem_loss(tandem, surrogate.to(args.device).requires_grad_(False), maker)
    sizes = {"width": 64, "hidden": 64, "blocks": 1} if args.small else {}
    sizes.update({key: value for key in ("width", "hidden", "blocks") if (value := getattr(args, key)) is not None})
    mixture = LayerMixture(domain, **sizes)
    return mixture, mixture_loss(mixture, maker, args.bf16)


def has_fast_bf16(device: str) -> bool:
    """Matrix units for bfloat16, which make training several times faster."""
    if torch.device(device).type == "cuda":
        return torch.cuda.is_bf16_supported()
    if torch.__version__.startswith("1."):
        return False
    try:
        return "amx_bf16" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=["mixture", "surrogate", "tandem"])
    parser.add_argument("--run", type=Path, required=True, help="folder with the shards; checkpoints go there too")
    parser.add_argument("--fresh", action="store_true", help="draw the training stacks on the device, none twice")
    parser.add_argument("--weights", type=Path, help="write also the averaged weights alone, enough to export, here")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps in all (0: by time alone)")
    parser.add_argument("--fall", type=float, default=0.3, help="share of the time over which the rate falls to 0")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--shallow", type=int, default=2000, help="surrogate: first steps on stacks of few layers")
    parser.add_argument("--tries", type=int, default=6, help="surrogate: random starts, of which the best is kept")
    parser.add_argument("--try-steps", type=int, default=700, help="surrogate: steps of each try")
    parser.add_argument("--clip", type=float, default=1.0, help="largest norm of a gradient")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument(
        "--bf16", action=argparse.BooleanOptionalAction, help="matrix products in bfloat16 (default: if they are fast)"
    )
    parser.add_argument("--small", action="store_true", help="tiny networks, to try the whole round")
    parser.add_argument("--width", type=int, help="mixture: of the residual stream (512)")
    parser.add_argument("--hidden", type=int, help="mixture: inside its blocks (1024)")
    parser.add_argument("--blocks", type=int, help="mixture: how many (2)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    if args.bf16 is None:
        args.bf16 = has_fast_bf16(args.device)
    return args


def first_shallow(shallow: Iterator, full: Iterator, steps: int) -> Iterator[Tuple[Tensor, Tensor]]:
    """Stacks with few layers for so many steps, on which a recurrence learns its maps soonest, then whole ones."""
    for _ in range(max(0, steps)):
        yield next(shallow)
    yield from full


def main() -> None:
    args = parse()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    if torch.device(args.device).type == "cuda":
        torch.set_float32_matmul_precision("high")  # products that stay in float32 use the matrix units too
    source = stacks(args)
    network, loss = build(args, source.domain)
    made = {
        "origin": source.origin,
        "hardware": hardware(args.device),
        "software": software(),
        "batch": args.batch,
        "rate": args.rate,
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
    }
    trainer = Trainer(network, loss, args, made)
    held_out = Shards(args.run, "held-out.json").all(1000)
    batches = source.batches(args.batch, int(trainer.record["samples"]))
    if args.network == "surrogate":
        shallow = stacks(args, "shallow.json").batches(args.batch)
        batches = first_shallow(shallow, batches, args.shallow - int(trainer.record["steps"]))
    trainer.run(batches, held_out)


if __name__ == "__main__":
    main()
