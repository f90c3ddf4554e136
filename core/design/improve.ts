import {
  type Coating,
  copyCoating,
  type Face,
  layerCount,
  mergedCoating,
  thinnestUnlockedNm,
  totalThicknessNm,
} from './coating.ts';
import { findNeedles, insertNeedle, layersAdded, withoutThinLayers } from './needle.ts';
import type { Random } from './random.ts';
import { byMerit, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** A layer is idle if the merit rises by no more than this share without it. */
const IDLE = 1e-7;

/** A refined copy of a scored coating, within the limits; never worse than what it started from if that was, too. */
export function refineFrom(
  context: SearchContext,
  start: Scored,
  iterations: number,
  tolerance: number,
  cancelled: () => boolean,
): Scored {
  const options = { iterations, tolerance, cancelled };
  let coating = copyCoating(start.coating);
  let { merit } = context.refiner.refine(coating, options);
  // A layer that was refined away leaves neighbours that are deposited as one: that layer must keep its limit, too.
  for (let merged = mergedCoating(coating); isTooThick(merged, context); merged = mergedCoating(coating)) {
    coating = merged;
    merit = context.refiner.refine(coating, options).merit;
  }
  // Too many layers for the cap, each at its least thickness: no design, and a pool takes none of infinite merit.
  if (designedNm(coating, context) > context.space.totalMaxNm) merit = Number.POSITIVE_INFINITY;
  return { coating, merit, lineage: start.lineage };
}

/** Evaluations of what goes on where a short refinement has come near enough. */
const FINISH = 30;

/** A short refinement, and a longer one where that has come to `limit` in merit; undefined where it has not. */
export function refineIfNear(
  context: SearchContext,
  start: Scored,
  iterations: number,
  limit: number,
  cancelled: () => boolean,
): Scored | undefined {
  const glanced = refineFrom(context, start, iterations, 1e-3, cancelled);
  return glanced.merit > limit ? undefined : refineFrom(context, glanced, FINISH, 1e-3, cancelled);
}

/**
 * The design without the innermost layers that the merit does not see, since no light comes so far: they would cost
 * time, and take places that other layers could have.
 * @param idle share by which the merit may rise with each of them
 */
export function withoutIdleLayers({ refiner }: SearchContext, scored: Scored, idle = IDLE): Scored {
  let { coating, merit } = scored;
  for (;;) {
    const last = coating.front.media.length - 1;
    if (last < 1 || coating.front.locked[last] || !Number.isFinite(merit)) return { ...scored, coating, merit };
    const shorter = copyCoating(coating);
    for (const list of [shorter.front.media, shorter.front.thicknessNm, shorter.front.locked]) list.pop();
    const without = refiner.merit(shorter);
    if (!(without <= merit * (1 + idle))) return { ...scored, coating, merit };
    [coating, merit] = [shorter, without];
  }
}

function designedNm(coating: Coating, { space }: SearchContext): number {
  return totalThicknessNm(coating) * (space.back.mode === 'mirror' ? 2 : 1);
}

function isTooThick({ front, back }: Coating, { space }: SearchContext): boolean {
  const exceeds = ({ media, thicknessNm, locked }: Face): boolean =>
    media.some((medium, layer) => !locked[layer] && thicknessNm[layer] > space.maxNm[medium]);
  return exceeds(front) || exceeds(back);
}

/** Refinement to convergence. */
export function polish(context: SearchContext, start: Scored, cancelled: () => boolean): Scored {
  return refineFrom(context, start, 300, 1e-7, cancelled);
}

/** Puts in the most promising needle, refines, and goes on while the merit falls and layers are left. */
export function growNeedles(context: SearchContext, random: Random, start: Scored, cancelled: () => boolean): Scored[] {
  const first = context.refiner.evaluations;
  let best = start;
  const found: Scored[] = [];
  while (context.refiner.evaluations - first < 2 * context.evaluationsPerTask && !cancelled()) {
    const room = {
      front: context.space.maxLayers - best.coating.front.media.length,
      back: context.space.maxLayers - best.coating.back.media.length,
    };
    const needles = findNeedles(best.coating, context).filter(
      (n) => layersAdded(n) <= (n.onBack ? room.back : room.front),
    );
    let improved = false;
    for (const needle of needles.slice(0, 3 + random.integer(3))) {
      const thicknessNm = context.space.minNm[needle.medium];
      const trial: Scored = { ...best, coating: insertNeedle(best.coating, needle, Math.max(thicknessNm, 1)) };
      const settled = refineFrom(context, trial, 40, 1e-3, cancelled);
      if (settled.merit < 0.999 * best.merit) {
        best = settled;
        found.push(settled);
        improved = true;
        break;
      }
      if (cancelled()) break;
    }
    if (!improved) break;
  }
  return found.sort(byMerit).slice(0, 2);
}

/** Takes the thinnest layer out and refines, again and again: what can be had with fewer layers. */
export function thinOut(context: SearchContext, start: Scored, cancelled: () => boolean): Scored[] {
  const found: Scored[] = [];
  for (let current = start; !cancelled(); ) {
    const coating = withoutThinLayers(current.coating, thinnestUnlockedNm(current.coating) + 1e-9);
    const isDone = layerCount(coating) === 0 || layerCount(coating) === layerCount(current.coating);
    if (isDone) break;
    current = refineFrom(context, { ...current, coating }, 40, 1e-3, cancelled);
    found.push(current);
  }
  return found;
}
