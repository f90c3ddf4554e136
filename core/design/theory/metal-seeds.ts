import { log } from '#core/optics/kernel/elementary.ts';
import type { Recipe, SeedLayer } from './seed-face.ts';
import { dealt, type TheoryView } from './theory-view.ts';
import { centreNm } from './wish.ts';

/** Strongest and other absorbers that are considered. */
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

function metals({ media }: TheoryView): readonly number[] {
  return media.absorbers.slice(0, ABSORBERS);
}

/** Lowest, middle and highest index, each once. */
function someDielectrics({ media: { dielectrics } }: TheoryView): number[] {
  const last = dielectrics.length - 1;
  return last < 0 ? [] : [...new Set([dielectrics[0], dielectrics[last >> 1], dielectrics[last]])];
}

/**
 * Dark mirrors: an opaque metal, a quarter-wave dielectric, a thin metal, a dielectric, and so on outwards, as in a
 * Salisbury screen and its broader kin, the Jaumann absorber (Hadley & Dennison, J. Opt. Soc. Am. 37, 451 (1947);
 * Macleod, Thin-Film Optical Filters, 4th ed., §4.5).
 */
function absorberSeeds(view: TheoryView): Recipe[] {
  const { media, room, space } = view;
  const lists: Recipe[][] = [];
  for (const backing of metals(view)) {
    const opaque = { medium: backing, thicknessNm: space.maxNm[backing] };
    const list: Recipe[] = [];
    for (const thin of metals(view)) {
      for (const spacer of someDielectrics(view).slice(0, 2)) {
        for (const wavelengthNm of [media.middleNm, 0.7 * media.middleNm]) {
          list.push(darkMirror(view, opaque, thin, spacer, wavelengthNm, room));
        }
      }
    }
    lists.push(list);
  }
  return dealt(lists, 110);
}

function darkMirror(
  { media, space }: TheoryView,
  opaque: SeedLayer,
  thin: number,
  spacer: number,
  wavelengthNm: number,
  room: number,
): Recipe {
  const layers = [opaque];
  let filmNm = Math.max(space.minNm[thin], 0.3 * tenthNm(media.k(thin, wavelengthNm), wavelengthNm));
  while (layers.length < room) {
    layers.unshift({ medium: spacer, thicknessNm: 0.8 * media.quarterNm(spacer, wavelengthNm) });
    if (layers.length + 1 < room) layers.unshift({ medium: thin, thicknessNm: filmNm });
    else break;
    filmNm = Math.max(space.minNm[thin], filmNm * 0.6);
  }
  return layers;
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
  const lists = metals(view).map((medium) => {
    const fullNm = densities * tenthNm(media.k(medium, media.middleNm), media.middleNm);
    const list: Recipe[] = [];
    for (const factor of [0.6, 1, 0.3]) {
      const film = { medium, thicknessNm: factor * fullNm };
      list.push([film]);
      for (const dielectric of someDielectrics(view)) {
        const cover = { medium: dielectric, thicknessNm: media.quarterNm(dielectric, media.middleNm) };
        list.push([cover, film], [cover, film, cover], [film, cover]);
      }
    }
    return list;
  });
  return dealt(lists, 70);
}

/** Metal mirrors: an opaque film, bare or enhanced by pairs of quarter waves, the low index on the metal. */
function mirrorSeeds(view: TheoryView): Recipe[] {
  const { media, space, room } = view;
  const lists = metals(view).map((medium) => {
    const opaque = { medium, thicknessNm: space.maxNm[medium] };
    const list: Recipe[] = [[opaque], [{ medium, thicknessNm: Math.max(space.minNm[medium], opaque.thicknessNm / 4) }]];
    for (const { high, low } of media.pairs(2)) {
      for (let pairs = 1; 2 * pairs + 1 <= room && pairs <= 6; pairs++) {
        const period = [high, low].map((film) => ({
          medium: film,
          thicknessNm: media.quarterNm(film, media.middleNm),
        }));
        list.push([...Array.from({ length: pairs }, () => period).flat(), opaque]);
      }
    }
    return list;
  });
  return dealt(lists, 40);
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
  for (const medium of metals(view)) {
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
