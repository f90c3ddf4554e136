import {
  BLOCK_MASK,
  BLOCK_SHIFT,
  type Coating,
  TRACE_DETERMINANT,
  TRACE_LENGTH,
  TRACE_PHASE,
} from '#core/optics/kernel/coating.ts';
import type { GradientTerms } from '#core/optics/kernel/gradient.ts';
import type { Media } from '#core/optics/kernel/media.ts';
import { ATTENUATION, HALF_TURNS, type OpticalTables, SMALLEST_INDEX } from '#core/optics/kernel/tables.ts';
import { abs2, add, type Complex, complex, div, mul, scale, sub } from '#core/optics/reference/complex.ts';
import type { IndexDerivatives } from '#core/optics/types.ts';

/** Where one polarization's derivatives at one wavelength go. */
export interface IndexTarget {
  readonly out: IndexDerivatives;
  readonly column: number;
  readonly wavelengthCount: number;
  /** share of this polarization */
  readonly weight: number;
  /** false: add to what another polarization left */
  readonly isFirst: boolean;
}

/** [m11, m12; m21, m11]: a layer's characteristic matrix, or its derivative, acting on (B, C). */
interface LayerMatrix {
  readonly m11: Complex;
  readonly m12: Complex;
  readonly m21: Complex;
}
interface Fields {
  readonly B: Complex;
  readonly C: Complex;
}

const MINUS_I = complex(0, -1);
const timesI = ({ re, im }: Complex): Complex => ({ re: -im, im: re });

function act({ m11, m12, m21 }: LayerMatrix, { B, C }: Fields): Fields {
  return { B: add(mul(m11, B), mul(m12, C)), C: add(mul(m21, B), mul(m11, C)) };
}

/** C ∂B′ − B ∂C′ */
const wronskian = (a: Fields, b: Fields): Complex => sub(mul(a.C, b.B), mul(a.B, b.C));

/**
 * Derivatives of R and T by the complex index N of every layer, from the trace that `tracedTransfer` left; the
 * counterpart of `accumulateGradient`, with ∂M/∂N in place of ∂M/∂d. The fields depend on N as an analytic function, so
 * ∂/∂k is ∂/∂n with i∂N. Written to be read: about five times as dear as the derivatives by thickness.
 */
export function accumulateIndexGradient(
  coating: Coating,
  tables: OpticalTables,
  media: Media,
  base: number,
  isP: boolean,
  etaIn: Complex,
  etaOut: Complex,
  terms: GradientTerms,
  target: IndexTarget,
): void {
  const { count, rows, trace, factors } = coating;
  const front = complex(terms.frontRe, terms.frontIm);
  const cross = complex(terms.crossRe, terms.crossIm);
  const back = complex(terms.backRe, terms.backIm);
  let down: Fields = { B: complex(1), C: etaIn };
  let above = 1; // product of the determinants between this interface and the entrance
  for (let i = count - 1; i >= 0; i--) {
    const o = i * TRACE_LENGTH;
    const isGroupEnd = (i & BLOCK_MASK) === BLOCK_MASK;
    const factor = isGroupEnd ? factors[i >> BLOCK_SHIFT] : 1;
    const { matrix, derivative } = matricesOf(coating, i, tables, media, base, isP, target.column);
    const state = fieldsOf(trace, o);
    const before = i === 0 ? { B: complex(1), C: etaOut } : fieldsOf(trace, o - TRACE_LENGTH);
    const change = scaled(act(derivative, before), factor);
    const below = scaled(act(matrix, down), factor);
    if (rows[i] >= 0) {
      const changeBelow = scaled(act(derivative, down), factor);
      const normBelow = i === 0 ? 1 : trace[o - TRACE_LENGTH + 4];
      const f = scale(mul(front, timesI(wronskian(state, change))), above);
      const x = mul(cross, timesI(add(mul(down.C, change.B), mul(down.B, change.C))));
      const b = scale(mul(back, timesI(wronskian(below, changeBelow))), normBelow);
      const { frontR, crossR, backR, frontT, crossT, backT } = terms;
      const r = add(add(scale(f, frontR), scale(x, crossR)), scale(b, backR));
      const t = add(add(scale(f, frontT), scale(x, crossT)), scale(b, backT));
      write(target, rows[i], r, t);
    }
    above *= trace[o + TRACE_DETERMINANT] * factor * factor;
    down = below;
  }
}

const scaled = ({ B, C }: Fields, factor: number): Fields => ({ B: scale(B, factor), C: scale(C, factor) });

const fieldsOf = (trace: Float64Array, o: number): Fields => ({
  B: complex(trace[o], trace[o + 1]),
  C: complex(trace[o + 2], trace[o + 3]),
});

