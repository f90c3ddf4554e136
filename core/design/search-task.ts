import { descend, grow } from './descend.ts';
import { underCap } from './front.ts';
import { growNeedles, polish, refineFrom, refineIfNear, thinOut, withoutIdleLayers } from './improve.ts';
import { GLANCE, HOPELESS, liveOnIsland } from './island.ts';
import { buildChunk } from './library/build-chunk.ts';
import { perturb } from './moves.ts';
import type { Proposed } from './proposed.ts';
import { Random } from './random.ts';
import { type Rework, rework } from './rework.ts';
import { bestDistinct, byMerit, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';
import { drawScored } from './starts.ts';
import { theorySeeds } from './theory/theory-seeds.ts';

/**
 * One piece of a round: plain data, so that it can be sent to a worker, and complete, so that its result depends
 * on nothing but itself.
 */
export type SearchTask =
  /** random coatings, scored, the best refined */
  | { readonly kind: 'explore'; readonly seed: readonly number[] }
  /** proposals, all scored, the best `refine` of them refined */
  | { readonly kind: 'proposals'; readonly proposals: readonly Proposed[]; readonly refine: number }
  /** basin hopping from a good coating: perturb, refine, keep what is better (or hardly worse) */
  | { readonly kind: 'hop'; readonly seed: readonly number[]; readonly start: Scored; readonly slack: number }
  /** designs from theory: all scored, `count` of them refined, from the `first` best on */
  | { readonly kind: 'theory'; readonly first: number; readonly count: number }
  /** a design grown from the bare substrate, layer by layer; `variant`: with which first layer */
  | { readonly kind: 'grow'; readonly seed: readonly number[]; readonly variant: number }
  /** basin hopping with a small population; without settlers it begins at random; `deme`: see `Demes` */
  | {
      readonly kind: 'island';
      readonly seed: readonly number[];
      readonly deme: number;
      readonly settlers: readonly Scored[];
    }
  /** descent through the neighbourhoods of a good coating */
  | { readonly kind: 'descend'; readonly seed: readonly number[]; readonly start: Scored }
  /** needles from a good coating, as long as they help */
  | { readonly kind: 'needles'; readonly seed: readonly number[]; readonly start: Scored }
  /** the best of one total thickness, for a front */
  | {
      readonly kind: 'capped';
      readonly seed: readonly number[];
      readonly capNm: number;
      readonly start?: Scored | undefined;
      readonly variant: number;
    }
  /** ever fewer layers, for a front */
  | { readonly kind: 'thin'; readonly start: Scored }
  /** refinement to convergence */
  | { readonly kind: 'polish'; readonly starts: readonly Scored[] }
  /** the curves of coatings of the setup's library, from place `first` on (see DesignLibrary) */
  | { readonly kind: 'library'; readonly first: number; readonly count: number }
  /** the refinement of a finished design, with what a person asked for beside it */
  | Rework;

export interface TaskResult {
  readonly found: readonly Scored[];
  /** Jacobian evaluations spent */
  readonly evaluations: number;
  /** the coded curves, from a task of kind "library" */
  readonly curves?: Uint16Array;
}

/** Runs one task. When `cancelled` turns true it returns at once with what it has. */
export function runTask(context: SearchContext, task: SearchTask, cancelled: () => boolean): TaskResult {
  if (task.kind === 'library') {
    return { found: [], evaluations: 0, curves: buildChunk(context, task.first, task.count, cancelled) };
  }
  const before = context.refiner.evaluations;
  const found = search(context, task, cancelled);
  return { found, evaluations: context.refiner.evaluations - before };
}

function search(
  context: SearchContext,
  task: Exclude<SearchTask, { kind: 'library' }>,
  cancelled: () => boolean,
): Scored[] {
  switch (task.kind) {
    case 'explore':
      return explore(context, new Random(...task.seed), cancelled);
    case 'proposals':
      return refineProposals(context, task.proposals, task.refine, cancelled);
    case 'hop':
      return hop(context, new Random(...task.seed), task.start, task.slack, cancelled);
    case 'descend':
      return descend(context, new Random(...task.seed), task.start, 4, cancelled);
    case 'island':
      return liveOnIsland(context, new Random(...task.seed), task.settlers, cancelled);
    case 'theory':
      return refineTheory(context, task.first, task.count, cancelled);
    case 'grow':
      return grow(context, new Random(...task.seed), task.variant, cancelled);
    case 'needles':
      return growNeedles(context, new Random(...task.seed), task.start, cancelled);
    case 'capped':
      return underCap(context, new Random(...task.seed), task, cancelled);
    case 'thin':
      return thinOut(context, task.start, cancelled);
    case 'polish':
      return task.starts.map((start) => polish(context, start, cancelled));
    case 'rework':
      return rework(context, task, cancelled);
  }
}

/** Random coatings scored for each few that are refined: a refinement costs as much as about seventy scores. */
const DRAWN = 48;
const REFINED = 2;
/** Evaluations of one such task at most. */
const MOST_EXPLORED = 400;

function explore(context: SearchContext, random: Random, cancelled: () => boolean): Scored[] {
  const found: Scored[] = [];
  const budget = Math.min(context.evaluationsPerTask, MOST_EXPLORED);
  const first = context.refiner.evaluations;
  do {
    for (const start of drawScored(context, random, DRAWN, cancelled).slice(0, REFINED)) {
      found.push(withoutIdleLayers(context, refineFrom(context, start, 40, 1e-3, cancelled)));
    }
  } while (context.refiner.evaluations - first < budget && !cancelled());
  return bestDistinct(found, 6);
}

/** Best first; what is proposed after the cancellation is left out. */
function scoredProposals(context: SearchContext, proposals: readonly Proposed[], cancelled: () => boolean): Scored[] {
  const scored: Scored[] = [];
  for (const { coating, ...source } of proposals) {
    const proposalMerit = context.refiner.merit(coating);
    scored.push({ coating, merit: proposalMerit, lineage: { ...source, proposal: coating, proposalMerit } });
    if (cancelled()) break;
  }
  return scored.sort(byMerit);
}

function refineProposals(
  context: SearchContext,
  proposals: readonly Proposed[],
  refine: number,
  cancelled: () => boolean,
): Scored[] {
  const refined = scoredProposals(context, proposals, cancelled)
    .slice(0, refine)
    .map((start) => withoutIdleLayers(context, refineFrom(context, start, 60, 1e-4, cancelled)));
  return refined.sort(byMerit);
}

const knownTheory = new WeakMap<SearchContext, readonly Scored[]>();

/** What theory has for the target, best first; worked out once in each thread. */
function theoryOf(context: SearchContext): readonly Scored[] {
  const known = knownTheory.get(context);
  if (known !== undefined) return known;
  const scored = scoredProposals(context, theorySeeds(context, context.wish), () => false);
  knownTheory.set(context, scored);
  return scored;
}

function refineTheory(context: SearchContext, first: number, count: number, cancelled: () => boolean): Scored[] {
  const found: Scored[] = [];
  for (const start of theoryOf(context).slice(first, first + count)) {
    if (cancelled() && found.length > 0) break;
    found.push(withoutIdleLayers(context, refineFrom(context, start, 40, 1e-3, cancelled)));
  }
  return bestDistinct(found, 6);
}

function hop(context: SearchContext, random: Random, start: Scored, slack: number, cancelled: () => boolean): Scored[] {
  const first = context.refiner.evaluations;
  let current = start;
  let best = start;
  const found: Scored[] = [];
  while (context.refiner.evaluations - first < context.evaluationsPerTask && !cancelled()) {
    const trial: Scored = { ...current, coating: perturb(random, current.coating, context) };
    const refined = refineIfNear(context, trial, GLANCE, HOPELESS * current.merit, cancelled);
    if (refined !== undefined && refined.merit < current.merit * (1 + slack)) {
      const settled = withoutIdleLayers(context, refined);
      if (settled.merit < best.merit) {
        best = settled;
        found.push(settled);
      }
      current = settled;
    }
  }
  if (current !== best) found.push(current);
  return bestDistinct(found, 4);
}
