import type { TargetRow, Wish } from '#core/targets/target-rows.ts';
import { roundStepUp, toResolution } from '#renderer/charts/drawing/snapping.ts';

export type RangeNm = readonly [number, number];

/** Without a wish and a design's own wavelength: the visible and a little more. */
const VISIBLE_NM: RangeNm = [380, 780];

/** Least and greatest wavelength of a row's drawing; null where nothing is drawn. */
export function rowExtentNm({ shape }: TargetRow): RangeNm | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const see = (wavelength: number): void => {
    low = Math.min(low, wavelength);
    high = Math.max(high, wavelength);
  };
  if (shape.kind === 'points') shape.wavelengthsNm.forEach(see);
  else for (const piece of shape.pieces) for (const knot of piece) see(knot[0]);
  return low <= high ? [low, high] : null;
}

/** Least and greatest wavelength that the wish names; null where it names none. */
export function wishExtentNm({ rows, specification }: Pick<Wish, 'rows' | 'specification'>): RangeNm | null {
  const extents = [...rows.map(rowExtentNm), ...specification.map(({ rangeNm }): RangeNm => rangeNm)].filter(
    (extent) => extent !== null,
  );
  if (extents.length === 0) return null;
  return [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))];
}

/**
 * The wavelengths to show where the person has not chosen: the visible, or those of a wish that reaches beyond it and a
 * little on either side, else round the design's reference wavelength.
 */
export function usualRangeNm(
  wish: Pick<Wish, 'rows' | 'specification'>,
  referenceWavelengthNm: number | undefined,
): RangeNm {
  const extent = wishExtentNm(wish);
  // A wish within the visible leaves the chart as it was, so that drawing does not move the ground under the pen.
  if (extent !== null) return extent[0] >= VISIBLE_NM[0] && extent[1] <= VISIBLE_NM[1] ? VISIBLE_NM : padded(extent);
  if (referenceWavelengthNm === undefined) return VISIBLE_NM;
  return padded([0.65 * referenceWavelengthNm, 1.35 * referenceWavelengthNm]);
}

/** A twelfth more on either side, at least 2 % of the wavelength, ended at round numbers. */
function padded([low, high]: RangeNm): RangeNm {
  const margin = Math.max((high - low) / 12, 0.02 * low);
  const step = roundStepUp((high - low + 2 * margin) / 50);
  return [
    Math.max(1, Math.floor((low - margin) / step) * step),
    Math.min(1e7, Math.ceil((high + margin) / step) * step),
  ];
}

/** A range that may be shown: 1 nm … 1 cm, ascending, wide enough to have a step, in digits that can be seen. */
export function possibleRange([a, b]: RangeNm): RangeNm {
  const low = Math.min(Math.max(Math.min(a, b), 1), 1e7 - LEAST_WIDTH_NM);
  const high = Math.max(Math.min(Math.max(a, b), 1e7), low + LEAST_WIDTH_NM);
  const perPixel = (high - low) / PIXELS;
  return [toResolution(low, perPixel), toResolution(high, perPixel)];
}

const LEAST_WIDTH_NM = 0.1;
const PIXELS = 2000;
