"""What a network was trained on and with, in words, for its pack's manifest and card."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

import torch


def processor() -> str:
    """The processor's own name."""
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.processor() or platform.machine()


def hardware(device: str) -> str:
    """The device of torch's name `device`, "cpu" or "cuda"."""
    if torch.device(device).type == "cuda":
        return f"one {torch.cuda.get_device_name(device)}"
    return f"one thread of {processor()}, {os.cpu_count()} processors"


def software() -> str:
    return f"Python {platform.python_version()}, torch {torch.__version__}"
