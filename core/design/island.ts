import { refineFrom, refineIfNear, withoutIdleLayers } from './improve.ts';
import { perturb } from './moves.ts';
import type { Random } from './random.ts';
import { bestDistinct, byMerit, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import { drawScored, scoredStart } from './starts.ts';

/** Designs that live on an island. */
export const INHABITANTS = 8;
/** How many designs an island without settlers begins with, and the random coatings that are tried below substacks for them. */
const BORN = 6;
const BELOW = 40;
/** Random coatings of which the best is refined, where there are no grafts. */
const DRAWN = 24;
/** Share of the changes that are grafts, where all of the target is seen by them. */
const GRAFTED = 0.9;
/** A change is taken though it makes a design worse by this share, every other time. */
const SLACK = 0.02;
/** Before a refinement the innermost layers are left out that change the merit by no more than this share each. */
const IDLE = 1e-3;
/** Evaluations of a short refinement, and how much worse than before a design may be after it to be refined on. */
export const GLANCE = 10;
export const HOPELESS = 1.6;
/** Evaluations of the refinement that ends a change. */
const FINISH = 30;
/** How much longer than other tasks one lives, where evaluations are cheap and where they are dear (few in a task). */
const LIFETIME = 5;
const LIFETIME_IF_DEAR = 2;
const DEAR = 60;
const MOST_EVALUATIONS = 900;

/** Evaluations after which an island ends. */
export function islandEvaluations({ evaluationsPerTask }: Pick<SearchContext, 'evaluationsPerTask'>): number {
  const lifetime = evaluationsPerTask < DEAR ? LIFETIME_IF_DEAR : LIFETIME;
  return Math.min(lifetime * evaluationsPerTask, MOST_EVALUATIONS);
}

/**
 * Basin hopping with a small population: again and again one of the designs, the better ones more often, is given a graft
 * or changed at random, refined (its media too, where they can be blended), and takes the place of what it came from if it
 * is better, or hardly worse. Without settlers it begins with the best of many coatings (see `Grafts.plant`).
 */
export function liveOnIsland(
  context: SearchContext,
  random: Random,
  settlers: readonly Scored[],
  cancelled: () => boolean,
): Scored[] {
  const { refiner } = context;
  const last = refiner.evaluations + islandEvaluations(context);
  const isOver = () => refiner.evaluations >= last || cancelled();
  let living = settlers.length > 0 ? [...settlers] : born(context, random, isOver, cancelled);
  const before = new Set(settlers.map(({ merit }) => merit));
  while (!isOver() && living.length > 0) {
    const u = random.uniform();
    const parent = living[Math.floor(u * u * living.length)];
    const slack = random.uniform() < 0.5 ? SLACK : 0;
    const child = changed(context, random, parent, cancelled);
    if (child === undefined || !(child.merit < parent.merit * (1 + slack)) || child.merit === parent.merit) continue;
    const keepsParent = parent === living[0] && child.merit > parent.merit;
    living = bestDistinct(
      [...living.filter((one) => one !== parent || keepsParent), withoutIdleLayers(context, child)],
      INHABITANTS,
    );
  }
  return living.filter(({ merit }) => !before.has(merit));
}

function born(context: SearchContext, random: Random, isOver: () => boolean, cancelled: () => boolean): Scored[] {
  const children: Scored[] = [];
  const grafts = context.grafts();
  const planted = grafts?.plant(random, BELOW, BORN, cancelled) ?? [];
  context.refiner.evaluations += grafts?.takeWork() ?? 0;
  for (let i = 0; i < BORN && !(isOver() && i > 0); i++) {
    const first =
      i < planted.length ? scoredStart(context, planted[i]) : drawScored(context, random, DRAWN, cancelled)[0];
    const start = withoutIdleLayers(context, first, IDLE);
    const child = refinedWithMedia(context, start, Number.POSITIVE_INFINITY, cancelled) ?? first;
    children.push(withoutIdleLayers(context, child));
  }
  return children.sort(byMerit);
}

function changed(context: SearchContext, random: Random, parent: Scored, cancelled: () => boolean): Scored | undefined {
  const grafts = context.grafts();
  const isGrafted = grafts !== null && random.uniform() < GRAFTED * grafts.seen;
  const grafted = isGrafted ? grafts.graft(random, parent.coating) : undefined;
  context.refiner.evaluations += grafts?.takeWork() ?? 0;
  const coating = grafted ?? perturb(random, parent.coating, context);
  const start = withoutIdleLayers(context, { ...parent, coating, merit: context.refiner.merit(coating) }, IDLE);
  const mediaRefiner = context.mediaRefiner();
  if (mediaRefiner !== null) return refinedWithMedia(context, start, mediaRefiner.merit(parent.coating), cancelled);
  return refineIfNear(context, start, GLANCE, HOPELESS * parent.merit, cancelled);
}

/** Refined with blended media where there are any; undefined where that leads nowhere near the limit. */
function refinedWithMedia(
  context: SearchContext,
  start: Scored,
  limit: number,
  cancelled: () => boolean,
): Scored | undefined {
  const { refiner } = context;
  const mediaRefiner = context.mediaRefiner();
  if (mediaRefiner === null) return refineFrom(context, start, FINISH, 1e-3, cancelled);
  const coating = mediaRefiner.refine(start.coating, limit, cancelled);
  refiner.evaluations += mediaRefiner.takeWork();
  return coating && refineFrom(context, { ...start, coating }, FINISH, 1e-3, cancelled);
}
