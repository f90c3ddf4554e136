import { log } from '#core/optics/kernel/elementary.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import { dealt, type TheoryView } from './theory-view.ts';
import { centreNm } from './wish.ts';

/** Absorbers that a family tries. */
const ABSORBERS = 7;

/** How much of the wish, by weight, is of some kind. */
function share({ wish }: TheoryView, counts: (point: { T: number; R: number; A: number }) => boolean): number {
  let [part, total] = [0, 0];
  for (const point of wish.points) {
    total += point.weight;
    if (counts(point)) part += point.weight;
  }
  return total > 0 ? part / total : 0;
}

/** Designs with absorbing films: absorbers, neutral densities, mirrors and induced transmission, as the wish asks. */
export function metalSeeds(view: TheoryView): Recipe[] {
  if (view.media.absorbers.length === 0) return [];
  const lists: Recipe[][] = [];
  if (share(view, ({ A }) => A > 0.3) > 0.2) lists.push(absorberSeeds(view));
  if (share(view, ({ T }) => T > 0.02 && T < 0.85) > 0.3) lists.push(neutralSeeds(view));
  if (share(view, ({ T, A }) => T < 0.35 && A < 0.5) > 0.2) lists.push(mirrorSeeds(view));
  const hasPass = view.wish.bands.some(({ kind }) => kind !== 'reject' && kind !== 'absorb');
  if (hasPass && view.wish.bands.some(({ kind }) => kind === 'reject')) lists.push(inducedTransmissionSeeds(view));
  const recipes = dealt(lists, 120);
  return view.wish.isReverse ? recipes.map((recipe) => [...recipe].reverse()) : recipes;
}

/** The absorbers that a family wants most; of the whole list, or of the true metals. */
function foremost(absorbers: readonly number[], wants: (medium: number) => number, count = ABSORBERS): number[] {
  return absorbers
    .map((medium) => ({ medium, value: wants(medium) }))
    .sort((a, b) => b.value - a.value || a.medium - b.medium)
    .slice(0, count)
    .map(({ medium }) => medium);
}

/** k/n in the middle of the band: great for a metal that reflects more than it absorbs, 1 or so for a lossy one. */
function purity({ media }: TheoryView, medium: number, wavelengthNm = media.middleNm): number {
  return media.k(medium, wavelengthNm) / media.n(medium, wavelengthNm);
}

/** Lowest, middle and highest index, each once. */
function someDielectrics({ media: { dielectrics } }: TheoryView): number[] {
  const last = dielectrics.length - 1;
  return last < 0 ? [] : [...new Set([dielectrics[0], dielectrics[last >> 1], dielectrics[last]])];
}

/**
 * Quarter waves of low and of high index over a dark mirror that take its outermost reflection away; the first found by
 * refinement of a titanium dark mirror over 400–2000 nm.
 */
const COVERS: readonly (readonly [number, number])[] = [
  [0.8, 0.6],
  [0, 0],
  [0.8, 0],
];

/** High index of a cover: as high as it may be without much reflection of its own. */
const COVER_INDEX = 2.3;

/**
 * Dark mirrors: an opaque metal, a quarter-wave dielectric, a thin metal, a dielectric, and so on outwards, as in a
 * Salisbury screen and its broader kin, the Jaumann absorber (Hadley & Dennison, J. Opt. Soc. Am. 37, 451 (1947);
 * Macleod, Thin-Film Optical Filters, 4th ed., §4.5).
 */
function absorberSeeds(view: TheoryView): Recipe[] {
  const { space } = view;
  const lists: Recipe[][] = [];
  const metals = view.media.absorbers.filter((medium) => space.isMetal[medium] === 1);
  const thinFilms = foremost(metals, (medium) => -purity(view, medium), 5);
  for (const backing of foremost(metals, (medium) => bulkReflectance(view, medium), 4)) {
    const opaque = { medium: backing, thicknessNm: space.maxNm[backing] };
    const list: Recipe[] = [];
    for (const cover of COVERS) {
      for (const spacer of someDielectrics(view).slice(0, 2)) {
        for (const thin of thinFilms) list.push(darkMirror(view, opaque, thin, spacer, cover));
      }
    }
    lists.push(list);
  }
  return dealt(lists, 110);
}

function darkMirror(
  { media, space, room }: TheoryView,
  opaque: SeedLayer,
  thin: number,
  spacer: number,
  [lowShare, highShare]: readonly [number, number],
): Recipe {
  const { middleNm, dielectrics } = media;
  const cover: SeedLayer[] = [];
  const [lowest, high] = [dielectrics[0], media.nearest(COVER_INDEX, middleNm) ?? spacer];
  if (lowShare > 0) cover.push({ medium: lowest, thicknessNm: lowShare * media.quarterNm(lowest, middleNm) });
  if (highShare > 0) cover.push({ medium: high, thicknessNm: highShare * media.quarterNm(high, middleNm) });
  const layers = [opaque];
  let filmNm = Math.max(space.minNm[thin], 0.3 * tenthNm(media.k(thin, middleNm), middleNm));
  for (; layers.length + 2 + cover.length <= room; filmNm = Math.max(space.minNm[thin], filmNm * 0.6)) {
    layers.unshift(
      { medium: thin, thicknessNm: filmNm },
      { medium: spacer, thicknessNm: 0.8 * media.quarterNm(spacer, middleNm) },
    );
  }
  if (cover.length === 0 && layers.length < room) {
    layers.unshift({ medium: spacer, thicknessNm: 0.8 * media.quarterNm(spacer, middleNm) });
  }
  return [...cover, ...layers];
}

