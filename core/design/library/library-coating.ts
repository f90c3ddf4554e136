import { BAND_SAMPLES, bandWavelengthNm } from '#core/design/band-samples.ts';
import { type Coating, copyFace, emptyFace, type Face } from '#core/design/coating.ts';
import { Random } from '#core/design/random.ts';
import { drawMedium, drawThickness, type Manner, roomUnderCap } from '#core/design/random-coating.ts';
import type { SearchContext } from '#core/design/search-context.ts';

/** All libraries are drawn with this seed: their content is no matter of a run's seed. */
const SEED = 0x11b7a47;

/**
 * The coating at a place of the library, by itself: it depends on the place and the setup alone, never on the target's
 * wishes. Six in ten have uniform thicknesses, the others are near quarter waves or periodic; the number of layers L is
 * as frequent as it is large, P(L) ∝ L, since there are more different coatings of many layers than of few.
 */
export function libraryCoating(context: SearchContext, place: number): Coating {
  const { space } = context;
  const random = new Random(SEED, place);
  const draw = random.uniform();
  const manner: Manner = draw < 0.6 ? 'uniform' : draw < 0.85 ? 'quarter-wave' : 'periodic';
  const front = drawFace(random, context, manner, space.outermost, space.innermost);
  const hasBack = space.back.mode === 'design';
  return { front, back: hasBack ? drawFace(random, context, manner, emptyFace(), emptyFace()) : emptyFace() };
}

function drawFace(random: Random, context: SearchContext, manner: Manner, outermost: Face, innermost: Face): Face {
  const { space, bandNm } = context;
  const face = copyFace(outermost);
  const fixed = outermost.media.length + innermost.media.length;
  const room = Math.min(space.maxLayers - fixed, roomUnderCap(space, outermost, innermost));
  const centreNm = bandWavelengthNm(bandNm, random.integer(BAND_SAMPLES));
  const wanted = drawCount(random, room);
  for (let i = 0; i < wanted; i++) {
    const last = face.media.length - 1;
    const above = last >= 0 ? face.media[last] : -1;
    const repeats = manner === 'periodic' && last >= outermost.media.length + 1;
    const below = i === wanted - 1 && innermost.media.length > 0 ? innermost.media[0] : -1;
    const medium = repeats ? face.media[last - 1] : drawMedium(random, space.allowed, above, below);
    if (medium < 0 || medium === above || medium === below) break;
    face.media.push(medium);
    face.thicknessNm.push(drawThickness(random, context, medium, manner, centreNm));
    face.locked.push(false);
  }
  face.media.push(...innermost.media);
  face.thicknessNm.push(...innermost.thicknessNm);
  face.locked.push(...innermost.locked);
  return face;
}

/** 1 … most with P(L) ∝ L. */
function drawCount(random: Random, most: number): number {
  const below = random.uniform() * most * (most + 1);
  return Math.min(most, Math.floor((Math.sqrt(1 + 4 * below) - 1) / 2) + 1);
}