/** Re(g ∂N) is g.re for ∂n and −g.im for ∂k. */
function write(
  { out, column, wavelengthCount, weight, isFirst }: IndexTarget,
  row: number,
  r: Complex,
  t: Complex,
): void {
  const cell = row * wavelengthCount + column;
  const put = (to: Float64Array, value: number): void => {
    to[cell] = (isFirst ? 0 : to[cell]) + weight * value;
  };
  put(out.dRdn, r.re);
  put(out.dRdk, -r.im);
  put(out.dTdn, t.re);
  put(out.dTdk, -t.im);
}

/**
 * The layer's matrix as the sweep used it, s times the true one with s² the determinant, and s times ∂M/∂N.
 *
 * With x = κ² = k0²(N² − α²) all entries are made of a = sin(κd)/κ and cos κd, which are smooth in x also where κ
 * vanishes: m11 = cos κd; in s m12 = −i k0 a, m21 = −i x a/k0; in p m12 = −i x a/(k0 N²), m21 = −i k0 N² a; ∂x/∂N = 2 k0² N.
 */
function matricesOf(
  coating: Coating,
  i: number,
  tables: OpticalTables,
  media: Media,
  base: number,
  isP: boolean,
  w: number,
): { matrix: LayerMatrix; derivative: LayerMatrix } {
  const { offsets, thicknessNm, trace } = coating;
  const { records, recordLength } = tables;
  const record = base + offsets[i];
  const o = i * TRACE_LENGTH;
  const d = thicknessNm[i];
  const k0 = (2 * Math.PI) / media.wavelengthsNm[w];
  const N = indexOf(media, offsets[i] / recordLength, w);
  const kappa = complex(Math.PI * records[record + HALF_TURNS], -0.5 * Math.LN2 * records[record + ATTENUATION]);
  const isLossless = records[record + ATTENUATION] === 0;
  const phase = trace.subarray(o + TRACE_PHASE, o + TRACE_PHASE + 4);
  const cos = isLossless ? complex(phase[1]) : complex(phase[0], phase[1]);
  const sin = isLossless ? complex(phase[0]) : complex(-phase[3], phase[2]);
  const x = mul(kappa, kappa);
  const a = div(sin, kappa);
  const dA = slopeOfSinOverKappa(x, a, cos, d, trace[o + TRACE_DETERMINANT]);
  const dCos = scale(a, -0.5 * d);
  const dG = scale(add(a, scale(cos, d)), 0.5); // of x a
  const g = mul(x, a);
  const dX = scale(N, 2 * k0 * k0);
  const m11 = mul(dX, dCos);
  if (!isP) {
    const matrix = { m11: cos, m12: mul(MINUS_I, scale(a, k0)), m21: mul(MINUS_I, scale(g, 1 / k0)) };
    const m12 = mul(MINUS_I, scale(mul(dX, dA), k0));
    const m21 = mul(MINUS_I, scale(mul(dX, dG), 1 / k0));
    return { matrix, derivative: { m11, m12, m21 } };
  }
  const square = mul(N, N);
  const matrix = {
    m11: cos,
    m12: mul(MINUS_I, scale(div(g, square), 1 / k0)),
    m21: mul(MINUS_I, scale(mul(square, a), k0)),
  };
  // ∂(x a/N²) = (∂x dG − 2 x a/N)/N², ∂(N² a) = 2 N a + N² ∂x dA
  const m12 = mul(MINUS_I, scale(div(sub(mul(dX, dG), scale(div(g, N), 2)), square), 1 / k0));
  const m21 = mul(MINUS_I, scale(add(scale(mul(N, a), 2), mul(square, mul(dX, dA))), k0));
  return { matrix, derivative: { m11, m12, m21 } };
}

function indexOf({ tables }: Media, medium: number, w: number): Complex {
  const { n, k } = tables[medium];
  const N = complex(n[w], k[w]);
  return abs2(N) < SMALLEST_INDEX * SMALLEST_INDEX ? complex(SMALLEST_INDEX) : N;
}

const SERIES = [-5 / 39916800, 4 / 362880, -3 / 5040, 2 / 120, -1 / 6];

/** ∂(s sin κd/κ)/∂κ² with s held: (s d cos κd − a)/(2κ²), as a series where that has no digits left. */
function slopeOfSinOverKappa(x: Complex, a: Complex, cos: Complex, d: number, determinant: number): Complex {
  const y = scale(x, d * d);
  if (abs2(y) >= 0.01) return div(sub(scale(cos, d), a), scale(x, 2));
  let sum = complex(6 / 6227020800);
  for (const coefficient of SERIES) sum = add(mul(sum, y), complex(coefficient));
  return scale(sum, d * d * d * Math.sqrt(determinant));
}
