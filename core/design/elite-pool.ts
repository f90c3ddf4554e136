import { type Coating, layerCount, sameDesign, totalThicknessNm } from './coating.ts';
import { byMerit, type Scored, settled } from './scored.ts';

export type Objective = 'error' | 'totalThickness' | 'layerCount' | 'sensitivity';

/**
 * The best designs found so far, no two of them the same (see `sameDesign`), best first. With objectives beyond the
 * error it also keeps the best of each layer count and of each band of total thickness, so that a front can form.
 */
export class ElitePool {
  entries: Scored[] = [];
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
  }

  get best(): Scored | undefined {
    return this.entries[0];
  }

  private insert(scored: Scored): void {
    if (!Number.isFinite(scored.merit)) return;
    const twin = this.entries.findIndex((entry) => sameDesign(entry.coating, scored.coating));
    if (twin < 0) this.entries.push(scored);
    else if (byMerit(scored, this.entries[twin]) < 0) this.entries[twin] = scored;
  }

  private shrink(): void {
    if (this.entries.length <= this.capacity) return;
    const special = new Set<Scored>();
    if (this.objectives.length > 1) {
      const seen = new Set<string>();
      for (const entry of this.entries) {
        for (const niche of niches(entry.coating)) {
          if (seen.has(niche)) continue;
          seen.add(niche);
          special.add(entry);
        }
      }
    }
    this.entries = this.entries.filter((entry, rank) => rank < this.capacity || special.has(entry));
  }
}

/** Layer count and decade-eighths of total thickness, each a niche of its own. */
function niches(coating: Coating): string[] {
  const total = totalThicknessNm(coating);
  let band = 0;
  for (let edge = 1; edge < total && band < 100; edge *= 1.3335) band++; // about 10^(1/8)
  return [`layers ${layerCount(coating)}`, `thickness ${band}`];
}
