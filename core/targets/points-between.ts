import { type BandNodes, bandNodes } from './contiguous-bands.ts';
import type { DesignSpace } from './design-space.ts';
import { FringeRule } from './fringe-rule.ts';
import { TARGET_LIMITS, type Target, type TargetEntry } from './target.ts';

/** Most points that one entry may come to have. */
const MOST_POINTS = 4000;
/** A quarter of the density at which answers are verified: two steps for each fringe of the thickest coating. */
const DENSITY = 1 / 4;

/**
 * The target with points added between its own, inside each contiguous band, until the fringes of the thickest coating
 * that it allows are seen; values and tolerances between are on the straight lines. All intervals between neighbouring
 * points of an entry are cut into equally many parts, so that each point counts as much as it did, and a point that
 * stands alone is repeated as often. An entry that would need more than 4,000 points gets so many.
 */
export function withPointsBetween(target: Target, space: DesignSpace): Target {
  const most = Math.min(MOST_POINTS, Math.floor(TARGET_LIMITS.points / target.spectra.length));
  return { ...target, spectra: target.spectra.map((entry) => denser(entry, space, most)) };
}

/** Physical thickness of the thickest coating that may be built, nm. */
export function thickestNm({ allowed, maxNm, maxLayers, totalMaxNm, back }: DesignSpace): number {
  const thickestLayerNm = Math.max(...allowed.map((medium) => maxNm[medium]));
  const faces = back.mode === 'design' || back.mode === 'mirror' ? 2 : 1;
  return Math.min(totalMaxNm, faces * maxLayers * thickestLayerNm);
}

/** Into how many parts every interval of an entry is cut. */
function partsOf({ nodesNm, isGap, point, order }: BandNodes, space: DesignSpace, most: number): number {
  const rule = new FringeRule(space, nodesNm);
  const thicknessNm = thickestNm(space);
  const G = rule.largestPerNm.map((perNm) => perNm * thicknessNm);
  const wanted = new Int32Array(order.length);
  for (let i = 0; i + 1 < nodesNm.length; i++) if (!isGap[i]) wanted[point[i]] += rule.parts(i, G, DENSITY);
  const largest = wanted.reduce((a, b) => Math.max(a, b), 1);
  return Math.max(1, Math.min(largest, Math.floor(most / order.length)));
}

function denser(entry: TargetEntry, space: DesignSpace, most: number): TargetEntry {
  const bands = bandNodes(entry.wavelengthsNm);
  const parts = partsOf(bands, space, most);
  const { order, isGap, point } = bands;
  const sorted = order.length;
  const endsBand = new Uint8Array(sorted);
  point.forEach((at, node) => {
    if (isGap[node]) endsBand[at] = 1;
  });
  const join = (of: readonly number[]): number[] => {
    const joined: number[] = [];
    for (let i = 0; i < sorted; i++) {
      const from = of[order[i]];
      const isAlone = endsBand[i] === 1 && (i === 0 || endsBand[i - 1] === 1);
      const steps = isAlone || !endsBand[i] ? parts : 1;
      const to = endsBand[i] ? from : of[order[i + 1]];
      for (let part = 0; part < steps; part++) joined.push(from + (to - from) * (part / parts));
    }
    return joined;
  };
  const { tolerance } = entry;
  return {
    ...entry,
    wavelengthsNm: join(entry.wavelengthsNm),
    values: join(entry.values),
    ...(Array.isArray(tolerance) ? { tolerance: join(tolerance) } : {}),
  };
}
