import { bandNodes, joinedAt } from './contiguous-bands.ts';
import type { DesignSpace } from './design-space.ts';
import { FringeRule } from './fringe-rule.ts';
import { TARGET_LIMITS, type Target, type TargetEntry } from './target.ts';

/** Most points of one entry that the rule may ask for. */
const MOST_ADDED = 4000;
/** Points for each fringe of the thickest coating: enough that none is missed, an eighth of what verification takes. */
const DENSITY = 1 / 8;

/**
 * The target with points added between its own, inside each contiguous band, until the fringes of the thickest coating
 * that it allows are seen; values and tolerances between are on the straight lines. Entries with a statistic gain
 * points in the same way. An entry that would need more than 4,000 gets that many, evenly.
 */
export function withPointsBetween(target: Target, space: DesignSpace): Target {
  const most = Math.min(MOST_ADDED, Math.floor(TARGET_LIMITS.points / target.spectra.length));
  return { ...target, spectra: target.spectra.map((entry) => denser(entry, space, most)) };
}

/** Physical thickness of the thickest coating that may be built, nm. */
function thickestNm({ allowed, maxNm, maxLayers, totalMaxNm, back }: DesignSpace): number {
  const thickestLayerNm = Math.max(...allowed.map((medium) => maxNm[medium]));
  const faces = back.mode === 'design' || back.mode === 'mirror' ? 2 : 1;
  return Math.min(totalMaxNm, faces * maxLayers * thickestLayerNm);
}

function denser(entry: TargetEntry, space: DesignSpace, most: number): TargetEntry {
  const bands = bandNodes(entry.wavelengthsNm);
  const { nodesNm, isGap } = bands;
  const rule = new FringeRule(space, nodesNm);
  const thicknessNm = thickestNm(space);
  const G = rule.largestPerNm.map((perNm) => perNm * thicknessNm);
  const partsAt = (i: number, density: number) =>
    isGap[i] || i + 1 === nodesNm.length ? 1 : rule.parts(i, G, density);
  const count = (density: number) => nodesNm.reduce((sum, _, i) => sum + partsAt(i, density), 0);
  let density = DENSITY;
  while (count(density) > most && density > 1e-9) density /= 2;
  const wavelengthsNm: number[] = [];
  const values: number[] = [];
  const tolerances: number[] = [];
  const { tolerance } = entry;
  for (let node = 0; node < nodesNm.length; node++) {
    const parts = partsAt(node, density);
    for (let part = 0; part < parts; part++) {
      const f = part / parts;
      wavelengthsNm.push(f === 0 ? nodesNm[node] : nodesNm[node] + (nodesNm[node + 1] - nodesNm[node]) * f);
      values.push(joinedAt(entry.values, bands, node, f));
      if (Array.isArray(tolerance)) tolerances.push(joinedAt(tolerance, bands, node, f));
    }
  }
  return { ...entry, wavelengthsNm, values, ...(Array.isArray(tolerance) ? { tolerance: tolerances } : {}) };
}
