import { BAND_SAMPLES } from '#core/design/band-samples.ts';
import { canExplore } from '#core/design/random-coating.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { sha256OfAscii } from '#core/materials/sha256.ts';
import type { DesignMedium } from '#core/targets/design-media.ts';

/** What makes one library differ from another, and how large it is. */
export interface LibrarySetup {
  /** SHA-256, in hexadecimal, of everything that decides what may be built and which curves are kept of it */
  readonly key: string;
  /** number of coatings, a multiple of `CHUNK` */
  readonly count: number;
  /** numbers in a row of curves (see `CompiledTarget.curves`) */
  readonly rowLength: number;
  /** about how long one processor takes for `CHUNK` coatings */
  readonly chunkMs: number;
}

/** Coatings that are computed in one task: some ten milliseconds. */
export const CHUNK = 500;
const MOST_COATINGS = 25_000;
/** A smaller library finds no more than the random starts of the search. */
const FEWEST_COATINGS = 1000;
/** Coatings × numbers of a row × layers that may be computed: less than a second of one processor. */
const MOST_WORK = 7.1e7;
/** One of these in ms, so that all of them take 0.35 s. */
const WORK_MS = 5e-6;
const MOST_LAYERS = 255;
const MOST_MEDIA = 255;

/**
 * The library that belongs to a target's optical setup: its beams and wavelengths, the n and k of all media there, and
 * the limits of what may be built. Wishes, weights and names play no part, so that all targets of one setup share it.
 * Undefined where none is worth while: nothing to draw at random, or curves so long that few coatings could be kept.
 */
export function librarySetup(context: SearchContext): LibrarySetup | undefined {
  const { space, target } = context;
  const { rowLength } = target;
  if (rowLength === 0) return undefined;
  const work = rowLength * Math.max(4, space.maxLayers);
  const count = CHUNK * Math.floor(Math.min(MOST_COATINGS, MOST_WORK / work) / CHUNK);
  const isTooLarge = space.maxLayers > MOST_LAYERS || space.layerMedia.length > MOST_MEDIA;
  if (!(count >= FEWEST_COATINGS) || isTooLarge || !canExplore(space)) return undefined;
  return { key: sha256OfAscii(setupText(context)), count, rowLength, chunkMs: CHUNK * work * WORK_MS };
}

/** Whatever a coating of the library or its curves depend on, written out. */
function setupText(context: SearchContext): string {
  const { space, target, bandNm, bandIndex } = context;
  const { allowed, ambient, substrate, slab, outermost, innermost, back } = space;
  const media = [...new Set([...allowed, ...outermost.media, ...innermost.media, ...back.face.media])];
  const perMedium = media.map((medium) => [
    medium,
    space.minNm[medium],
    space.maxNm[medium],
    ...bandIndex.subarray(medium * BAND_SAMPLES, (medium + 1) * BAND_SAMPLES),
  ]);
  const around: DesignMedium[] = [ambient, substrate, ...(slab === undefined ? [] : [slab.exit])];
  const sampled = [...media.map((medium) => space.layerMedia[medium]), ...around];
  const optics = target.illuminations.map(({ beam, wavelengthsNm }) => {
    const tables = sampled.map(({ material }) => material.sample(wavelengthsNm));
    return [beam, [...wavelengthsNm], tables.map(({ n, k }) => [[...n], [...k]])];
  });
  const rules = [allowed, perMedium, bandNm, space.maxLayers, space.totalMaxNm, outermost, innermost, back];
  return JSON.stringify([rules, slab?.thicknessNm, slab?.coherent, optics]);
}
