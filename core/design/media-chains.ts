import type { DesignSpace } from '#core/targets/design-space.ts';
import { bandCurves } from './band-samples.ts';

/** Media whose n and k differ by no more than this at every wavelength may be neighbours in a chain. */
const WIDEST_STEP = 0.6;
const FEWEST_MEDIA = 3;

/** Media in order of their index, each near the next: a layer can be blended from one to the other. */
export type MediaChain = readonly number[];

/** The place of a medium: in which chain, and where in it. */
export interface ChainPlace {
  readonly chain: MediaChain;
  readonly at: number;
}

/**
 * Chains of the allowed media: those of equal limits that lie so near each other, by their indices over the band, that
 * what is between two of them hardly differs from one. A medium is in one chain at most; by medium.
 */
export function mediaChains(space: DesignSpace): Map<number, ChainPlace> {
  const { allowed, minNm, maxNm } = space;
  const curves = bandCurves(space);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const near = (a: number, b: number): boolean =>
    minNm[a] === minNm[b] &&
    maxNm[a] === maxNm[b] &&
    apart(curves[a].n, curves[b].n) <= WIDEST_STEP &&
    apart(curves[a].k, curves[b].k) <= WIDEST_STEP;
  const ordered = [...allowed].sort((a, b) => mean(curves[a].n) - mean(curves[b].n) || a - b);
  const chains: number[][] = [];
  for (const medium of ordered) {
    const chain = chains.find((one) => near(one[one.length - 1], medium));
    if (chain === undefined) chains.push([medium]);
    else chain.push(medium);
  }
  const places = new Map<number, ChainPlace>();
  for (const chain of chains) {
    if (chain.length < FEWEST_MEDIA) continue;
    chain.forEach((medium, at) => {
      places.set(medium, { chain, at });
    });
  }
  return places;
}

/** The largest difference of two curves. */
function apart(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
