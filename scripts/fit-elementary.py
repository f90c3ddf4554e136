"""Fits the coefficients of core/optics/kernel/elementary.ts.

Run:  python scripts/fit-elementary.py        (needs mpmath; takes about a minute)

Every fit is a weighted minimax fit by Remez exchange at 60 digits: find c and E with
    sum_k c_k phi_k(x_i) - target(x_i) = (-1)^i E weight(x_i)
on a reference of len(c)+1 points, move the reference to the extrema of the error, repeat. A rational fit P/Q of
tan or tanh is linear too when the error is written as an angle: P cos(y) - Q sin(y) = sqrt(P^2+Q^2) * (angle error);
the norm is taken from the previous round. The coefficients are then rounded to double and the error is measured
again with the rounded ones (in exact arithmetic; the rounding of the evaluation is measured in elementary.test.ts).
"""

from mpmath import atan2, cos, cosh, log, matrix, lu_solve, mp, mpf, pi, sin, sinh, sqrt

mp.dps = 60
GRID = 1500


def remez(basis, target, weight, lo, hi, rounds=12):
    """Coefficients of the minimax fit on [lo, hi]; weight(x, c) may use the previous coefficients (None at first)."""
    n = len(basis)
    lo, hi = mpf(lo), mpf(hi)
    xs = [lo + (hi - lo) * (1 - cos(pi * (2 * i + 1) / (2 * n + 2))) / 2 for i in range(n + 1)]
    grid = [lo + (hi - lo) * (1 - cos(pi * i / GRID)) / 2 for i in range(1, GRID + 1)]
    rows = [([phi(x) for phi in basis], target(x)) for x in grid]
    c = None
    for _ in range(rounds):
        a, b = matrix(n + 1, n + 1), matrix(n + 1, 1)
        for i, x in enumerate(xs):
            for k, phi in enumerate(basis):
                a[i, k] = phi(x)
            a[i, n] = -((-1) ** i) * weight(x, c)
            b[i] = target(x)
        solution = lu_solve(a, b)
        c = [solution[k] for k in range(n)]
        error = [(sum(ck * pk for ck, pk in zip(c, row)) - t) / weight(x, c) for x, (row, t) in zip(grid, rows)]
        extrema, start = [], 0
        for i in range(1, len(grid) + 1):  # the largest |error| of every run of one sign
            if i == len(grid) or (error[i] > 0) != (error[start] > 0):
                extrema.append(max(range(start, i), key=lambda j: abs(error[j])))
                start = i
        if len(extrema) < n + 1:
            raise RuntimeError(f"only {len(extrema)} alternations")
        while len(extrema) > n + 1:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        xs = [grid[i] for i in extrema]
    return c, max(abs(e) for e in error)


def report(name, c, fitted, measured):
    print(f"{name}: minimax {mp.nstr(fitted, 3)}, with coefficients rounded to double {mp.nstr(measured, 3)}")
    for value in c:
        print(f"    {float(value)!r}")


def poly(c, x):
    y = mpf(0)
    for ck in reversed(c):
        y = y * x + mpf(ck)
    return y


def doubles(c):
    return [mpf(float(v)) for v in c]


def points(lo, hi, count=4001):
    return [mpf(lo) + (mpf(hi) - mpf(lo)) * i / count for i in range(1, count + 1)]


def fit_tan():
    """tan(pi f) = f p(f^2) / q(f^2), q(0) = 1, |f| <= 1/2.

    Minimises |angle error| (f + 0.1) / f: between the absolute error (which would let thin layers be wrong by 5e-15 of
    their phase) and the relative one (which would double the error of quarter waves).
    """
    basis = [lambda f, k=k: f ** (2 * k) * cos(pi * f) for k in range(4)]
    basis += [lambda f, k=k: -(f ** (2 * k - 1)) * sin(pi * f) for k in range(1, 5)]

    def weight(f, c):
        if c is None:
            return pi / (f + mpf(1) / 10)
        return pi / (f + mpf(1) / 10) * sqrt((f * poly(c[:4], f * f)) ** 2 + poly([1, *c[4:]], f * f) ** 2)

    c, fitted = remez(basis, lambda f: sin(pi * f) / f, weight, mpf(10) ** -6, mpf(1) / 2)
    r = doubles(c)
    worst = max(abs(atan2(f * poly(r[:4], f * f), poly([1, *r[4:]], f * f)) - pi * f) for f in points(0, 0.5))
    report("tan: p0..p3, q1..q4 (angle error, rad)", c, fitted * pi / 2 / mpf("0.6"), worst)


