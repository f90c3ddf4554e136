import { type Coating, emptyFace } from '#core/design/coating.ts';
import type { Random } from '#core/design/random.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';

/**
 * A stack of `fewest` to the most layers that are allowed, P(L) ∝ L, of any of the media, no equal neighbours, each
 * thickness anywhere within its limits.
 */
export function randomStack(random: Random, space: DesignSpace, fewest: number): Coating {
  const { allowed, maxLayers, minNm, maxNm } = space;
  let left = random.integer((maxLayers * (maxLayers + 1)) / 2 - ((fewest - 1) * fewest) / 2);
  let count = fewest;
  while (left >= count) left -= count++;
  const front = emptyFace();
  while (front.media.length < count) {
    const medium = random.pick(allowed);
    if (medium === front.media.at(-1)) continue;
    front.media.push(medium);
    front.thicknessNm.push(random.between(minNm[medium], maxNm[medium]));
    front.locked.push(false);
  }
  return { front, back: emptyFace() };
}
