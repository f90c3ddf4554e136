import { StackwrightError } from '#core/errors.ts';
import { type Coating, layerCount, thinnestUnlockedNm } from './coating.ts';
import { ElitePool } from './elite-pool.ts';
import { growNeedles, polish } from './improve.ts';
import { withoutThinLayers } from './needle.ts';
import { Random } from './random.ts';
import type { Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** The refinement of a design that a person already has. */
export interface Rework {
  readonly kind: 'rework';
  readonly start: Coating;
  readonly seed: readonly number[];
  /** grow the design by needles after refining it, as long as the merit falls and layers are left */
  readonly needle: boolean;
  /** remove layers thinner than this, nm, and refine again; 0 removes none */
  readonly cleanNm: number;
}

const MOST_NEEDLE_PASSES = 200;

/**
 * Refines the thicknesses, then, where asked, grows the design by needles and removes its thin layers, each followed
 * by refinement. Thicknesses outside the target's limits are brought inside first.
 *
 * @returns best first; after cleaning only the clean design
 * @throws StackwrightError IMPOSSIBLE when cleaning would leave nothing
 */
export function rework(context: SearchContext, task: Rework, cancelled: () => boolean): Scored[] {
  const merit = context.refiner.merit(task.start);
  const lineage = { origin: 'refined' as const, proposal: task.start, proposalMerit: merit };
  const pool = new ElitePool(48, ['error']);
  let best = polish(context, { coating: task.start, merit, lineage }, cancelled);
  if (!Number.isFinite(best.merit)) {
    const message = `At their least thicknesses the layers are thicker than the ${context.space.totalMaxNm} nm allowed in total; start from fewer layers.`;
    throw new StackwrightError('IMPOSSIBLE', message, { path: 'stack.totalThicknessNm.max' });
  }
  pool.merge([best]);
  for (let pass = 0; task.needle && pass < MOST_NEEDLE_PASSES && !cancelled(); pass++) {
    const grown = growNeedles(context, new Random(...task.seed, pass), best, cancelled);
    pool.merge(grown.map((scored) => polish(context, scored, cancelled)));
    const next = pool.entries[0];
    if (!(next.merit < best.merit)) break;
    best = next;
  }
  return task.cleanNm > 0 ? [cleaned(context, best, task.cleanNm, cancelled)] : pool.entries;
}

/** Removes layers thinner than `thinnestNm` one at a time, thinnest first, refining after each, until none is left. */
function cleaned(context: SearchContext, start: Scored, thinnestNm: number, cancelled: () => boolean): Scored {
  let current = start;
  for (;;) {
    const thinnest = thinnestUnlockedNm(current.coating);
    if (!(thinnest < thinnestNm) || cancelled()) return current;
    const coating = withoutThinLayers(current.coating, thinnest + 1e-9);
    if (layerCount(coating) === 0) {
      throw new StackwrightError(
        'IMPOSSIBLE',
        `Every layer is thinner than ${thinnestNm} nm, so nothing would be left; clean with a smaller thickness.`,
      );
    }
    current = polish(context, { ...current, coating }, cancelled);
  }
}
