import { log } from '#core/optics/kernel/elementary.ts';
import type { IndexPair } from './media-view.ts';
import { cavityWidth, quarterWaveReflectance } from './quarter-wave-stack.ts';
import { halfWidthOf } from './reflector-seeds.ts';
import type { Recipe } from './seed-face.ts';
import { alternating, dealt, type TheoryView } from './theory-view.ts';
import { centreNm, type WishBand } from './wish.ts';

/** Alternating quarter waves, some of which are spacers of several half waves. */
interface CavityDesign {
  readonly cavities: number;
  /** layers of either end mirror, and of each mirror between two spacers, its coupling layer included */
  readonly endLayers: number;
  readonly innerLayers: number;
  /** half waves of a spacer */
  readonly order: number;
  readonly startsHigh: boolean;
}

const layersOf = ({ cavities, endLayers, innerLayers }: CavityDesign): number =>
  2 * endLayers + (cavities - 1) * innerLayers + cavities;

const spacerIsHigh = ({ endLayers, startsHigh }: CavityDesign): boolean => (endLayers % 2 === 0) === startsHigh;

/** Pass bands with rejection on at least one side, narrower than a stop band. */
function passLines(view: TheoryView, pair: IndexPair): WishBand[] {
  const { bands } = view.wish;
  return bands.filter((band, b) => {
    const isBeside = bands[b - 1]?.kind === 'reject' || bands[b + 1]?.kind === 'reject';
    const width = log(band.toNm / band.fromNm);
    return band.kind !== 'reject' && isBeside && width < 1.2 * halfWidthOf(view, pair, centreNm(band));
  });
}

/**
 * Narrow bandpass filters of one to five coupled Fabry–Pérot cavities: [(HL)ᵖ 2mH (LH)ᵖ L]ᴺ and its relatives with low
 * spacers and with stronger or weaker inner mirrors (Smith, J. Opt. Soc. Am. 48, 43 (1958); Thelen, J. Opt. Soc. Am. 56,
 * 1533 (1966); Macleod, Thin-Film Optical Filters, 4th ed., ch. 8). Those first that use the layers which are allowed
 * and whose single cavity comes nearest to the width that is wished for.
 */
export function bandpassSeeds(view: TheoryView): Recipe[] {
  const lists: Recipe[][] = [];
  for (const pair of view.media.pairs(3)) {
    const lines = passLines(view, pair);
    for (const line of lines.slice(0, 3)) lists.push(filtersOf(view, pair, line));
    if (lines.length > 1) lists.push(severalLines(view, pair, lines));
  }
  return dealt(lists, 90);
}

function filtersOf(view: TheoryView, pair: IndexPair, line: WishBand): Recipe[] {
  const ranked = cavityDesigns(view.room)
    .map((design) => ({ design, rank: misfit(view, pair, line, design) }))
    .sort((a, b) => a.rank - b.rank);
  const recipes: Recipe[] = [];
  for (const { design } of ranked) {
    if (recipes.length >= 60) break;
    const recipe = recipeOf(view, pair, centreNm(line), design);
    if (recipe !== undefined) recipes.push(recipe);
  }
  return recipes;
}

/** Every design of at most `room` layers; the inner mirrors have once or twice the layers of an end mirror, or nearly. */
function cavityDesigns(room: number): CavityDesign[] {
  const designs: CavityDesign[] = [];
  for (let cavities = 1; cavities <= 5; cavities++) {
    for (let endLayers = 1; 2 * endLayers + cavities <= room; endLayers++) {
      const inner = cavities === 1 ? [0] : [2 * endLayers + 1, 2 * endLayers - 1, 2 * endLayers + 3];
      for (const innerLayers of inner) {
        for (const order of [1, 2, 3]) {
          for (const startsHigh of [true, false]) {
            const design = { cavities, endLayers, innerLayers, order, startsHigh };
            if (innerLayers >= 0 && layersOf(design) <= room) designs.push(design);
          }
        }
      }
    }
  }
  return designs;
}

/** How far a design is from the wish: unused layers, and the width of its cavities on a logarithmic scale. */
function misfit(view: TheoryView, pair: IndexPair, line: WishBand, design: CavityDesign): number {
  const { media } = view;
  const middleNm = centreNm(line);
  const [high, low] = [media.admittance(pair.high, middleNm), media.admittance(pair.low, middleNm)];
  const isHigh = spacerIsHigh(design);
  const mirror = Array.from({ length: design.endLayers }, (_, i) => ((i % 2 === 0) === isHigh ? low : high));
  const R = Math.max(0.05, quarterWaveReflectance(isHigh ? high : low, mirror, media.ambient(middleNm)));
  const width = cavityWidth(R, design.order, high, low);
  const wished = Math.max((line.toNm - line.fromNm) / middleNm, 1e-4) * 1.3;
  const unused = (view.room - layersOf(design)) / view.room;
  const preference = 0.1 * (design.order - 1) + (design.innerLayers === 2 * design.endLayers + 1 ? 0 : 0.15);
  return Math.abs(log(width / wished)) + 6 * unused + preference;
}

function recipeOf(view: TheoryView, pair: IndexPair, middleNm: number, design: CavityDesign): Recipe | undefined {
  const { endLayers, innerLayers, order } = design;
  const isSpacer = (i: number): boolean => i >= endLayers && (i - endLayers) % (innerLayers + 1) === 0;
  const count = layersOf(design);
  const recipe = alternating(
    view,
    pair,
    count,
    design.startsHigh,
    () => middleNm,
    (i) => (isSpacer(i) && i < count - endLayers ? 2 * order : 1),
  );
  return recipe.every(({ medium, thicknessNm }) => view.media.fits(medium, thicknessNm)) ? recipe : undefined;
}

/** A broad mirror with a spacer for each of the lines, the mirror's wavelength running along with them. */
function severalLines(view: TheoryView, pair: IndexPair, lines: readonly WishBand[]): Recipe[] {
  const list: Recipe[] = [];
  const centres = lines.map(centreNm);
  const part = Math.max(2, Math.floor(view.room / lines.length));
  for (const order of [1, 2]) {
    for (const startsHigh of [true, false]) {
      for (const run of [centres, [...centres].reverse()]) {
        const at = (i: number): number => Math.min(run.length - 1, Math.floor(i / part));
        const isSpacer = (i: number): boolean => i % part === part >> 1 && i < part * run.length;
        const thickness = (i: number): number => (isSpacer(i) ? 2 * order : 1);
        list.push(alternating(view, pair, view.room, startsHigh, (i) => run[at(i)], thickness));
      }
    }
  }
  return list;
}
