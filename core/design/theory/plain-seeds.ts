import type { IndexPair } from './media-view.ts';
import { quarterWaveReflectance } from './quarter-wave-stack.ts';
import type { Recipe } from './seed-face.ts';
import { alternating, type TheoryView } from './theory-view.ts';

/** Most layers of a beam splitter that is listed for its reflectance at one wavelength. */
const SPLITTER_LAYERS = 7;

/**
 * Beam splitters: quarter-wave stacks of few layers, those first whose reflectance in the middle of the band is nearest to
 * the mean that is wished for. A wish for hardly any reflectance gets few layers of low contrast.
 */
export function splitterSeeds(view: TheoryView): Recipe[] {
  const { media, wish, room } = view;
  const weight = wish.points.reduce((sum, point) => sum + point.weight, 0);
  const wishedR = wish.points.reduce((sum, point) => sum + point.weight * point.R, 0) / weight;
  const { middleNm } = media;
  const found: {
    readonly pair: IndexPair;
    readonly count: number;
    readonly startsHigh: boolean;
    readonly misfit: number;
  }[] = [];
  for (const pair of media.pairs(60, 'films')) {
    const ends = [media.admittance(pair.high, middleNm), media.admittance(pair.low, middleNm)];
    for (let count = 1; count <= Math.min(room, SPLITTER_LAYERS); count++) {
      for (const startsHigh of [true, false]) {
        if (count === 1 && pair.low !== media.films[0] && pair.high !== media.films[1]) continue; // each medium once
        const admittances = Array.from({ length: count }, (_, i) => ends[startsHigh ? i % 2 : 1 - (i % 2)]);
        const R = quarterWaveReflectance(media.ambient(middleNm), admittances, media.substrate(middleNm));
        found.push({ pair, count, startsHigh, misfit: Math.abs(R - wishedR) + 0.005 * count });
      }
    }
  }
  return found
    .sort((a, b) => a.misfit - b.misfit)
    .slice(0, 40)
    .map(({ pair, count, startsHigh }) => alternating(view, pair, count, startsHigh, () => middleNm));
}

/** Single layers of one or more quarter waves: starts for a growth by needles (Tikhonravov et al., Appl. Opt. 46, 704 (2007)). */
export function singleLayerSeeds({ media, space, room }: TheoryView): Recipe[] {
  const recipes: Recipe[] = [];
  const dielectrics = media.dielectrics;
  const ends = dielectrics.length > 2 ? [dielectrics[0], dielectrics[dielectrics.length - 1]] : dielectrics;
  for (const quarterWaves of [Math.max(1, room), 1, 2, 4, 8]) {
    for (const medium of ends) {
      const thicknessNm = quarterWaves * media.quarterNm(medium, media.middleNm);
      recipes.push([{ medium, thicknessNm: Math.min(thicknessNm, space.maxNm[medium]) }]);
    }
  }
  return recipes;
}
