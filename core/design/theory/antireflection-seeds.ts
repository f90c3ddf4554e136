import { clusterSeeds } from './cluster-seeds.ts';
import { equivalentLayer, flipFlop, symmetricGroups } from './equivalent-layer.ts';
import type { IndexPair } from './media-view.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import { dealt, type TheoryView } from './theory-view.ts';
import { vCoats } from './v-coat.ts';
import { centreNm, type WishBand } from './wish.ts';

/** A layer of a prototype: an index, which a medium may have or not, and a thickness in quarter waves. */
interface Step {
  readonly index: number;
  readonly quarterWaves: number;
}

/** The light that should pass with little reflectance: all pass bands together; undefined where there is too little. */
function passBand({ wish }: TheoryView): WishBand | undefined {
  const bands = wish.bands.filter(({ kind }) => kind === 'pass');
  const sum = (list: readonly WishBand[]): number => list.reduce((total, { weight }) => total + weight, 0);
  if (bands.length === 0 || sum(bands) < 0.3 * sum(wish.bands)) return undefined;
  return { ...bands[0], toNm: bands[bands.length - 1].toNm };
}

/**
 * Antireflection coatings: V-coats, single quarter waves, quarter–half–quarter (Lockhart & King, J. Opt. Soc. Am. 37, 689
 * (1947); Cox, Hass & Thelen, J. Opt. Soc. Am. 52, 965 (1962)), and steps of index from the ambient to the substrate
 * (Southwell, Opt. Lett. 8, 584 (1983)). An index that no medium has is made of two: a symmetric group of three layers,
 * or a thin pair. Where more layers are allowed than a prototype has, thin layers are put into its thick ones.
 */
export function antireflectionSeeds(view: TheoryView): Recipe[] {
  const band = passBand(view);
  if (band === undefined) return [];
  const middleNm = centreNm(band);
  const lists = [vCoatSeeds(view, middleNm)];
  for (const pair of view.media.pairs(4)) lists.push(multilayers(view, pair, middleNm));
  lists.push(view.media.dielectrics.map((medium) => [{ medium, thicknessNm: view.media.quarterNm(medium, middleNm) }]));
  return dealt(lists, 90);
}

/** The first of the antireflection coatings of a pair for all light that should pass; empty where little should. */
export function antireflectionCover(view: TheoryView, pair: IndexPair): Recipe {
  const band = passBand(view);
  return band === undefined ? [] : multilayers(view, pair, centreNm(band))[0];
}

function vCoatSeeds({ media }: TheoryView, wavelengthNm: number): Recipe[] {
  const recipes: Recipe[] = [];
  for (const { high, low } of media.pairs(10)) {
    for (const [outer, inner] of [
      [low, high],
      [high, low],
    ]) {
      const admittances = [outer, inner].map((medium) => media.admittance(medium, wavelengthNm));
      const coats = vCoats([
        media.ambient(wavelengthNm),
        admittances[0],
        admittances[1],
        media.substrate(wavelengthNm),
      ]);
      for (const [outerRad, innerRad] of coats) {
        recipes.push([
          layerOf(media.quarterNm(outer, wavelengthNm), outer, outerRad),
          layerOf(media.quarterNm(inner, wavelengthNm), inner, innerRad),
        ]);
      }
    }
  }
  return recipes;
}

const layerOf = (quarterNm: number, medium: number, phaseRad: number): SeedLayer => ({
  medium,
  thicknessNm: (quarterNm * phaseRad) / (Math.PI / 2),
});

function multilayers(view: TheoryView, pair: IndexPair, middleNm: number): Recipe[] {
  const { media, room } = view;
  const [high, low] = [media.n(pair.high, middleNm), media.n(pair.low, middleNm)];
  const [ambient, substrate] = [media.ambient(middleNm), media.substrate(middleNm)];
  const inner = low * Math.sqrt(substrate / ambient);
  const prototypes: Step[][] = [
    [step(low, 1), step(high, 2), step(inner, 1)],
    [step(low, 1), step(high, 2)],
    [step(low, 1), step(high, 1), step(inner, 1)],
    [step(low, 1), step(high, 2), step(inner, 1), step(Math.sqrt(inner * substrate), 1)],
    [step(low, 1), step(inner, 1)],
    [step(low, 1), step(high, 2), step(low, 2), step(inner, 1)],
  ];
  const ways: readonly Way[] = [pairWay, groupWay, mediumWay];
  const basic: Recipe[] = [];
  for (const shift of [1, 0.93]) {
    for (const prototype of prototypes) {
      for (const way of ways) basic.push(prototype.flatMap((part) => way(view, pair, part, middleNm * shift)));
    }
  }
  const counts = [...new Set([room, room - 1, room >> 1])].filter((count) => count > 3);
  const grown = counts.flatMap((count) => basic.slice(0, 8).map((recipe) => withThinLayers(view, pair, recipe, count)));
  const clusters = clusterSeeds(view, pair, middleNm);
  return dealt(
    [clusters, basic, grown, [...gradedSteps(view, pair, middleNm), ...shortPeriods(view, pair, middleNm)]],
    45,
  );
}

const step = (index: number, quarterWaves: number): Step => ({ index, quarterWaves });

