import { StackwrightError } from '#core/errors.ts';
import { type Curve, constantCurve, formulaCurve, tableCurve } from '#core/materials/curve.ts';
import type { Dispersion, MaterialFlag } from '#core/materials/document.ts';
import { NEGLIGIBLE_K, sampleSeries } from '#core/materials/material-series.ts';
import type { Material } from '#core/materials/types.ts';

/** Ranges are inclusive up to this relative slack, so that 0.4 µm · 1000 never falls outside 400 nm. */
export const RANGE_SLACK = 1e-9;

/** A material and what must be said about its data. */
export interface FlaggedMaterial extends Material {
  readonly flags: readonly MaterialFlag[];
}

/**
 * Optical constants from their data.
 *
 * Separate n and k are combined on the intersection of their ranges. Where k's table ends inside n's range at a value
 * ≤ 1e-6, k goes on as 0 and the flag "k assumed" says over which wavelengths; so it does over the whole range where
 * the source has no k at all.
 *
 * @throws StackwrightError BAD_DATA where the ranges do not meet, or n is not a positive number inside the range
 */
export function createMaterial(
  id: string,
  dispersion: Dispersion,
  flags: readonly MaterialFlag[] = [],
): FlaggedMaterial {
  const combined = combine(id, dispersion);
  const material = materialOf(id, combined.n, combined.k, combined.rangeNm);
  checkThroughout(material);
  return { ...material, flags: [...flags, ...combined.flags] };
}

/** n + ik independent of wavelength; it has no limits of range. */
export function constantMaterial(id: string, n: number, k: number): Material {
  const everywhere = [0, Number.POSITIVE_INFINITY] as const;
  return materialOf(id, constantCurve(n, everywhere), constantCurve(k, everywhere), everywhere);
}

/** A material from n and k curves over the same range. */
export function curveMaterial(id: string, n: Curve, k: Curve): Material {
  return materialOf(id, n, k, n.rangeNm);
}

interface Combined {
  n: Curve;
  k: Curve;
  rangeNm: readonly [number, number];
  flags: MaterialFlag[];
}

function combine(id: string, dispersion: Dispersion): Combined {
  if (!isSeparate(dispersion)) {
    const { wavelengthsNm, interpolation } = dispersion;
    const n = tableCurve(wavelengthsNm, dispersion.n, interpolation);
    return { n, k: tableCurve(wavelengthsNm, dispersion.k, interpolation), rangeNm: n.rangeNm, flags: [] };
  }
  const n =
    'formula' in dispersion.n
      ? formulaCurve(dispersion.n.formula, dispersion.n.coefficients, dispersion.n.rangeNm)
      : tableCurve(dispersion.n.wavelengthsNm, dispersion.n.n, dispersion.n.interpolation);
  if (dispersion.k === undefined) {
    const note = `The source gives n alone; k = 0 is used over ${describeRange(n.rangeNm)}.`;
    return { n, k: constantCurve(0, n.rangeNm), rangeNm: n.rangeNm, flags: [{ flag: 'k assumed', note }] };
  }
  return { n, ...continueK(id, n, dispersion.k) };
}

function isSeparate(dispersion: Dispersion): dispersion is Extract<Dispersion, { n: object; wavelengthsNm?: never }> {
  return !('wavelengthsNm' in dispersion);
}

type TableK = NonNullable<Extract<Dispersion, { n: object; k?: unknown; wavelengthsNm?: never }>['k']>;

function continueK(id: string, n: Curve, table: TableK): Omit<Combined, 'n'> {
  const inside = tableCurve(table.wavelengthsNm, table.k, table.interpolation);
  const [kLow, kHigh] = inside.rangeNm;
  const [nLow, nHigh] = n.rangeNm;
  const below = kLow > nLow * (1 + RANGE_SLACK) && table.k[0] <= NEGLIGIBLE_K;
  const above = kHigh < nHigh * (1 - RANGE_SLACK) && table.k[table.k.length - 1] <= NEGLIGIBLE_K;
  const low = below ? nLow : Math.max(nLow, kLow);
  const high = above ? nHigh : Math.min(nHigh, kHigh);
  if (low > high) {
    throw new StackwrightError(
      'BAD_DATA',
      `${id} has n over ${describeRange(n.rangeNm)} but k over ${describeRange(inside.rangeNm)}: they do not overlap, so there is no wavelength at which both are known; choose another data set.`,
    );
  }
  const flags: MaterialFlag[] = [];
  const assume = (from: number, to: number) => {
    const note = `k is negligible at the end of its table and the source stops there; k = 0 is used over ${describeRange([from, to])}.`;
    flags.push({ flag: 'k assumed', note });
  };
  if (below) assume(low, Math.min(kLow, high));
  if (above) assume(Math.max(kHigh, low), high);
  const rangeNm = [low, high] as const;
  return { k: below || above ? zeroOutside(inside, rangeNm) : inside, rangeNm, flags };
}

