import { fringeStepNm, groupIndexBound } from '#core/optics/sampling/fringes.ts';
import type { Layer, Stack } from '#core/optics/stack.ts';
import { mediumKey, type StackMedia } from './stack-media.ts';

/** Most points of a drawn curve, the wish's own points not counted. */
export const MOST_DRAWN_POINTS = 4001;
/** Of thousands of layers fewer points are drawn, so that an edit is still seen at once. */
const MOST_LAYERS_TIMES_POINTS = 5e6;
const FEWEST_POINTS = 401;

/** Most points of a curve that so many layers leave time for. */
export const mostPointsOf = (layers: number): number =>
  Math.max(FEWEST_POINTS, Math.min(MOST_DRAWN_POINTS, Math.floor(MOST_LAYERS_TIMES_POINTS / Math.max(1, layers))));

/** A step may be this many pixels wide, so that round steps are not far finer than the screen. */
const STEP_PX = 1.3;
/** The dispersion of a medium is looked at in so many places of the range. */
const DISPERSION_NODES = 9;

/**
 * Optical thickness that sets how fast the spectrum oscillates, nm: Σ d·max(Re n, |Re n − λ dRe n/dλ|) over the coherent
 * layers, rounded up to a power of √2 so that a thickness being dragged seldom changes the grid.
 */
export function fringeThicknessNm(stack: Stack, media: StackMedia, rangeNm: readonly [number, number]): number {
  const bounds = media.materials.map((material) => largestBound(material, rangeNm));
  let total = 0;
  const { places } = media;
  const add = (index: number, thicknessNm: number): void => {
    total += thicknessNm * (bounds[index] ?? 0);
  };
  const addAll = (layers: readonly Layer[]): void => {
    for (const { medium, thicknessNm } of layers) add(places.get(mediumKey(medium)) ?? 0, thicknessNm);
  };
  addAll(stack.layers);
  addAll(stack.backLayers ?? []);
  if (stack.substrate.coherent) add(media.substrate, stack.substrate.thicknessNm ?? 0);
  let rounded = 1;
  while (rounded < total) rounded *= Math.SQRT2;
  return rounded;
}

function largestBound(material: StackMedia['materials'][number], [fromNm, toNm]: readonly [number, number]): number {
  const nodes = Float64Array.from(
    { length: DISPERSION_NODES },
    (_, i) => fromNm + ((toNm - fromNm) * i) / (DISPERSION_NODES - 1),
  );
  return Math.max(...groupIndexBound(material, nodes));
}

export interface SpectrumGrid {
  readonly wavelengthsNm: number[];
  /** false where the fringes are finer than the most points that are drawn can follow */
  readonly followsFringes: boolean;
}

/**
 * Wavelengths from one end to the other, at round steps about a pixel wide, no wider than λ²/(16 G).
 * Where that would be too many points, the steps grow by what is needed, and the answer says so.
 */
export function spectrumGrid(
  rangeNm: readonly [number, number],
  fringeNm: number,
  pixels: number,
  most = MOST_DRAWN_POINTS,
): SpectrumGrid {
  const pixelNm = (rangeNm[1] - rangeNm[0]) / Math.max(1, pixels);
  for (let coarser = 1; ; coarser *= 1.25) {
    const stepAt = (wavelengthNm: number): number =>
      coarser * Math.min(STEP_PX * pixelNm, fringeStepNm(wavelengthNm, fringeNm));
    const wavelengthsNm = walk(rangeNm, stepAt, most);
    if (wavelengthsNm !== undefined) return { wavelengthsNm, followsFringes: coarser === 1 };
  }
}

/** The ends, and between them whole multiples of round steps; undefined if they are too many. */
function walk(
  [fromNm, toNm]: readonly [number, number],
  stepAt: (wavelengthNm: number) => number,
  most: number,
): number[] | undefined {
  const points = [fromNm];
  let step = roundStep(stepAt(fromNm));
  let count = Math.floor(fromNm / step + 1e-9);
  for (;;) {
    count++;
    const wavelengthNm = Number((count * step).toPrecision(12));
    if (wavelengthNm >= toNm * (1 - 1e-12)) break;
    points.push(wavelengthNm);
    if (points.length >= most) return undefined;
    const wider = roundStep(stepAt(wavelengthNm));
    if (wider > step && isMultiple(wavelengthNm, wider)) {
      step = wider;
      count = Math.round(wavelengthNm / step);
    }
  }
  points.push(toNm);
  return points;
}

function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) < 1e-9 * ratio;
}

/** The greatest of 1, 2, 5, 10, … (any decade) that is not above the value. */
export function roundStep(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const digit = value / decade;
  const rounded = (digit >= 5 * (1 - 1e-12) ? 5 : digit >= 2 * (1 - 1e-12) ? 2 : 1) * decade;
  return Number(rounded.toPrecision(3));
}

/** Two ascending lists as one, each value once. */
export function mergedAscending(a: readonly number[], b: readonly number[]): Float64Array {
  const merged: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
    if (merged.length === 0 || next > merged[merged.length - 1]) merged.push(next);
  }
  return Float64Array.from(merged);
}
