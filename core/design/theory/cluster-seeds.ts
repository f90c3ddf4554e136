import type { IndexPair } from './media-view.ts';
import type { Recipe } from './seed-face.ts';
import type { TheoryView } from './theory-view.ts';

/** Layers of alternating index in quarter waves, high or low first as the place in the design has it. */
type QuarterWaves = readonly number[];

/**
 * What comes between two half waves of high index, low index first: three layers in which a thin high one stands nearer
 * to one side or in the middle. Found by a search for 1.38/2.35 on 1.52 over 400–700 nm; other media start from them.
 */
const LINKS: readonly QuarterWaves[] = [
  [0.6, 0.35, 0.57],
  [0.75, 0.1, 1.06],
  [0.55, 0.13, 1.5],
];
/** The thin pair on the substrate, low index first: an intermediate index. */
const FOOT: QuarterWaves = [0.36, 0.24];
/** A half wave of high index, whole or divided by a thin low layer, which widens the band. */
const WHOLE: QuarterWaves = [2.15];
const DIVIDED: readonly QuarterWaves[] = [
  [0.6, 0.1, 1.4],
  [2.5, 0.17, 2.5],
  [1.06, 0.05, 0.83],
];

/**
 * Broadband antireflection coatings of many layers. The best known repeat a cluster of layers of about one and a half
 * waves below a quarter wave of low index (Dobrowolski, Tikhonravov, Trubetskov, Sullivan & Verly, Appl. Opt. 35, 644
 * (1996)): L [2H link]ᵏ 2H foot, with 4 + 4k layers, and two more for every half wave that is divided.
 */
export function clusterSeeds(view: TheoryView, pair: IndexPair, middleNm: number): Recipe[] {
  const recipes: Recipe[] = [];
  for (let clusters = Math.floor((view.room - 4) / 4); clusters >= 0 && clusters <= 12; clusters--) {
    const divided = Math.min(clusters + 1, Math.floor((view.room - 4 - 4 * clusters) / 2));
    if (4 + 4 * clusters + 2 * divided < 0.7 * view.room) break;
    for (const link of clusters > 0 ? LINKS : LINKS.slice(0, 1)) {
      for (const split of divided > 0 ? DIVIDED : DIVIDED.slice(0, 1)) {
        for (const dividesOuter of divided > 0 && divided <= clusters ? [false, true] : [false]) {
          const isDivided = (i: number): boolean => (dividesOuter ? i < divided : i > clusters - divided);
          recipes.push(quarterWaveLayers(view, pair, middleNm, cluster(clusters, link, split, isDivided)));
        }
      }
    }
  }
  return recipes;
}

function cluster(
  clusters: number,
  link: QuarterWaves,
  split: QuarterWaves,
  isDivided: (halfWave: number) => boolean,
): QuarterWaves {
  const layers = [1.02];
  for (let i = 0; i <= clusters; i++) {
    layers.push(...(isDivided(i) ? split : WHOLE));
    layers.push(...(i < clusters ? link : FOOT));
  }
  return layers;
}

/** Alternating layers, the outermost of low index. */
function quarterWaveLayers(
  { media }: TheoryView,
  { high, low }: IndexPair,
  wavelengthNm: number,
  quarterWaves: QuarterWaves,
): Recipe {
  return quarterWaves.map((share, i) => {
    const medium = i % 2 === 0 ? low : high;
    return { medium, thicknessNm: share * media.quarterNm(medium, wavelengthNm) };
  });
}
