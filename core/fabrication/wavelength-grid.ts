import { StackwrightError } from '#core/errors.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { LIMITS, type Medium, type Stack } from '#core/optics/stack.ts';

/** A grid as a person asks for it, all optional, nm. */
export interface GridWish {
  readonly fromNm?: number;
  readonly toNm?: number;
  readonly stepNm?: number;
}

/** Without a wish: the visible and a little more, or round the design's own reference wavelength. */
const VISIBLE_NM = [380, 780] as const;
/** A step that nobody asked for is widened until the grid has no more points than this. */
const COMFORTABLE_POINTS = 2001;

/**
 * The wavelengths from, from + step, … up to `to`. What is not asked for is chosen where all materials have data: the
 * ends round the reference wavelength if there is one (± 40 %), else 380–780 nm, else all there is; the step 1 nm.
 * What is asked for is never narrowed: materials without data there are the solver's errors.
 * @throws StackwrightError INVALID for ends or a step that make no grid, LIMIT for too many points
 */
export function wavelengthGrid(stack: Stack, catalogue: MaterialCatalogue, wish: GridWish = {}): number[] {
  const [low, high] = usualRange(stack, catalogue);
  const fromNm = wish.fromNm ?? (wish.toNm === undefined ? low : Math.min(low, wish.toNm));
  const toNm = wish.toNm ?? Math.max(high, fromNm);
  const stepNm = wish.stepNm ?? comfortableStep(toNm - fromNm);
  if (!(toNm >= fromNm)) {
    throw new StackwrightError(
      'INVALID',
      `The wavelengths run from ${fromNm} to ${toNm} nm; give the smaller end first.`,
    );
  }
  if (!(stepNm > 0)) throw new StackwrightError('INVALID', `The step is ${stepNm} nm; it must be more than 0.`);
  // A step that divides the range up to rounding reaches its end.
  const count = Math.floor((toNm - fromNm) / stepNm + 1e-9) + 1;
  if (count > LIMITS.wavelengths) {
    const message = `From ${fromNm} to ${toNm} nm by ${stepNm} nm are ${count} wavelengths; at most ${LIMITS.wavelengths} are allowed.`;
    throw new StackwrightError('LIMIT', message);
  }
  return Array.from({ length: count }, (_, i) => Math.min(toNm, Number((fromNm + i * stepNm).toPrecision(12))));
}

/** 1, 2, 5, 10, 20, … nm */
function comfortableStep(widthNm: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const digit of [1, 2, 5]) if (widthNm / (digit * decade) < COMFORTABLE_POINTS) return digit * decade;
  }
}

/** Whole nanometres inside the common range of the materials, where there are any. */
function usualRange(stack: Stack, catalogue: MaterialCatalogue): [number, number] {
  const [least, most] = commonRange(stack, catalogue);
  const { referenceWavelengthNm: reference } = stack;
  const [wantedLow, wantedHigh] = reference === undefined ? VISIBLE_NM : [0.6 * reference, 1.4 * reference];
  const low = Math.max(wantedLow, least);
  const high = Math.min(wantedHigh, most);
  const range: [number, number] = low < high ? [low, high] : [least, Math.min(most, LIMITS.wavelengthNm[1])];
  const whole: [number, number] = [Math.ceil(range[0]), Math.floor(range[1])];
  return whole[0] < whole[1] ? whole : range;
}

/** Where every material of the stack has data, nm. Where there is no such range, that of the first one that ends it. */
function commonRange(stack: Stack, catalogue: MaterialCatalogue): [number, number] {
  let [low, high]: [number, number] = [LIMITS.wavelengthNm[0], LIMITS.wavelengthNm[1]];
  const media: [Medium, string][] = [
    [stack.ambient ?? 'air', 'stack.ambient'],
    [stack.substrate.medium, 'stack.substrate.medium'],
    ...(stack.substrate.thicknessNm === undefined ? [] : ([[stack.exit ?? 'air', 'stack.exit']] as [Medium, string][])),
    ...stack.layers.map(({ medium }, i): [Medium, string] => [medium, `stack.layers[${i}].medium`]),
    ...(stack.backLayers ?? []).map(({ medium }, i): [Medium, string] => [medium, `stack.backLayers[${i}].medium`]),
  ];
  for (const [medium, path] of media) {
    const { rangeNm, id } = resolveMedium(medium, { own: stack.materials, catalogue, path });
    low = Math.max(low, rangeNm[0]);
    high = Math.min(high, rangeNm[1]);
    if (low <= high) continue;
    const message = `${id} has data from ${rangeNm[0]} to ${rangeNm[1]} nm, where another material of the stack has none; choose other data.`;
    throw new StackwrightError('OUT_OF_RANGE', message, { path });
  }
  return [low, high];
}
