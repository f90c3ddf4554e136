import type { Origin } from './candidate.ts';
import { type Coating, layerCount, mergedCoating, nearlySameDesign, totalThicknessNm } from './coating.ts';

/** Where a coating came from; travels with it through all later improvements. */
export interface Lineage {
  readonly origin: Origin;
  readonly pack?: string;
  /** the coating as first proposed, and its exact merit before any refinement */
  readonly proposal: Coating;
  readonly proposalMerit: number;
  /** the network's own prediction for the proposal, on the pack's grid, where a network made one */
  readonly surrogateR?: readonly number[];
}

/** A coating whose merit the exact solver gave. */
export interface Scored {
  readonly coating: Coating;
  readonly merit: number;
  readonly lineage: Lineage;
}

/** Orders by merit; equal merits by structure, so that the order never depends on who came first. */
export function byMerit(a: Scored, b: Scored): number {
  if (a.merit !== b.merit) return a.merit - b.merit;
  const layers = layerCount(a.coating) - layerCount(b.coating);
  return layers !== 0 ? layers : totalThicknessNm(a.coating) - totalThicknessNm(b.coating);
}

/** The coating as it would be deposited: zero layers dropped, equal neighbours merged. */
export function settled(scored: Scored): Scored {
  return { ...scored, coating: mergedCoating(scored.coating) };
}

/** The best few of the list that differ from one another, settled, best first. */
export function bestDistinct(list: readonly Scored[], count: number): Scored[] {
  const kept: Scored[] = [];
  for (const scored of list.map(settled).sort(byMerit)) {
    if (kept.length >= count) break;
    if (!kept.some((better) => nearlySameDesign(better.coating, scored.coating))) kept.push(scored);
  }
  return kept;
}