def fit_exp2():
    """2^x = (Q + P)/(Q - P), P = x a(x^2), Q = b(x^2), b(0) = 1, |x| <= 1/2; the relative error is minimised."""
    half = log(2) / 2
    basis = [lambda x, k=k: x ** (2 * k) * cosh(half * x) for k in range(3)]
    basis += [lambda x, k=k: -(x ** (2 * k - 1)) * sinh(half * x) for k in range(1, 3)]

    def weight(x, c):
        return 1 / cosh(half * x) if c is None else poly([1, *c[3:]], x * x) / cosh(half * x)

    c, fitted = remez(basis, lambda x: sinh(half * x) / x, weight, mpf(10) ** -6, mpf(1) / 2)
    r = doubles(c)

    def value(x):
        p, q = x * poly(r[:3], x * x), poly([1, *r[3:]], x * x)
        return (q + p) / (q - p)

    worst = max(abs(value(s * x) / mpf(2) ** (s * x) - 1) for x in points(0, 0.5) for s in (1, -1))
    report("exp2: a0..a2, b1..b2 (relative error)", c, fitted, worst)


def fit_single():
    """The same two for single precision: three and two coefficients of tan, two and one of 2^x."""
    basis = [lambda f, k=k: f ** (2 * k) * cos(pi * f) for k in range(3)]
    basis += [lambda f, k=k: -(f ** (2 * k - 1)) * sin(pi * f) for k in range(1, 3)]

    def weight(f, c):
        if c is None:
            return pi / (f + mpf(1) / 10)
        return pi / (f + mpf(1) / 10) * sqrt((f * poly(c[:3], f * f)) ** 2 + poly([1, *c[3:]], f * f) ** 2)

    c, fitted = remez(basis, lambda f: sin(pi * f) / f, weight, mpf(10) ** -6, mpf(1) / 2)
    r = doubles(c)
    worst = max(abs(atan2(f * poly(r[:3], f * f), poly([1, *r[3:]], f * f)) - pi * f) for f in points(0, 0.5))
    report("single tan: p0..p2, q1..q2 (angle error, rad)", c, fitted * pi / 2 / mpf("0.6"), worst)

    half = log(2) / 2
    basis = [lambda x, k=k: x ** (2 * k) * cosh(half * x) for k in range(2)] + [lambda x: -x * sinh(half * x)]

    def weight2(x, c):
        return 1 / cosh(half * x) if c is None else poly([1, *c[2:]], x * x) / cosh(half * x)

    c, fitted = remez(basis, lambda x: sinh(half * x) / x, weight2, mpf(10) ** -6, mpf(1) / 2)
    r = doubles(c)

    def value(x):
        p, q = x * poly(r[:2], x * x), poly([1, *r[2:]], x * x)
        return (q + p) / (q - p)

    worst = max(abs(value(s * x) / mpf(2) ** (s * x) - 1) for x in points(0, 0.5) for s in (1, -1))
    report("single exp2: a0..a1, b1 (relative error)", c, fitted, worst)


def fit_log():
    """log((1+s)/(1-s)) = 2s + s z L(z), z = s^2, s <= 3 - 2 sqrt 2; relative error."""
    hi = (3 - 2 * sqrt(mpf(2))) ** 2 * mpf("1.0001")

    def tail(z):
        s = sqrt(z)
        return (log((1 + s) / (1 - s)) - 2 * s) / (s * z)

    basis = [lambda z, k=k: z**k for k in range(7)]
    c, fitted = remez(basis, tail, lambda z, c: 2 / z, mpf(10) ** -6, hi)
    r = doubles(c)
    worst = max(abs(poly(r, z) - tail(z)) * z / 2 for z in points(mpf(10) ** -6, hi))
    report("log: L0..L6 (relative error)", c, fitted, worst)


def fit_sin_cos():
    """sin x = x + x z S(z), cos x = 1 - z/2 + z^2 C(z), z = x^2, |x| <= pi/4."""
    hi = (pi / 4) ** 2 * mpf("1.0001")
    for name, count, tail, power in (
        ("sin: S0..S5", 6, lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, 1),
        ("cos: C0..C5", 6, lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, 2),
    ):
        basis = [lambda z, k=k: z**k for k in range(count)]
        c, fitted = remez(basis, tail, lambda z, c, power=power: z**-power, mpf(10) ** -6, hi)
        r = doubles(c)
        worst = max(abs(poly(r, z) - tail(z)) * z**power for z in points(mpf(10) ** -6, hi))
        report(f"{name} (error relative to x, to 1)", c, fitted, worst)


def constants():
    """Constants split so that k * HIGH is exact for |k| < 2^20, and the double nearest to the rest."""
    for name, value in (("PI/2", pi / 2), ("LN2", log(2)), ("LOG10(2)", log(2) / log(10))):
        bits = 33
        scale = mpf(2) ** (bits - int(mp.floor(log(value, 2))) - 1)
        high = mp.floor(value * scale) / scale
        middle = mp.floor((value - high) * scale * 2**bits) / (scale * 2**bits)
        print(f"{name}: high {float(high)!r} middle {float(middle)!r} low {float(value - high - middle)!r}")
        print(f"    high + rest: {float(high)!r} {float(value - high)!r}")


if __name__ == "__main__":
    fit_tan()
    fit_exp2()
    fit_single()
    fit_log()
    fit_sin_cos()
    constants()
