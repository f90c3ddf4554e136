import { realPower } from '#core/optics/inverse-functions.ts';
import { totalThicknessNm } from './coating.ts';
import { descend, grow } from './descend.ts';
import type { ElitePool } from './elite-pool.ts';
import { refineFrom } from './improve.ts';
import type { Random } from './random.ts';
import { Refiner } from './refine.ts';
import { byMerit, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** Work on one point of a front, in units of a usual task. */
const WORK = 2;
/** Caps on the way from the thinnest layer to the thickest design, equal steps of the logarithm. */
const CAPS = 14;
/** A design is a start under a cap if it is no thicker than this many times the cap. */
const NEAR = 1.6;

/**
 * The best of one total thickness and below, for a front: from a design of about that thickness, or grown from nothing.
 * @param variant with which first layer a design is grown
 */
export function underCap(
  context: SearchContext,
  random: Random,
  task: { readonly capNm: number; readonly start?: Scored | undefined; readonly variant: number },
  cancelled: () => boolean,
): Scored[] {
  const space = { ...context.space, totalMaxNm: Math.min(task.capNm, context.space.totalMaxNm) };
  const capped = { ...context, space, refiner: new Refiner(context.target, space) };
  const found: Scored[] = [];
  if (task.start === undefined) found.push(...grow(capped, random, task.variant, cancelled, WORK));
  else {
    const settled = refineFrom(capped, task.start, 60, 1e-4, cancelled);
    found.push(settled, ...descend(capped, random, settled, WORK, cancelled));
  }
  context.refiner.evaluations += capped.refiner.evaluations;
  return found
    .filter(({ merit }) => Number.isFinite(merit))
    .sort(byMerit)
    .slice(0, 4);
}

/** The cap of one turn, and how often it has had its turn before. */
export function capOfTurn(turn: number, thinnestNm: number, pool: ElitePool): { capNm: number; turns: number } {
  const thickestNm = Math.max(2 * thinnestNm, ...pool.entries.map(({ coating }) => totalThicknessNm(coating)));
  const step = turn % CAPS;
  let capNm = thinnestNm;
  const ratio = realPower(thickestNm / thinnestNm, 1 / (CAPS - 1));
  for (let i = 0; i < step; i++) capNm *= ratio;
  return { capNm, turns: Math.floor(turn / CAPS) };
}

/** The best design of the pool that is about as thick as the cap; undefined where there is none. */
export function startUnder(capNm: number, pool: ElitePool): Scored | undefined {
  const near = pool.entries.filter(({ coating }) => {
    const total = totalThicknessNm(coating);
    return total <= NEAR * capNm && total >= capNm / (NEAR * NEAR);
  });
  return near.sort(byMerit)[0];
}
