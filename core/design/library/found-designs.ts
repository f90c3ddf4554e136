import { type Coating, emptyFace, type Face, nearlySameDesign } from '#core/design/coating.ts';
import { bestDistinct, type Scored } from '#core/design/scored.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import type { Layer, Stack } from '#core/optics/stack.ts';
import type { DesignSpace, SpaceFace } from '#core/targets/design-space.ts';

/** Designs of one setup that are remembered, newest first: some 30 kB. */
export const MOST_FOUND = 256;

/** The list with new designs at its head; older ones that are nearly the same give way, the oldest fall off. */
export function withFound(known: readonly Coating[], news: readonly Coating[]): Coating[] {
  const merged: Coating[] = [];
  for (const coating of [...news, ...known]) {
    if (merged.length >= MOST_FOUND) break;
    if (!merged.some((other) => nearlySameDesign(other, coating))) merged.push(coating);
  }
  return merged;
}

/** The coating of an answer's stack, to be remembered; undefined where it has a medium that the space does not know. */
export function coatingOf(stack: Stack, space: DesignSpace): Coating | undefined {
  const face = (layers: readonly Layer[]): Face => ({
    media: layers.map(({ medium }) => space.layerMedia.findIndex(({ key }) => key === medium)),
    thicknessNm: layers.map(({ thicknessNm }) => thicknessNm),
    locked: layers.map(() => false),
  });
  const front = face(stack.layers);
  const back = space.back.mode === 'design' ? face(stack.backLayers ?? []) : emptyFace();
  return front.media.includes(-1) || back.media.includes(-1) ? undefined : { front, back };
}

/** Remembered designs scored for a target, the best few that differ from one another. */
export function bestFound({ refiner }: SearchContext, found: readonly Coating[], count: number): Scored[] {
  const scored = found.map((coating): Scored => {
    const merit = refiner.merit(coating);
    return { coating, merit, lineage: { origin: 'library', proposal: coating, proposalMerit: merit } };
  });
  return bestDistinct(scored, count);
}

/**
 * Coatings as bytes: for each the numbers of front and back layers, the media (one byte each), the thicknesses
 * (32-bit floats, nm). What has no place there is left out: more than 255 layers or media.
 */
export function encodeFound(found: readonly Coating[]): Uint8Array {
  const fits = ({ media }: Face): boolean => media.length < 256 && media.every((medium) => medium < 256);
  const stored = found.filter(({ front, back }) => fits(front) && fits(back));
  const layers = stored.reduce((sum, { front, back }) => sum + front.media.length + back.media.length, 0);
  const bytes = new Uint8Array(2 * stored.length + 5 * layers);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { front, back } of stored) {
    bytes.set([front.media.length, back.media.length, ...front.media, ...back.media], at);
    at += 2 + front.media.length + back.media.length;
    for (const thicknessNm of [...front.thicknessNm, ...back.thicknessNm]) {
      view.setFloat32(at, thicknessNm, true);
      at += 4;
    }
  }
  return bytes;
}

/** The coatings again, as far as they may be built in the space; its fixed layers are put in as they are. */
export function decodeFound(bytes: Uint8Array, space: DesignSpace): Coating[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Coating[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [inFront, behind] = [bytes[at], bytes[at + 1]];
    const layers = inFront + behind;
    if (at + 2 + 5 * layers > bytes.length) break;
    const media = Array.from(bytes.subarray(at + 2, at + 2 + layers));
    const nm = media.map((_, i) => view.getFloat32(at + 2 + layers + 4 * i, true));
    at += 2 + 5 * layers;
    const front = faceIn(space, media.slice(0, inFront), nm.slice(0, inFront), space.outermost, space.innermost);
    const back = faceIn(space, media.slice(inFront), nm.slice(inFront), emptyFace(), emptyFace());
    const hasBack = space.back.mode === 'design';
    if (front !== undefined && back !== undefined && (hasBack || behind === 0)) found.push({ front, back });
  }
  return found;
}

/** A face with its fixed ends locked; undefined where it breaks the rules of the space. */
function faceIn(
  space: DesignSpace,
  media: readonly number[],
  nm: readonly number[],
  outermost: SpaceFace,
  innermost: SpaceFace,
): Face | undefined {
  const [from, to] = [outermost.media.length, media.length - innermost.media.length];
  const isFixed = [...outermost.media, ...innermost.media].every(
    (medium, i) => media[i < from ? i : to + i - from] === medium,
  );
  const own = media.slice(from, to);
  if (to < from || media.length > space.maxLayers || !isFixed || !own.every((m) => space.allowed.includes(m))) {
    return undefined;
  }
  const ownNm = own.map((m, i) => Math.min(Math.max(nm[from + i], space.minNm[m]), space.maxNm[m]));
  return {
    media: [...media],
    thicknessNm: [...outermost.thicknessNm, ...ownNm, ...innermost.thicknessNm],
    locked: media.map((_, i) => i < from || i >= to),
  };
}
