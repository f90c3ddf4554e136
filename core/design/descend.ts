import { copyCoating, emptyFace, mergedCoating } from './coating.ts';
import { refineFrom, refineIfNear, withoutIdleLayers } from './improve.ts';
import { perturb } from './moves.ts';
import type { Neighbour } from './neighbours.ts';
import type { Random } from './random.ts';
import { bestDistinct, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** Neighbours of a design that are refined; the best of them is the next design. */
const TRIED = 10;
/** A neighbour is worth refining if it is not worse than the design by more than this factor, and going on with if not by that. */
const WORTH_A_LOOK = 1.35;
const WORTH_MORE = 1.12;
/** How long a design is grown, in units of a usual task. */
const GROWING = 24;
/** Evaluations in a unit at most, so that a growth is over in a quarter of a second. */
const MOST_PER_UNIT = 220;
/** First layers that are looked at. */
const MOST_FIRST = 60;
/** A step that gains less than this share is none. */
const GAIN = 0.998;

/**
 * Grows a design from the bare substrate (and fixed layers), by the one layer that helps most, again and again, then
 * tears down a part of it and grows that anew, as long as there is time.
 */
export function grow(
  context: SearchContext,
  random: Random,
  variant: number,
  cancelled: () => boolean,
  length = GROWING,
): Scored[] {
  const { outermost, innermost } = context.space;
  const front = emptyFace();
  for (const part of [outermost, innermost]) {
    front.media.push(...part.media);
    front.thicknessNm.push(...part.thicknessNm);
    front.locked.push(...part.locked);
  }
  const coating = { front, back: emptyFace() };
  const merit = context.refiner.merit(coating);
  const lineage = { origin: 'global', proposal: coating, proposalMerit: merit } as const;
  const begun = firstLayer(context, { coating, merit, lineage }, variant, cancelled);
  return [begun, ...descend(context, random, begun, length, cancelled)];
}

/** With one layer more: of each medium the thickness that helps most, and of these the one of the wanted rank. */
function firstLayer(context: SearchContext, bare: Scored, variant: number, cancelled: () => boolean): Scored {
  const { neighbours } = context;
  if (neighbours === null) return bare;
  const ofMedia = new Map<string, Neighbour>();
  for (const neighbour of neighbours.find(
    bare.coating,
    Number.POSITIVE_INFINITY,
    MOST_FIRST,
    context.space.totalMaxNm,
  )) {
    const media = neighbour.coating.front.media.join(' ');
    if (!ofMedia.has(media)) ofMedia.set(media, neighbour);
  }
  const choice = [...ofMedia.values()];
  if (choice.length === 0) return bare;
  return refineFrom(context, { ...bare, coating: choice[variant % choice.length].coating }, 30, 1e-3, cancelled);
}

/**
 * Descent through neighbourhoods: of all designs that differ by one layer the most promising are refined, and the best
 * is the next design. From one that has no better neighbour a part is torn down and grown anew, or random moves lead away.
 *
 * @param length in units of a usual task, or of a fixed number of evaluations where that is less
 */
export function descend(
  context: SearchContext,
  random: Random,
  start: Scored,
  length: number,
  cancelled: () => boolean,
): Scored[] {
  const { refiner } = context;
  const found: Scored[] = [];
  const last = refiner.evaluations + length * Math.min(context.evaluationsPerTask, MOST_PER_UNIT);
  let current = start;
  let best = start;
  while (refiner.evaluations < last && !cancelled()) {
    const better = betterNeighbour(context, random, current, cancelled);
    if (better === undefined) {
      if (cancelled()) break;
      current =
        random.uniform() < 0.5 ? tornDown(context, random, best, cancelled) : shaken(context, random, best, cancelled);
      continue;
    }
    current = withoutIdleLayers(context, better);
    if (current.merit < best.merit) {
      best = current;
      found.push(current);
    }
  }
  return bestDistinct(found, 4);
}

function betterNeighbour(
  context: SearchContext,
  random: Random,
  current: Scored,
  cancelled: () => boolean,
): Scored | undefined {
  const { target, neighbours } = context;
  if (neighbours === null) return undefined;
  const most = WORTH_A_LOOK * current.merit;
  const limit = target.metric === 'rms' ? most * most : most;
  const found = neighbours.find(current.coating, limit, 2 * TRIED, context.space.totalMaxNm);
  context.refiner.evaluations += neighbours.lastWork;
  let better: Scored | undefined;
  let tries = 0;
  for (const { coating } of shuffledTail(found, random)) {
    if (cancelled() || tries++ >= TRIED) break;
    const settled = refineIfNear(context, { ...current, coating }, 8, WORTH_MORE * current.merit, cancelled);
    if (settled !== undefined && settled.merit < GAIN * (better ?? current).merit) better = settled;
  }
  return better;
}

/** The best half as they are, the others in any order, so that two descents from one design need not be the same. */
function shuffledTail(list: readonly Neighbour[], random: Random): Neighbour[] {
  const shuffled = [...list];
  for (let i = TRIED >> 1; i < shuffled.length; i++) {
    const other = i + random.integer(shuffled.length - i);
    [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
  }
  return shuffled;
}

/** A few random moves away, refined a little. */
function shaken(context: SearchContext, random: Random, start: Scored, cancelled: () => boolean): Scored {
  let { coating } = start;
  const moves = 1 + random.integer(3);
  for (let i = 0; i < moves; i++) coating = perturb(random, coating, context);
  return refineFrom(context, { ...start, coating }, 30, 1e-3, cancelled);
}

/** Without a run of up to a third of its layers, the rest refined a little. */
function tornDown(context: SearchContext, random: Random, start: Scored, cancelled: () => boolean): Scored {
  const coating = copyCoating(start.coating);
  const { front } = coating;
  const free = front.locked.flatMap((locked, layer) => (locked ? [] : [layer]));
  const count = 1 + random.integer(Math.max(1, Math.ceil(free.length / 3)));
  const first = random.integer(Math.max(1, free.length - count + 1));
  for (const layer of free.slice(first, first + count).reverse()) {
    front.media.splice(layer, 1);
    front.thicknessNm.splice(layer, 1);
    front.locked.splice(layer, 1);
  }
  return refineFrom(context, { ...start, coating: mergedCoating(coating) }, 15, 1e-3, cancelled);
}
