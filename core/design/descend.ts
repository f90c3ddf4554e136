import { refineFrom } from './improve.ts';
import { perturb } from './moves.ts';
import type { Random } from './random.ts';
import { bestDistinct, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** Neighbours that are refined before a design counts as the best of its neighbourhood. */
const TRIED = 14;
/** A neighbour is refined if it is not worse than the design by more than this factor, and goes on if not by this. */
const WORTH_A_LOOK = 1.35;
const WORTH_MORE = 1.12;

/**
 * Descent through neighbourhoods: of all designs that differ by one layer the most promising are refined, the first that
 * turns out better is the next design. From a design that has no better neighbour a random move leads away.
 */
export function descend(context: SearchContext, random: Random, start: Scored, cancelled: () => boolean): Scored[] {
  const { neighbours, refiner } = context;
  const found: Scored[] = [];
  if (neighbours === null) return found;
  const first = refiner.evaluations;
  let current = start;
  let best = start;
  while (refiner.evaluations - first < 4 * context.evaluationsPerTask && !cancelled()) {
    const better = betterNeighbour(context, current, cancelled);
    if (better !== undefined) {
      current = better;
      if (better.merit < best.merit) {
        best = better;
        found.push(better);
      }
      continue;
    }
    if (cancelled()) break;
    let coating = perturb(random, best.coating, context);
    if (random.uniform() < 0.5) coating = perturb(random, coating, context);
    current = refineFrom(context, { ...best, coating }, 30, 1e-3, cancelled);
  }
  return bestDistinct(found, 4);
}

function betterNeighbour(context: SearchContext, current: Scored, cancelled: () => boolean): Scored | undefined {
  const { neighbours, target } = context;
  if (neighbours === null) return undefined;
  const most = WORTH_A_LOOK * current.merit;
  const limit = target.metric === 'rms' ? most * most : most;
  for (const { coating } of neighbours.find(current.coating, limit, TRIED)) {
    if (cancelled()) return undefined;
    let settled = refineFrom(context, { ...current, coating }, 8, 1e-3, cancelled);
    if (settled.merit > WORTH_MORE * current.merit) continue;
    settled = refineFrom(context, settled, 30, 1e-3, cancelled);
    if (settled.merit < 0.998 * current.merit) return settled;
  }
  return undefined;
}