type Way = (view: TheoryView, pair: IndexPair, step: Step, wavelengthNm: number) => Recipe;

/** The medium of the nearest index. */
function mediumWay(
  { media }: TheoryView,
  { low }: IndexPair,
  { index, quarterWaves }: Step,
  wavelengthNm: number,
): Recipe {
  const medium = media.nearest(index, wavelengthNm) ?? low;
  return [{ medium, thicknessNm: quarterWaves * media.quarterNm(medium, wavelengthNm) }];
}

/** A thin pair, the low index outside. */
function pairWay(view: TheoryView, pair: IndexPair, { index, quarterWaves }: Step, wavelengthNm: number): Recipe {
  const { media } = view;
  const [high, low] = [media.n(pair.high, wavelengthNm), media.n(pair.low, wavelengthNm)];
  const [highNm, lowNm] = flipFlop(index, (quarterWaves * wavelengthNm) / (4 * index), high, low);
  return [
    { medium: pair.low, thicknessNm: lowNm },
    { medium: pair.high, thicknessNm: highNm },
  ];
}

/** A symmetric group, low–high–low or high–low–high; a pair where the index is out of reach. */
function groupWay(view: TheoryView, pair: IndexPair, part: Step, wavelengthNm: number): Recipe {
  const { media } = view;
  for (const [outer, inner] of [
    [pair.low, pair.high],
    [pair.high, pair.low],
  ]) {
    const [nOuter, nInner] = [media.n(outer, wavelengthNm), media.n(inner, wavelengthNm)];
    const wished = { index: part.index, phaseRad: (part.quarterWaves * Math.PI) / 2 };
    const group = symmetricGroups(nOuter, nInner, wished)[0];
    const isTrue = group !== undefined && equivalentLayer(nOuter, nInner, group) !== undefined;
    if (!isTrue || part.quarterWaves === 2) continue;
    const outerLayer = layerOf(media.quarterNm(outer, wavelengthNm), outer, group.outerRad);
    return [outerLayer, layerOf(media.quarterNm(inner, wavelengthNm), inner, group.innerRad), outerLayer];
  }
  return pairWay(view, pair, part, wavelengthNm);
}

/** The recipe with thin layers of the other medium in the middle of its thickest ones, until it has `count` layers. */
function withThinLayers({ media }: TheoryView, { high, low }: IndexPair, recipe: Recipe, count: number): Recipe {
  const layers = [...recipe];
  while (layers.length + 2 <= count) {
    let at = 0;
    const phase = ({ medium, thicknessNm }: SeedLayer): number => thicknessNm / media.quarterNm(medium, media.middleNm);
    for (let i = 1; i < layers.length; i++) if (phase(layers[i]) > phase(layers[at])) at = i;
    const { medium, thicknessNm } = layers[at];
    const other = medium === low ? high : low;
    const half = { medium, thicknessNm: thicknessNm / 2 };
    const needle = { medium: other, thicknessNm: 0.12 * media.quarterNm(other, media.middleNm) };
    layers.splice(at, 1, half, needle, half);
  }
  return layers;
}

/** Index rising in equal steps of its logarithm from the lowest to the substrate's, each step a thin pair. */
function gradedSteps(view: TheoryView, pair: IndexPair, middleNm: number): Recipe[] {
  const { media, room } = view;
  const low = media.n(pair.low, middleNm);
  const high = media.n(pair.high, middleNm);
  const substrate = Math.min(Math.max(media.substrate(middleNm), low * 1.02), high);
  const recipes: Recipe[] = [];
  const steps = Math.max(1, room >> 1);
  for (const quarterWaves of [2, 4, 7, 11].filter((total) => total <= 1.5 * room)) {
    for (const peak of [substrate, high]) {
      const ramp = Array.from({ length: steps }, (_, i) => {
        const depth = (i + 0.5) / steps;
        const smooth = depth * depth * depth * (10 - 15 * depth + 6 * depth * depth);
        return step(low + (peak - low) * (peak === high ? 4 * depth * (1 - depth) : smooth), quarterWaves / steps);
      });
      recipes.push(ramp.flatMap((part) => pairWay(view, pair, part, middleNm)));
    }
  }
  return recipes;
}

/** A quarter wave of low index over a pile of thin pairs: one homogeneous layer of an index between, free to differentiate. */
function shortPeriods({ media, room }: TheoryView, pair: IndexPair, middleNm: number): Recipe[] {
  const recipes: Recipe[] = [];
  const [highNm, lowNm] = [media.quarterNm(pair.high, middleNm), media.quarterNm(pair.low, middleNm)];
  for (const [highShare, lowShare] of [
    [0.35, 0.2],
    [0.5, 0.12],
    [0.25, 0.35],
    [0.9, 0.15],
    [0.6, 0.6],
  ]) {
    const layers: SeedLayer[] = [{ medium: pair.low, thicknessNm: lowNm }];
    while (layers.length < room) {
      const isHigh = layers.length % 2 === 1;
      layers.push({
        medium: isHigh ? pair.high : pair.low,
        thicknessNm: isHigh ? highShare * highNm : lowShare * lowNm,
      });
    }
    recipes.push(layers);
  }
  return recipes;
}
