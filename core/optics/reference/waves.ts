import { type Complex, complex, div, mul, scale, sqrt, sub } from '#core/optics/reference/complex.ts';

/** The two linear polarizations that a planar stack does not mix. */
export type LinearPolarization = 's' | 'p';

/** The plane wave that lights the part: it fixes the tangential wave number, which Snell's law conserves everywhere. */
export interface Incidence {
  /** index of the medium the light comes from; real, since R is undefined in an absorbing one */
  readonly n: number;
  /** angle in that medium, radians, 0 ≤ angle < π/2 */
  readonly angleRad: number;
}

/**
 * One medium as a wave of given tangential wave number and polarization meets it.
 *
 * A stack is solved in the pair (F, G) of tangential fields that are continuous across every interface:
 * s: F = E_y and G = −Z₀H_x; p: F = Z₀H_y and G = E_x. A forward wave has G = yF, a backward wave G = −yF, so that
 * both polarizations obey the same equations and differ only in y.
 */
export interface WaveMedium {
  /** N², the relative permittivity */
  readonly permittivity: Complex;
  /** q = N cos θ = k_z/k₀, in the first quadrant: the forward wave decays or, where nothing decays, moves forward */
  readonly q: Complex;
  /** y = G/F of the forward wave: q for s, q/N² for p. Free-space units. */
  readonly y: Complex;
  /** q/y, finite also where q vanishes: 1 for s, N² for p */
  readonly qOverY: Complex;
}

/** N sin θ, the same in every medium. */
export const tangentialIndex = (incidence: Incidence): number => incidence.n * Math.sin(incidence.angleRad);

/**
 * q = N cos θ in a medium of index N. Conventions: docs/conventions.md.
 *
 * With k ≥ 0 and a real tangential wave number q² lies in the upper half-plane, so the principal root is the physical
 * one of arXiv:1603.02720, appendix D: damped where it can be (total internal reflection: q = +i|q|), else forward.
 */
export function normalIndex({ re: n, im: k }: Complex, { n: n0, angleRad }: Incidence): Complex {
  const q0 = n0 * Math.cos(angleRad);
  const tangential = n0 * Math.sin(angleRad);
  // Re q² = Re N² − n₀² + q₀² is exact for N = n₀ and keeps its digits at grazing incidence; Re N² − (n₀ sin θ)² does so
  // for a medium much thinner than the first.
  const isThin = n + k < n0 / 2;
  const real = isThin ? n * n - k * k - tangential * tangential : (n - n0) * (n + n0) - k * k + q0 * q0;
  return sqrt(complex(real, 2 * n * k));
}

export function waveMedium(index: Complex, incidence: Incidence, polarization: LinearPolarization): WaveMedium {
  const permittivity = mul(index, index);
  const q = normalIndex(index, incidence);
  if (polarization === 's') return { permittivity, q, y: q, qOverY: complex(1) };
  return { permittivity, q, y: div(q, permittivity), qOverY: permittivity };
}

/** The tangential fields at one depth, up to a common factor. */
export interface TangentialFields {
  readonly F: Complex;
  readonly G: Complex;
}

/**
 * The fields a distance upstream of a plane in the same medium, times exp(−Im δ) with δ = q·phasePerIndex.
 *
 * Without that factor this is the characteristic matrix [[cos δ, −i sin δ / y], [−i y sin δ, cos δ]]; with it every
 * entry stays finite however thick the layer is. sin δ / y is formed from sin δ / δ, so a wave that grazes the layer
 * exactly (q = 0) is no special case.
 *
 * @param phasePerIndex k₀·distance = 2π·distance/λ, dimensionless, ≥ 0
 * @see Macleod, Thin-Film Optical Filters (4th ed.), eq. 2.87; there exp(+iωt)
 */
export function upstream(fields: TangentialFields, medium: WaveMedium, phasePerIndex: number): TangentialFields {
  const delta = scale(medium.q, phasePerIndex);
  const { cos, sin, sinc } = dampedSinusoids(delta);
  const sinOverY = scale(mul(sinc, medium.qOverY), phasePerIndex);
  const ySin = mul(medium.y, sin);
  return {
    F: sub(mul(cos, fields.F), timesI(mul(sinOverY, fields.G))),
    G: sub(mul(cos, fields.G), timesI(mul(ySin, fields.F))),
  };
}

const timesI = (a: Complex): Complex => ({ re: -a.im, im: a.re });

/** cos δ, sin δ and sin δ / δ, each times exp(−Im δ), for Im δ ≥ 0. */
function dampedSinusoids(delta: Complex): { cos: Complex; sin: Complex; sinc: Complex } {
  const c = Math.cos(delta.re);
  const s = Math.sin(delta.re);
  // e^−b cosh b and e^−b sinh b; expm1 keeps the second exact where b is tiny
  const cosh = (1 + Math.exp(-2 * delta.im)) / 2;
  const sinh = -Math.expm1(-2 * delta.im) / 2;
  const sin = complex(s * cosh, c * sinh);
  const isTiny = Math.abs(delta.re) + Math.abs(delta.im) < 1e-5;
  return {
    cos: complex(c * cosh, -s * sinh),
    sin,
    sinc: isTiny ? tinySinc(delta) : div(sin, delta),
  };
}

/** exp(−Im δ)·sin δ / δ for |δ| < 1e-5, where the series needs one term. */
function tinySinc(delta: Complex): Complex {
  const series = sub(complex(1), scale(mul(delta, delta), 1 / 6));
  return scale(series, Math.exp(-delta.im));
}