/** Thickness in which an absorber lets a tenth of the light through, reflection apart: λ ln 10/(4πk), nm. */
function tenthNm(k: number, wavelengthNm: number): number {
  return (wavelengthNm * Math.LN10) / (4 * Math.PI * Math.max(k, 1e-3));
}

/** Neutral densities: one absorbing film, bare, under a quarter wave, or between two, as thick as T asks for. */
function neutralSeeds(view: TheoryView): Recipe[] {
  const { media, wish } = view;
  const weight = wish.points.reduce((sum, point) => sum + point.weight, 0);
  const meanT = wish.points.reduce((sum, point) => sum + point.weight * point.T, 0) / weight;
  const densities = -log(Math.max(meanT, 1e-4)) / Math.LN10;
  const lists = foremost(media.absorbers, (medium) => -purity(view, medium)).map((medium) => {
    const fullNm = densities * tenthNm(media.k(medium, media.middleNm), media.middleNm);
    const list: Recipe[] = [];
    const quarters = someDielectrics(view).map((film) => ({
      medium: film,
      thicknessNm: media.quarterNm(film, media.middleNm),
    }));
    for (const factor of [0.6, 1, 0.3]) {
      const film = { medium, thicknessNm: factor * fullNm };
      const half = { medium, thicknessNm: 0.5 * factor * fullNm };
      list.push([film]);
      const ends = quarters.length > 1 ? [quarters[0], quarters[quarters.length - 1]] : [];
      if (ends.length > 0) list.push([...ends, film, ends[0]], [...ends, film, ends[0], ends[1]]);
      for (const cover of quarters) list.push([cover, film], [cover, film, cover], [film, cover]);
      if (ends.length > 0) list.push([...ends, half, ends[0], half, ends[0]]);
    }
    return list;
  });
  return dealt(lists, 70);
}

/** Thicknesses of metal films that are tried beside the opaque one, nm: what a front of thickness and merit is made of. */
const MIRROR_FILMS_NM = [50, 30, 20, 10] as const;

/** Metal mirrors: an opaque film, bare or enhanced by pairs of quarter waves, the low index on the metal; thinner films. */
function mirrorSeeds(view: TheoryView): Recipe[] {
  const { media, space, room } = view;
  const lists = foremost(media.absorbers, (medium) => bulkReflectance(view, medium)).map((medium, rank) => {
    const opaque = { medium, thicknessNm: space.maxNm[medium] };
    const list: Recipe[] = [[opaque]];
    for (const { high, low } of media.pairs(2)) {
      for (let pairs = 1; 2 * pairs + 1 <= room && pairs <= 6; pairs++) {
        const period = [high, low].map((film) => ({
          medium: film,
          thicknessNm: media.quarterNm(film, media.middleNm),
        }));
        list.push([...Array.from({ length: pairs }, () => period).flat(), opaque]);
      }
    }
    const thinner = rank < 2 ? MIRROR_FILMS_NM.map((thicknessNm) => [{ medium, thicknessNm }]) : [];
    return dealt([list, thinner], Number.POSITIVE_INFINITY);
  });
  return dealt(lists, 40);
}

/** R of an opaque film in air, the mean over the band: ((n − 1)² + k²)/((n + 1)² + k²). */
function bulkReflectance({ media, space }: TheoryView, medium: number): number {
  const [from, to] = space.bandNm;
  const samples = 5;
  let sum = 0;
  for (let i = 0; i < samples; i++) {
    const wavelengthNm = from + ((to - from) * i) / (samples - 1);
    const [n, k] = [media.n(medium, wavelengthNm), media.k(medium, wavelengthNm)];
    sum += ((n - 1) * (n - 1) + k * k) / ((n + 1) * (n + 1) + k * k);
  }
  return sum / samples;
}

/**
 * Induced transmission: one to three thin metal films between dielectrics that match them at the middle of the pass band
 * (Berning & Turner, J. Opt. Soc. Am. 47, 230 (1957)): the phase on reflection from a metal makes the dielectric outside
 * less than a quarter wave, and that between two films less than a half wave.
 */
function inducedTransmissionSeeds(view: TheoryView): Recipe[] {
  const { media, room } = view;
  const passes = view.wish.bands.filter(({ kind }) => kind === 'pass' || kind === 'partial');
  const heaviest = passes.reduce((best, band) => (band.weight > best.weight ? band : best));
  const wavelengthNm = centreNm(heaviest);
  const lists: Recipe[][] = [];
  // A film passes the more light for its rejection, the greater k/n is.
  for (const medium of foremost(media.absorbers, (metal) => purity(view, metal, wavelengthNm))) {
    const list: Recipe[] = [];
    for (const filmNm of [12, 25, 40]) {
      for (const match of someDielectrics(view).reverse()) {
        for (let films = 1; films <= 3 && 2 * films + 1 <= room; films++) {
          const quarterNm = media.quarterNm(match, wavelengthNm);
          const outer = { medium: match, thicknessNm: 0.6 * quarterNm };
          const layers: SeedLayer[] = [outer];
          for (let film = 0; film < films; film++) {
            layers.push({ medium, thicknessNm: filmNm });
            layers.push(film < films - 1 ? { medium: match, thicknessNm: 1.4 * quarterNm } : outer);
          }
          list.push(layers);
        }
      }
    }
    lists.push(list);
  }
  return dealt(lists, 60);
}
