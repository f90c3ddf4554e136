"""One solver of PyPI on one thread, driven by bench/solver.bench.ts.

    solver-peers.py PEER SHAPE_FILE …

Then on stdin `SHAPE forward STACKS`; answers `seconds meanR`: the processor's time, and the mean of the first stack.
Everything that can be prepared (arrays in the layout that the peer wants) is, and is not timed.
"""

import sys
import time

import numpy as np


def load(path):
    data = np.fromfile(path)
    stacks, layers, count, angles, polarizations, media = (int(x) for x in data[:6])
    at = 6

    def take(*shape):
        nonlocal at
        size = int(np.prod(shape))
        at += size
        return data[at - size : at].reshape(shape)

    wavelengths, angle_deg = take(count), take(angles)
    index = take(media, count) + 1j * take(media, count)
    medium = take(stacks, layers).astype(int)
    thickness = take(stacks, layers)
    ambient = np.full((stacks, 1), media - 2)
    substrate = np.full((stacks, 1), media - 1)
    outside = np.full((stacks, 1), np.inf)
    return {
        "wavelengths": wavelengths,
        "angles": angle_deg,
        "polarizations": "sp"[:polarizations],
        "n": index[np.hstack([ambient, medium, substrate])],  # (stacks, media, wavelengths)
        "d": np.hstack([outside, thickness, outside]),
    }


def tmm(shape, stacks):
    from tmm import coh_tmm

    first = []
    for stack in range(stacks):
        for angle in np.deg2rad(shape["angles"]):
            for polarization in shape["polarizations"]:
                for w, wavelength in enumerate(shape["wavelengths"]):
                    R = coh_tmm(polarization, shape["n"][stack, :, w], shape["d"][stack], angle, wavelength)["R"]
                    if stack == 0:
                        first.append(R)
    return np.mean(first)


def tmm_fast(shape, stacks):
    """Tensors, no autograd, a hundred stacks at a time: faster than numpy arrays or all stacks at once."""
    import torch
    from tmm_fast import coh_tmm

    torch.set_num_threads(1)
    angles, wavelengths = torch.deg2rad(shape["tensors"][2]), shape["tensors"][3]
    first = None
    with torch.no_grad():
        for start in range(0, stacks, 100):
            n, d = (tensor[start : min(start + 100, stacks)] for tensor in shape["tensors"][:2])
            results = [coh_tmm(polarization, n, d, angles, wavelengths) for polarization in shape["polarizations"]]
            if first is None:
                first = np.mean([np.asarray(result["R"])[0] for result in results])
    return first


def tmm_faster(shape, stacks):
    """Always computes both polarizations."""
    from tmm_faster import calc_coherent

    first = None
    for stack in range(stacks):
        n = shape["rows"][stack]
        result = calc_coherent(n, shape["lists"][stack], shape["angles"], shape["wavelengths"])
        if first is None:
            first = np.mean([result["R_" + polarization] for polarization in shape["polarizations"]])
    return first


def main():
    peer, *paths = sys.argv[1:]
    shapes = [load(path) for path in paths]
    for shape in shapes:
        shape["rows"] = np.ascontiguousarray(shape["n"].transpose(0, 2, 1))
        shape["lists"] = [list(row) for row in shape["d"]]
        if peer == "tmm-fast":
            import torch

            arrays = (shape["n"], shape["d"] * 1e-9, shape["angles"], shape["wavelengths"] * 1e-9)
            shape["tensors"] = [torch.tensor(array) for array in arrays]
    run = {"tmm": tmm, "tmm-fast": tmm_fast, "tmm-faster": tmm_faster}[peer]
    run(shapes[0], 1)  # imports and first-call costs
    print("ready", flush=True)
    for line in sys.stdin:
        which, _, stacks = line.split()
        start = time.process_time()
        mean = run(shapes[int(which)], int(stacks))
        print(f"{time.process_time() - start:.9f} {mean:.12f}", flush=True)


main()
