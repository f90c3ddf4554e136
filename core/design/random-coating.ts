import type { DesignSpace } from '#core/targets/design-space.ts';
import { BAND_SAMPLES, bandWavelengthNm } from './band-samples.ts';
import { type Coating, copyFace, emptyFace, type Face } from './coating.ts';
import type { Random } from './random.ts';

/** What coatings are drawn by. */
export interface DrawingContext {
  readonly space: DesignSpace;
  /** vacuum wavelengths that the target speaks of: shortest, longest, nm */
  readonly bandNm: readonly [number, number];
  /** Re N of every layer medium at BAND_SAMPLES wavelengths spread over the band: (media × samples) row-major */
  readonly bandIndex: Float64Array;
}

/** How a random start chooses thicknesses: anywhere within the limits, near quarter waves, or as a periodic pair. */
export type Manner = 'uniform' | 'quarter-wave' | 'periodic';

/** Whether random coatings respect the target: not when its start has locked layers of its own, or fixed ones fill all. */
export function canExplore(space: DesignSpace): boolean {
  const fixed = space.outermost.media.length + space.innermost.media.length;
  const locked = space.start?.locked.filter(Boolean).length ?? 0;
  const hasRoom = space.maxLayers > fixed || space.back.mode === 'design';
  return hasRoom && locked <= (space.start === undefined ? 0 : fixed);
}

/** A random coating from the allowed media and limits, fixed layers in place. */
export function randomCoating(random: Random, context: DrawingContext): Coating {
  const { space } = context;
  const draw = random.uniform();
  const manner: Manner = draw < 0.4 ? 'uniform' : draw < 0.75 ? 'quarter-wave' : 'periodic';
  const front = randomFace(random, context, manner, space.outermost, space.innermost);
  const back =
    space.back.mode === 'design' ? randomFace(random, context, manner, emptyFace(), emptyFace()) : emptyFace();
  return { front, back };
}

function randomFace(random: Random, context: DrawingContext, manner: Manner, outermost: Face, innermost: Face): Face {
  const { space } = context;
  const face = copyFace(outermost);
  const fixed = outermost.media.length + innermost.media.length;
  const room = Math.min(space.maxLayers - fixed, roomUnderCap(space, outermost, innermost));
  const wanted = drawLayerCount(random, room);
  const [pairA, pairB] = drawPair(random, space.allowed);
  const centreNm = bandWavelengthNm(context.bandNm, random.integer(BAND_SAMPLES));
  for (let i = 0; i < wanted; i++) {
    const above = face.media.length > 0 ? face.media[face.media.length - 1] : -1;
    const medium = manner === 'periodic' ? (i % 2 === 0 ? pairA : pairB) : drawMedium(random, space.allowed, above);
    if (medium === above || medium < 0) continue;
    face.media.push(medium);
    face.thicknessNm.push(drawThickness(random, context, medium, manner, centreNm));
    face.locked.push(false);
  }
  const first = innermost.media.length > 0 ? innermost.media[0] : -1;
  const last = face.media.length - 1;
  if (last >= outermost.media.length && face.media[last] === first) {
    face.media.pop();
    face.thicknessNm.pop();
    face.locked.pop();
  }
  face.media.push(...innermost.media);
  face.thicknessNm.push(...innermost.thicknessNm);
  face.locked.push(...innermost.locked);
  return face;
}

/** How many layers, each at its least thickness, the cap on the total leaves room for on one face; one at least on a bare face. */
export function roomUnderCap(space: DesignSpace, outermost: Face, innermost: Face): number {
  const faces = space.back.mode === 'mirror' || space.back.mode === 'design' ? 2 : 1;
  let leftNm = space.totalMaxNm / faces;
  for (const { thicknessNm } of [outermost, innermost]) for (const fixedNm of thicknessNm) leftNm -= fixedNm;
  const least = outermost.media.length + innermost.media.length > 0 ? 0 : 1;
  const thinnestNm = Math.min(...space.allowed.map((medium) => space.minNm[medium]));
  return thinnestNm > 0 ? Math.max(least, Math.floor(leftNm / thinnestNm)) : Number.POSITIVE_INFINITY;
}

/** Half of the starts use every layer that is allowed; the others anything from a single layer on. */
function drawLayerCount(random: Random, room: number): number {
  if (room <= 1 || random.uniform() < 0.5) return Math.max(0, room);
  return 1 + random.integer(room);
}

export function drawMedium(random: Random, allowed: readonly number[], exceptA: number, exceptB = -1): number {
  const choice = allowed.filter((medium) => medium !== exceptA && medium !== exceptB);
  return choice.length === 0 ? -1 : random.pick(choice);
}

function drawPair(random: Random, allowed: readonly number[]): [number, number] {
  const a = random.pick(allowed);
  const b = drawMedium(random, allowed, a);
  return [a, b];
}

/** A physical thickness within the medium's limits, nm. */
export function drawThickness(
  random: Random,
  context: DrawingContext,
  medium: number,
  manner: Manner,
  centreNm: number,
): number {
  const lower = context.space.minNm[medium];
  const upper = context.space.maxNm[medium];
  if (manner === 'uniform') return random.between(lower, upper);
  const quarter = quarterWaveNm(context, medium, centreNm);
  const spread = manner === 'periodic' ? random.between(0.9, 1.1) : random.between(0.3, 1.9);
  return Math.min(Math.max(quarter * spread, lower), upper);
}

/** λ/(4 n): thickness of a quarter-wave layer at normal incidence, n taken at the nearest sampled wavelength. */
function quarterWaveNm(context: DrawingContext, medium: number, wavelengthNm: number): number {
  const [shortest, longest] = context.bandNm;
  const span = Math.max(longest - shortest, 1e-9);
  const sample = Math.round(((wavelengthNm - shortest) / span) * (BAND_SAMPLES - 1));
  const index = context.bandIndex[medium * BAND_SAMPLES + Math.min(Math.max(sample, 0), BAND_SAMPLES - 1)];
  return wavelengthNm / (4 * Math.max(index, 0.3));
}
