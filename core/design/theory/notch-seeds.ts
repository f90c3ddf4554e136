import { asin } from '#core/optics/inverse-functions.ts';
import { log, sinCos } from '#core/optics/kernel/elementary.ts';
import { antireflectionCover } from './antireflection-seeds.ts';
import type { IndexPair } from './media-view.ts';
import { halfWidthOf } from './reflector-seeds.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import { dealt, type TheoryView } from './theory-view.ts';
import { centreNm, type WishBand } from './wish.ts';

/** A rejection with passing light on both sides, narrower than the stop band of a quarter-wave stack. */
function notches(view: TheoryView, pair: IndexPair): WishBand[] {
  const bands = view.wish.bands.filter(({ kind }) => kind !== 'partial');
  return bands.filter((band, b) => {
    const isInside = bands[b - 1]?.kind === 'pass' && bands[b + 1]?.kind === 'pass';
    return band.kind === 'reject' && isInside && bandWidth(band) < 1.6 * halfWidthOf(view, pair, centreNm(band));
  });
}

const bandWidth = ({ fromNm, toNm }: WishBand): number => Math.max(log(toNm / fromNm), 1e-4);

/**
 * Notch filters: pairs (aH bL) whose optical thicknesses add up to q half waves but are unequal. With f the share of the
 * high index, the q-th Fourier coefficient of the period is sin(πqf), and the stop band narrows to sin(πqf)/q of that of
 * quarter waves (Thelen, J. Opt. Soc. Am. 63, 65 (1973); Macleod, Thin-Film Optical Filters, 4th ed., §7.2.5). Letting
 * sin(πqf) swell and fall along the stack takes the side lobes away, as in a rugate filter (Southwell, Appl. Opt. 28,
 * 5091 (1989)).
 */
export function notchSeeds(view: TheoryView): Recipe[] {
  const lists: Recipe[][] = [];
  for (const pair of notchPairs(view)) {
    const found = notches(view, pair);
    for (const notch of found.slice(0, 2)) lists.push(notchFilters(view, pair, notch));
    if (found.length > 1) lists.push(severalNotches(view, pair, found));
  }
  return dealt(lists, 70);
}

/** Widths of the stop band in those of the notch that are tried: its edges are not vertical. */
const WIDENINGS = [1.5, 1.1, 2.2, 3] as const;

/** Layers of the antireflection coating that stands on a notch filter: its periods let the other light pass, the air does not. */
const COVER_LAYERS = 4;

/** The pairs whose plain quarter waves come nearest to the width of the notch, and those of the highest contrast. */
function notchPairs(view: TheoryView): IndexPair[] {
  const all = view.media.pairs(Number.POSITIVE_INFINITY);
  const narrowest = all.slice(0, 1).flatMap((pair) => notches(view, pair))[0];
  if (narrowest === undefined) return [];
  const misfit = (pair: IndexPair): number => Math.abs(log(neededCoefficient(view, pair, narrowest, 1, WIDENINGS[0])));
  const ranked = all.map((pair) => ({ pair, rank: misfit(pair) })).sort((a, b) => a.rank - b.rank);
  return [...new Set([all[0], ...ranked.slice(0, 3).map(({ pair }) => pair), ...all.slice(1, 2)])];
}

function notchFilters(view: TheoryView, pair: IndexPair, notch: WishBand): Recipe[] {
  const cover = view.room > 3 * COVER_LAYERS ? antireflectionCover({ ...view, room: COVER_LAYERS }, pair) : [];
  const covered = periodsOf(view, pair, notch, (view.room - cover.length) >> 1).map((list) => [...cover, ...list]);
  return cover.length === 0 ? covered : [...covered, ...periodsOf(view, pair, notch, view.room >> 1).slice(0, 12)];
}

function periodsOf(view: TheoryView, pair: IndexPair, notch: WishBand, periods: number): Recipe[] {
  const lists: Recipe[][] = [];
  for (const order of [2, 1, 3]) {
    const list: Recipe[] = [];
    for (const widening of WIDENINGS) {
      const needed = neededCoefficient(view, pair, notch, order, widening);
      if (needed > 1.3) continue;
      const coefficient = Math.min(1, needed);
      for (const branch of branches(order)) {
        for (const isApodised of [true, false]) {
          const strength = (i: number): number => coefficient * (isApodised ? apodisation(i, periods) : 1);
          const layers = pairsOf(view, pair, centreNm(notch), order, branch, periods, strength);
          if (layers !== undefined) list.push(layers);
        }
      }
    }
    lists.push(list);
  }
  return dealt(lists, 40);
}

/** sin(πqf) that gives the notch's width, or `widening` times as much. */
function neededCoefficient(
  view: TheoryView,
  pair: IndexPair,
  notch: WishBand,
  order: number,
  widening: number,
): number {
  return (bandWidth(notch) * widening * order) / (2 * halfWidthOf(view, pair, centreNm(notch)));
}

/** A share f with the same |sin(πqf)| lies in each of the intervals j/q … (j + 1)/q, on either side of its middle. */
function branches(order: number): { readonly j: number; readonly isUpper: boolean }[] {
  return Array.from({ length: order }, (_, j) => [
    { j, isUpper: false },
    { j, isUpper: true },
  ]).flat();
}

/** Weakest at the ends, 1 in the middle, mean 0.7 or so. */
function apodisation(i: number, periods: number): number {
  const { sin } = sinCos((Math.PI * (i + 0.5)) / periods);
  return 0.2 + 0.8 * sin;
}

function pairsOf(
  { media }: TheoryView,
  { high, low }: IndexPair,
  wavelengthNm: number,
  order: number,
  { j, isUpper }: { readonly j: number; readonly isUpper: boolean },
  periods: number,
  strength: (i: number) => number,
): SeedLayer[] | undefined {
  const layers: SeedLayer[] = [];
  const highQuarterNm = media.quarterNm(high, wavelengthNm);
  const lowQuarterNm = media.quarterNm(low, wavelengthNm);
  for (let i = 0; i < periods; i++) {
    const angle = asin(strength(i)) / Math.PI;
    const share = (j + (isUpper ? 1 - angle : angle)) / order;
    const highNm = 2 * order * share * highQuarterNm;
    const lowNm = 2 * order * (1 - share) * lowQuarterNm;
    if (!media.fits(high, highNm) || !media.fits(low, lowNm)) return undefined;
    layers.push({ medium: high, thicknessNm: highNm }, { medium: low, thicknessNm: lowNm });
  }
  return layers;
}

/** A notch filter of first order for each of the notches, one upon the other. */
function severalNotches(view: TheoryView, pair: IndexPair, found: readonly WishBand[]): Recipe[] {
  const periods = Math.floor(view.room / 2 / found.length);
  const list: Recipe[] = [];
  for (const order of [1, 2]) {
    const layers: SeedLayer[] = [];
    for (const notch of found) {
      const coefficient = Math.min(0.95, neededCoefficient(view, pair, notch, order, 1.5));
      const branch = { j: 0, isUpper: false };
      const part = pairsOf(view, pair, centreNm(notch), order, branch, periods, () => coefficient);
      layers.push(...(part ?? []));
    }
    if (layers.length > 0) list.push(layers);
  }
  return list;
}
