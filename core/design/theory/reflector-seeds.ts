import { exp, log } from '#core/optics/kernel/elementary.ts';
import type { IndexPair } from './media-view.ts';
import { stacksToCover, stopBandHalfWidth } from './quarter-wave-stack.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import { alternating, dealt, type TheoryView } from './theory-view.ts';
import { centreNm, type WishBand } from './wish.ts';

/** Bands of rejection that are wide enough to need a stack of their own, the heaviest first; at most four. */
function rejectBands({ wish }: TheoryView): WishBand[] {
  return wish.bands
    .filter(({ kind }) => kind === 'reject')
    .sort((a, b) => b.weight - a.weight || a.fromNm - b.fromNm)
    .slice(0, 4)
    .sort((a, b) => a.fromNm - b.fromNm);
}

export function halfWidthOf({ media }: TheoryView, { high, low }: IndexPair, wavelengthNm: number): number {
  return stopBandHalfWidth(media.admittance(high, wavelengthNm), media.admittance(low, wavelengthNm));
}

/**
 * High reflectors over the bands that should not transmit: quarter-wave stacks, contiguous stacks where a band is wider
 * than one stop band (Turner & Baumeister, Appl. Opt. 5, 69 (1966)), and stacks whose wavelength runs through the band
 * (Heavens & Liddell, Appl. Opt. 5, 373 (1966)).
 */
export function reflectorSeeds(view: TheoryView): Recipe[] {
  const bands = rejectBands(view);
  if (bands.length === 0) return [];
  const lists = view.media.pairs(4).map((pair) => {
    const ofPair = bands.length > 1 ? [...concatenated(view, pair, bands)] : [];
    const whole: WishBand = { ...bands[0], toNm: bands[bands.length - 1].toNm };
    ofPair.push(...ofBand(view, pair, heaviest(bands)));
    if (bands.length > 1) ofPair.push(...ofBand(view, pair, whole).slice(0, 6));
    return ofPair;
  });
  return dealt(lists, 60);
}

const heaviest = (bands: readonly WishBand[]): WishBand =>
  bands.reduce((best, band) => (band.weight > best.weight ? band : best));

function ofBand(view: TheoryView, pair: IndexPair, band: WishBand): Recipe[] {
  const { room } = view;
  const middleNm = centreNm(band);
  const halfWidth = halfWidthOf(view, pair, middleNm);
  const needed = stacksToCover(band.fromNm, band.toNm, halfWidth);
  const single: Recipe[] = [];
  const chirped: Recipe[] = [];
  const contiguous: Recipe[] = [];
  const odd = room - (1 - (room % 2));
  for (const shift of [1, 0.94, 1.06]) {
    single.push(alternating(view, pair, odd, true, () => middleNm * shift));
    single.push(alternating(view, pair, room, odd === room, () => middleNm * shift));
  }
  single.push(alternating(view, pair, room, odd !== room, () => middleNm));
  const ends = [band.fromNm * (1 + halfWidth), band.toNm * (1 - halfWidth)];
  for (const spread of ends[0] < ends[1] ? [1, 0.7, 1.3] : []) {
    for (const [a, b] of [ends, [ends[1], ends[0]]]) {
      chirped.push(alternating(view, pair, room, true, chirp(middleNm, a, b, spread, room)));
      chirped.push(alternating(view, pair, odd, true, chirp(middleNm, a, b, spread, odd)));
    }
  }
  for (let stacks = 2; stacks <= Math.min(needed + 1, 5, room >> 1); stacks++) {
    const centres = contiguousCentres(ends[0], ends[1], stacks);
    for (const order of [centres, [...centres].reverse()]) {
      for (const startsHigh of [true, false]) contiguous.push(stepped(view, pair, room, startsHigh, order));
    }
  }
  if (needed === 1) return single;
  return dealt([chirped, contiguous, coupledHalfWaves(view, pair, middleNm), single], 44);
}

/**
 * Quarter waves below a pile of half waves between two quarter waves, H 2L H, L 2H L, H 2L H, …: the half waves couple two
 * stop bands to one that is wider. Refinements of broad reflectors end there from many starts.
 */
function coupledHalfWaves(view: TheoryView, pair: IndexPair, middleNm: number): Recipe[] {
  const list: Recipe[] = [];
  for (const part of [0.25, 0.5, 0.75]) {
    const coupled = Math.max(1, Math.round((view.room * part) / 3)) * 3;
    const quarterWaves = (i: number): number => (i < coupled && i % 3 === 1 ? 2 : 1);
    for (const below of [1.06, 1, 0.94]) {
      const wavelengthNm = (i: number): number => middleNm * (i < coupled ? 0.97 : below);
      list.push(alternating(view, pair, view.room, true, wavelengthNm, quarterWaves));
    }
    const run = chirp(middleNm, middleNm * 1.15, middleNm * 0.9, 1, Math.max(2, view.room - coupled));
    const fall = (i: number): number => (i < coupled ? middleNm * 0.97 : run(i - coupled));
    list.push(alternating(view, pair, view.room, true, fall, quarterWaves));
  }
  return list;
}

/** Design wavelength that runs geometrically from a to b, `spread` times as far round the middle. */
function chirp(middleNm: number, a: number, b: number, spread: number, count: number): (i: number) => number {
  const [start, end] = [log(a / middleNm) * spread, log(b / middleNm) * spread];
  return (i) => middleNm * exp(start + ((end - start) * i) / Math.max(1, count - 1));
}

function contiguousCentres(fromNm: number, toNm: number, stacks: number): number[] {
  const span = log(toNm / fromNm);
  return Array.from({ length: stacks }, (_, s) => fromNm * exp((span * s) / (stacks - 1)));
}

/** One alternating sequence, equal parts of it at each of the wavelengths. */
function stepped(
  view: TheoryView,
  pair: IndexPair,
  count: number,
  startsHigh: boolean,
  centresNm: readonly number[],
): SeedLayer[] {
  const at = (i: number): number => Math.min(centresNm.length - 1, Math.floor((i * centresNm.length) / count));
  return alternating(view, pair, count, startsHigh, (i) => centresNm[at(i)]);
}

/** A stack for each band, one upon the other, the layers shared out by the width of the bands. */
function concatenated(view: TheoryView, pair: IndexPair, bands: readonly WishBand[]): Recipe[] {
  const shares = bands.map(({ fromNm, toNm }) => 0.1 + log(toNm / fromNm));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const list: Recipe[] = [];
  for (const isReversed of [false, true]) {
    for (const isEven of [false, true]) {
      const centres: number[] = [];
      bands.forEach((band, b) => {
        const layers = Math.round(isEven ? view.room / bands.length : (view.room * shares[b]) / total);
        for (let i = 0; i < layers; i++) centres.push(centreNm(band));
      });
      if (isReversed) centres.reverse();
      const last = centres.length - 1;
      list.push(alternating(view, pair, view.room, true, (i) => centres[Math.min(i, last)]));
    }
  }
  return list;
}
