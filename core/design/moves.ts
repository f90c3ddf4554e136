import { BAND_SAMPLES, bandWavelengthNm } from './band-samples.ts';
import { type Coating, copyCoating, type Face, mergedFace, withoutLockedTwins } from './coating.ts';
import { insertAt, openGaps, splitLayer } from './face-edits.ts';
import type { Random } from './random.ts';
import { drawMedium, drawThickness } from './random-coating.ts';
import type { SearchContext } from './search-context.ts';

type Move = (random: Random, face: Face, context: SearchContext) => void;

/** A neighbour of the coating in the space of structures and thicknesses; locked layers stay as they are. */
export function perturb(random: Random, coating: Coating, context: SearchContext): Coating {
  const changed = copyCoating(coating);
  const onBack = context.space.back.mode === 'design' && random.uniform() < 0.5;
  const face = onBack ? changed.back : changed.front;
  drawMove(random, context)(random, face, context);
  const settled = mergedFace(withoutLockedTwins(mergedFace(face)));
  return onBack ? { front: changed.front, back: settled } : { front: settled, back: changed.back };
}

function drawMove(random: Random, context: SearchContext): Move {
  const severalMedia = context.space.allowed.length > 2;
  const draw = random.uniform();
  if (draw < 0.3) return jitterAll;
  if (draw < 0.5) return redrawSome;
  if (draw < 0.62) return severalMedia ? changeMedium : redrawSome;
  if (draw < 0.74) return insertLayer;
  if (draw < 0.86) return removeLayer;
  if (draw < 0.94) return moveLayer;
  return redrawBlock;
}

function unlockedLayers(face: Face): number[] {
  return face.locked.flatMap((locked, layer) => (locked ? [] : [layer]));
}

/** Every unlocked thickness by a random few per cent up to a third. */
function jitterAll(random: Random, face: Face): void {
  const spread = random.pick([0.03, 0.07, 0.15, 0.33]);
  for (const layer of unlockedLayers(face)) face.thicknessNm[layer] *= Math.max(0.05, 1 + spread * random.bell());
}

function redrawSome(random: Random, face: Face, context: SearchContext): void {
  const layers = unlockedLayers(face);
  if (layers.length === 0) return;
  const count = 1 + random.integer(3);
  for (let i = 0; i < count; i++) {
    const layer = random.pick(layers);
    face.thicknessNm[layer] = newThickness(random, face.media[layer], context);
  }
}

/** Another medium of the same optical thickness. */
function changeMedium(random: Random, face: Face, context: SearchContext): void {
  const layers = unlockedLayers(face);
  if (layers.length === 0) return;
  const layer = random.pick(layers);
  const medium = drawMedium(random, context.space.allowed, face.media[layer]);
  if (medium < 0) return;
  const middle = (BAND_SAMPLES - 1) / 2;
  const before = context.bandIndex[face.media[layer] * BAND_SAMPLES + middle];
  const after = context.bandIndex[medium * BAND_SAMPLES + middle];
  face.media[layer] = medium;
  const scaled = face.thicknessNm[layer] * Math.min(4, Math.max(0.25, before / Math.max(after, 0.05)));
  face.thicknessNm[layer] = withinLimits(scaled, medium, context);
}

/** A new layer between two layers, or inside one (which then counts as two more). */
function insertLayer(random: Random, face: Face, context: SearchContext): void {
  const room = context.space.maxLayers - face.media.length;
  if (room < 1) {
    redrawSome(random, face, context);
    return;
  }
  const inside = room >= 2 && random.uniform() < 0.5;
  if (inside) {
    const layers = unlockedLayers(face);
    if (layers.length === 0) return;
    const layer = random.pick(layers);
    const medium = drawMedium(random, context.space.allowed, face.media[layer]);
    if (medium >= 0)
      splitLayer(face, layer, random.between(0.15, 0.85), medium, thinThickness(random, medium, context));
    return;
  }
  const gaps = openGaps(face);
  if (gaps.length === 0) return;
  const gap = random.pick(gaps);
  const above = gap > 0 ? face.media[gap - 1] : -1;
  const below = gap < face.media.length ? face.media[gap] : -1;
  const medium = drawMedium(random, context.space.allowed, above, below);
  if (medium < 0) return;
  insertAt(face, gap, medium, thinThickness(random, medium, context));
}

function removeLayer(random: Random, face: Face, context: SearchContext): void {
  const layers = unlockedLayers(face);
  if (layers.length < 2) {
    redrawSome(random, face, context);
    return;
  }
  const layer = random.pick(layers);
  face.media.splice(layer, 1);
  face.thicknessNm.splice(layer, 1);
  face.locked.splice(layer, 1);
}

/** Takes one layer out and puts it elsewhere: two changes of structure in one move. */
function moveLayer(random: Random, face: Face, context: SearchContext): void {
  const layers = unlockedLayers(face);
  if (layers.length < 3) {
    redrawSome(random, face, context);
    return;
  }
  const layer = random.pick(layers);
  const medium = face.media[layer];
  const thicknessNm = face.thicknessNm[layer];
  face.media.splice(layer, 1);
  face.thicknessNm.splice(layer, 1);
  face.locked.splice(layer, 1);
  const gaps = openGaps(face);
  insertAt(face, gaps.length === 0 ? layer : random.pick(gaps), medium, thicknessNm);
}

/** New media and thicknesses for a run of two to five layers. */
function redrawBlock(random: Random, face: Face, context: SearchContext): void {
  const layers = unlockedLayers(face);
  if (layers.length === 0) return;
  const first = random.pick(layers);
  const length = 2 + random.integer(4);
  for (let layer = first; layer < Math.min(first + length, face.media.length); layer++) {
    if (face.locked[layer]) continue;
    const medium = drawMedium(random, context.space.allowed, layer > 0 ? face.media[layer - 1] : -1);
    if (medium < 0) continue;
    face.media[layer] = medium;
    face.thicknessNm[layer] = newThickness(random, medium, context);
  }
}

function newThickness(random: Random, medium: number, context: SearchContext): number {
  const manner = random.uniform() < 0.5 ? 'uniform' : 'quarter-wave';
  const centreNm = bandWavelengthNm(context.bandNm, random.integer(BAND_SAMPLES));
  return drawThickness(random, context, medium, manner, centreNm);
}

function thinThickness(random: Random, medium: number, context: SearchContext): number {
  const lower = context.space.minNm[medium];
  return random.uniform() < 0.5 ? lower : newThickness(random, medium, context);
}

function withinLimits(thicknessNm: number, medium: number, context: SearchContext): number {
  return Math.min(Math.max(thicknessNm, context.space.minNm[medium]), context.space.maxNm[medium]);
}
