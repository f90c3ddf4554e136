import { type Coating, layerCount, nearlySameDesign, sameDesign, totalThicknessNm } from './coating.ts';
import { byMerit, type Scored, settled } from './scored.ts';

/** Enough to fill a list of candidates. */
const MOST_VARIATIONS = 48;

export type Objective = 'error' | 'totalThickness' | 'layerCount' | 'sensitivity';

/**
 * The best designs found so far, no two of them nearly the same (see `nearlySameDesign`), best first. With objectives
 * beyond the error it also keeps the best of each layer count and of each band of total thickness, so that a front can
 * form. Variations of its entries that are still distinct are kept aside for answers that have no more to list.
 */
export class ElitePool {
  entries: Scored[] = [];
  /** close to an entry, yet another design by `sameDesign`; best first */
  variations: Scored[] = [];
  private readonly capacity: number;
  private readonly objectives: readonly Objective[];

  constructor(capacity: number, objectives: readonly Objective[]) {
    this.capacity = capacity;
    this.objectives = objectives;
  }

  /** Merges results in the order given; the outcome depends on that order and on nothing else. */
  merge(found: readonly Scored[]): void {
    for (const scored of found) this.insert(settled(scored));
    this.entries.sort(byMerit);
    this.shrink();
    this.sortVariations();
  }

  get best(): Scored | undefined {
    return this.entries[0];
  }

  /** All there is, in the order in which it should be listed: what a front is made of, then the entries, then variations. */
  get listed(): readonly Scored[] {
    return [...new Set([...this.nicheLeaders(), ...this.entries, ...this.variations])];
  }

  /** true where the answer is a front of several objectives */
  get wantsFront(): boolean {
    return this.objectives.length > 1;
  }

  /** true where the front is one over total thickness */
  get wantsThin(): boolean {
    return this.wantsFront && this.objectives.includes('totalThickness');
  }

  private insert(scored: Scored): void {
    if (!Number.isFinite(scored.merit)) return;
    const isTwin = (entry: Scored) => nearlySameDesign(entry.coating, scored.coating);
    if (this.entries.some((entry) => isTwin(entry) && byMerit(entry, scored) <= 0)) {
      this.variations.push(scored);
      return;
    }
    this.variations.push(...this.entries.filter(isTwin));
    this.entries = this.entries.filter((entry) => !isTwin(entry));
    this.entries.push(scored);
  }

  private sortVariations(): void {
    const kept: Scored[] = [];
    for (const scored of this.variations.sort(byMerit)) {
      if (kept.length >= MOST_VARIATIONS) break;
      const isSame = (other: Scored) => sameDesign(other.coating, scored.coating);
      if (!this.entries.some(isSame) && !kept.some(isSame)) kept.push(scored);
    }
    this.variations = kept;
  }

  private shrink(): void {
    if (this.entries.length <= this.capacity) return;
    const special = this.nicheLeaders();
    this.entries = this.entries.filter((entry, rank) => rank < this.capacity || special.has(entry));
  }

  /** For a front, the best of each niche. */
  private nicheLeaders(): ReadonlySet<Scored> {
    const leaders = new Set<Scored>();
    if (!this.wantsFront) return leaders;
    const seen = new Set<string>();
    for (const entry of this.entries) {
      for (const niche of niches(entry.coating)) {
        if (seen.has(niche)) continue;
        seen.add(niche);
        leaders.add(entry);
      }
    }
    return leaders;
  }
}

/** Layer count and decade-eighths of total thickness, each a niche of its own. */
function niches(coating: Coating): string[] {
  const total = totalThicknessNm(coating);
  let band = 0;
  for (let edge = 1; edge < total && band < 100; edge *= 1.3335) band++; // about 10^(1/8)
  return [`layers ${layerCount(coating)}`, `thickness ${band}`];
}