function zeroOutside(inside: Curve, rangeNm: readonly [number, number]): Curve {
  const low = inside.rangeNm[0] * (1 - RANGE_SLACK);
  const high = inside.rangeNm[1] * (1 + RANGE_SLACK);
  return {
    rangeNm,
    fill(wavelengthsNm, out) {
      inside.fill(wavelengthsNm, out);
      for (let i = 0; i < wavelengthsNm.length; i++) if (wavelengthsNm[i] < low || wavelengthsNm[i] > high) out[i] = 0;
    },
    series(wavelengthNm, out) {
      if (wavelengthNm >= low && wavelengthNm <= high) return inside.series(wavelengthNm, out);
      out.fill(0);
      return true;
    },
    asSpline: () => zeroOutside(inside.asSpline(), rangeNm),
  };
}

function materialOf(id: string, n: Curve, k: Curve, rangeNm: readonly [number, number]): Material {
  return {
    id,
    rangeNm,
    sample(wavelengthsNm, options) {
      const clamped = checkRange(id, rangeNm, wavelengthsNm, options?.clamp ?? false);
      const grid = clamped
        ? Float64Array.from(wavelengthsNm, (x) => Math.min(Math.max(x, rangeNm[0]), rangeNm[1]))
        : wavelengthsNm;
      const table = { n: new Float64Array(grid.length), k: new Float64Array(grid.length), clamped };
      n.fill(grid, table.n);
      k.fill(grid, table.k);
      for (let i = 0; i < grid.length; i++) {
        if (!(table.n[i] >= 0)) throw undefinedIndex(id, grid[i]);
        if (!(table.k[i] > 0)) table.k[i] = 0; // interpolation may round to −1e-20
      }
      return table;
    },
    series(wavelengthsNm, order, options) {
      checkRange(id, rangeNm, wavelengthsNm, options?.clamp ?? false);
      const series = sampleSeries(id, { n, k, rangeNm }, wavelengthsNm, order);
      const values = this.sample(wavelengthsNm, options); // the same bits, not only the same value
      series.n.set(values.n);
      series.k.set(values.k);
      return series;
    },
    asSpline: () => materialOf(id, n.asSpline(), k.asSpline(), rangeNm),
  };
}

/** @returns whether any wavelength lies outside (only with `clamp`; otherwise that is an error) */
function checkRange(
  id: string,
  [low, high]: readonly [number, number],
  wavelengthsNm: ArrayLike<number>,
  clamp: boolean,
): boolean {
  const least = low * (1 - RANGE_SLACK);
  const most = high * (1 + RANGE_SLACK);
  let outside = false;
  for (let i = 0; i < wavelengthsNm.length; i++) {
    const wavelength = wavelengthsNm[i];
    const isWavelength = wavelength > 0 && wavelength < Number.POSITIVE_INFINITY;
    if (isWavelength && wavelength >= least && wavelength <= most) continue;
    if (!isWavelength) {
      throw new StackwrightError(
        'INVALID',
        `Wavelength ${i + 1} asked of ${id} is ${wavelength}; give positive numbers in nm.`,
      );
    }
    if (!clamp) {
      throw new StackwrightError(
        'OUT_OF_RANGE',
        `${id} has data over ${describeRange([low, high])}, but ${round(wavelength)} nm was asked; narrow the wavelengths or choose other data.`,
      );
    }
    outside = true;
  }
  return outside;
}

/** A formula can lose its meaning between its own limits (n² < 0 beside a resonance): better refused here than met later. */
function checkThroughout(material: Material): void {
  const [low, high] = material.rangeNm;
  const POINTS = 129;
  const probe = new Float64Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    // evenly spaced in 1/λ: dense where dispersion is strong
    const t = i / (POINTS - 1);
    probe[i] = Math.min(Math.max(1 / ((1 - t) / low + t / high), low), high);
  }
  const { n } = material.sample(probe);
  for (let i = 0; i < POINTS; i++) if (!(n[i] > 0)) throw undefinedIndex(material.id, probe[i]);
}

function undefinedIndex(id: string, wavelengthNm: number): StackwrightError {
  return new StackwrightError(
    'BAD_DATA',
    `${id} has no positive real index at ${round(wavelengthNm)} nm, inside the range it claims; choose another data set.`,
  );
}

/** "400–1100 nm" */
export function describeRange([low, high]: readonly [number, number]): string {
  return `${round(low)}–${round(high)} nm`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(7)));
}
