import type { LayerSequence } from '#core/optics/types.ts';
import { type CurvePoints, measureCurve } from './curve-measures.ts';
import { DenseSampler } from './dense-sampler.ts';
import type { DesignSpace } from './design-space.ts';
import { spaceOf } from './environment-space.ts';
import { MOST_POINTS, nodeParts } from './fringe-rule.ts';
import { type Beam, beamOf, lightKey } from './illumination.ts';
import { applyScale, scaleOf, sourceOf } from './quantity.ts';
import { spaceEvaluator } from './space-evaluator.ts';
import type { SpecificationRow, Target } from './target.ts';

/** A specification row with what the coating really has. */
export type SpecificationResult = SpecificationRow & {
  /** null where it cannot be told */
  readonly actual: number | null;
  readonly pass: boolean;
  /** why it cannot be told */
  readonly reason?: string;
};

/** `pass` is true if every row passes, so also if there are none. */
export interface SpecificationReport {
  readonly pass: boolean;
  readonly rows: readonly SpecificationResult[];
}

/** Checks coatings against a specification. Holds scratch memory: not to be shared between threads. */
export interface Specification {
  readonly rowCount: number;
  check(front: LayerSequence, back: LayerSequence): SpecificationReport;
}

/** Curves are sampled this many times more densely than their fringes ask, where the limit of points allows it. */
const DENSITY = 8;
/** Allowed deviation for "=" where the row gives none: 1 nm for an edge, a width or a centre. */
const EQUAL_WITHIN = { fraction: 0.01, opticalDensity: 0.1, decibel: 1, length: 1 } as const;

/**
 * Prepares a target's specification; its rows speak of light from the front unless they say otherwise.
 * @param density how many times more densely than their fringes ask curves are sampled
 */
export function createSpecification(target: Target, space: DesignSpace, density: number = DENSITY): Specification {
  const rows = target.specification ?? [];
  const samplers = new Map<string, DenseSampler>();
  const prepared = rows.map((row) => {
    const beam = beamOf(row);
    const place = spaceOf(space, row.environment);
    const key = `${lightKey(row)} ${row.rangeNm.join(' ')}`;
    const sampler = samplers.get(key) ?? rangeSampler(place, beam, row.rangeNm, density);
    samplers.set(key, sampler);
    return { row, beam, place, sampler };
  });
  return {
    rowCount: rows.length,
    check(front, back) {
      const results = prepared.map(({ row, beam, place, sampler }) => checkRow(row, beam, sampler, place, front, back));
      return { pass: results.every(({ pass }) => pass), rows: results };
    },
  };
}

function rangeSampler(
  space: DesignSpace,
  beam: Beam,
  [from, to]: readonly [number, number],
  density: number,
): DenseSampler {
  const parts = from === to ? 0 : nodeParts(from, to);
  const nodes = Float64Array.from({ length: parts + 1 }, (_, i) =>
    i === parts ? to : from + ((to - from) * i) / parts,
  );
  return new DenseSampler(space, beam, nodes, new Uint8Array(parts + 1), density);
}

function checkRow(
  row: SpecificationRow,
  beam: Beam,
  sampler: DenseSampler,
  space: DesignSpace,
  front: LayerSequence,
  back: LayerSequence,
): SpecificationResult {
  const curve = sampler.sample(front, back);
  if (curve === undefined) {
    const reason = `The coating is so thick that its fringes would need more than ${MOST_POINTS} points.`;
    return { ...row, actual: null, pass: false, reason };
  }
  const points: CurvePoints = { wavelengthsNm: curve.wavelengthsNm, values: valuesOf(row, curve.R, curve.T) };
  const closeUp = (wavelengthsNm: Float64Array): Float64Array => {
    const R = new Float64Array(wavelengthsNm.length);
    const T = new Float64Array(wavelengthsNm.length);
    spaceEvaluator(space, beam, wavelengthsNm).spectra(front, back, R, T);
    return valuesOf(row, R, T);
  };
  const measured = measureCurve(row.statistic, points, closeUp);
  if (typeof measured !== 'number') return { ...row, actual: null, pass: false, reason: measured.reason };
  return { ...row, actual: measured, pass: passes(row, measured) };
}

function valuesOf({ quantity }: SpecificationRow, R: Float64Array, T: Float64Array): Float64Array {
  const source = sourceOf(quantity);
  const values =
    source === 'A' ? R.map((reflectance, i) => 1 - reflectance - T[i]) : Float64Array.from(source === 'R' ? R : T);
  applyScale(scaleOf(quantity), values.length, values);
  return values;
}

/** `>=` and `<=` may miss by the row's tolerance (none by default). */
function passes({ quantity, statistic, compare, value, tolerance }: SpecificationRow, actual: number): boolean {
  if (compare === '>=') return actual >= value - (tolerance ?? 0);
  if (compare === '<=') return actual <= value + (tolerance ?? 0);
  const isLength = statistic === 'edge' || statistic === 'fwhm' || statistic === 'centre';
  return Math.abs(actual - value) <= (tolerance ?? EQUAL_WITHIN[isLength ? 'length' : scaleOf(quantity)]);
}
