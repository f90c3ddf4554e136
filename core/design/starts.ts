import type { Coating } from './coating.ts';
import type { Random } from './random.ts';
import { randomCoating } from './random-coating.ts';
import { byMerit, type Scored } from './scored.ts';
import type { SearchContext } from './search-context.ts';

/** So many random coatings with their merits, the best first; one at least when it is cancelled. */
export function drawScored(
  context: SearchContext,
  random: Random,
  count: number,
  cancelled: () => boolean,
): [Scored, ...Scored[]] {
  const draw = () => scoredStart(context, randomCoating(random, context));
  const drawn: [Scored, ...Scored[]] = [draw()];
  while (drawn.length < count && !cancelled()) drawn.push(draw());
  return drawn.sort(byMerit);
}

/** A coating that came from nowhere, with its merit. */
export function scoredStart({ refiner }: SearchContext, coating: Coating): Scored {
  const merit = refiner.merit(coating);
  return { coating, merit, lineage: { origin: 'global', proposal: coating, proposalMerit: merit } };
}
