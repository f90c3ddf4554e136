import { BAND_SAMPLES, bandWavelengthNm } from '#core/design/band-samples.ts';
import { type Coating, copyCoating, emptyFace } from '#core/design/coating.ts';
import { growNeedles, refineFrom } from '#core/design/improve.ts';
import type { Random } from '#core/design/random.ts';
import { byMerit, type Scored } from '#core/design/scored.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { randomStack } from './random-stack.ts';

/** Stacks in the library. Their spectra are computed before the clock starts: a library has them. */
const LIBRARY_SIZE = 25_000;
const REFINEMENT = 100;

/** A search that stops when `isOver` says so; its best coating, and what must be done before its time counts. */
export interface PlainSearch {
  readonly name: string;
  prepare(context: SearchContext, random: Random, fewestLayers: number): (isOver: () => boolean) => Coating;
}

function scoredOf(context: SearchContext, coating: Coating): Scored {
  const merit = context.refiner.merit(coating);
  return { coating, merit, lineage: { origin: 'global', proposal: coating, proposalMerit: merit } };
}

/** Refines one start after the other; the best of all. */
function bestRefined(context: SearchContext, nextStart: () => Scored | undefined, isOver: () => boolean): Coating {
  let best: Scored | undefined;
  for (let start = nextStart(); start !== undefined; start = nextStart()) {
    const refined = refineFrom(context, start, REFINEMENT, 1e-4, isOver);
    if (best === undefined || byMerit(refined, best) < 0) best = refined;
    if (isOver()) break;
  }
  if (best === undefined) throw new Error('a search needs at least one start');
  return best.coating;
}

const multiStart: PlainSearch = {
  name: 'multi-start gradient refinement',
  prepare: (context, random, fewest) => (isOver) =>
    bestRefined(context, () => scoredOf(context, randomStack(random, context.space, fewest)), isOver),
};

/** The nearest is refined first, then the next nearest as long as time is left. */
const library: PlainSearch = {
  name: `nearest of ${LIBRARY_SIZE} + refinement`,
  prepare: (context, random, fewest) => {
    const stacks = Array.from({ length: LIBRARY_SIZE }, () =>
      scoredOf(context, randomStack(random, context.space, fewest)),
    ).sort(byMerit);
    let next = 0;
    return (isOver) => bestRefined(context, () => stacks[next++], isOver);
  },
};

/** λ/(4 n) at a wavelength of the band, within the medium's limits, nm. */
function quarterWaveNm(context: SearchContext, medium: number, sample: number): number {
  const index = context.bandIndex[medium * BAND_SAMPLES + sample];
  const quarterNm = bandWavelengthNm(context.bandNm, sample) / (4 * Math.max(index, 0.3));
  return Math.min(Math.max(quarterNm, context.space.minNm[medium]), context.space.maxNm[medium]);
}

/**
 * One layer as thick as is allowed, needles as long as they help; then a quarter wave of the medium that suits best is
 * put on top (gradual evolution), and needles again, until no layer is left. Then the next single layer.
 */
const needle: PlainSearch = {
  name: 'needle and gradual evolution from one layer',
  prepare: (context, random) => (isOver) => {
    const { allowed, maxNm } = context.space;
    const starts = allowed.map((medium): Scored => {
      const front = { media: [medium], thicknessNm: [maxNm[medium]], locked: [false] };
      return refineFrom(context, scoredOf(context, { front, back: emptyFace() }), REFINEMENT, 1e-4, isOver);
    });
    starts.sort(byMerit);
    let best = starts[0];
    for (let i = 0; !isOver(); i++) {
      const grown = evolve(context, random, shaken(starts[i % starts.length], i, context, random), isOver);
      if (byMerit(grown, best) < 0) best = grown;
    }
    return best.coating;
  },
};

/** From the second time round, the single layer begins with another thickness. */
function shaken(start: Scored, turn: number, context: SearchContext, random: Random): Scored {
  const { allowed, minNm, maxNm } = context.space;
  if (turn < allowed.length) return start;
  const coating = copyCoating(start.coating);
  const [medium] = coating.front.media;
  coating.front.thicknessNm[0] = random.between(minNm[medium], maxNm[medium]);
  return scoredOf(context, coating);
}

function evolve(context: SearchContext, random: Random, start: Scored, isOver: () => boolean): Scored {
  let best = start;
  let current = start;
  while (!isOver()) {
    const [grown] = growNeedles(context, random, current, isOver);
    if (grown !== undefined && byMerit(grown, current) < 0) current = grown;
    else {
      const thicker = withQuarterWave(context, random, current, isOver);
      if (thicker === undefined) break;
      current = thicker;
    }
    if (byMerit(current, best) < 0) best = current;
  }
  return best;
}

function withQuarterWave(
  context: SearchContext,
  random: Random,
  { coating }: Scored,
  isOver: () => boolean,
): Scored | undefined {
  const { allowed, maxLayers } = context.space;
  if (coating.front.media.length >= maxLayers) return undefined;
  const sample = random.integer(BAND_SAMPLES);
  const trials = allowed
    .filter((medium) => medium !== coating.front.media[0])
    .map((medium) => {
      const thicker = copyCoating(coating);
      thicker.front.media.unshift(medium);
      thicker.front.thicknessNm.unshift(quarterWaveNm(context, medium, sample));
      thicker.front.locked.unshift(false);
      return scoredOf(context, thicker);
    })
    .sort(byMerit);
  const [first] = trials;
  return first === undefined ? undefined : refineFrom(context, first, REFINEMENT, 1e-4, isOver);
}

export const plainSearches: readonly PlainSearch[] = [multiStart, library, needle];
