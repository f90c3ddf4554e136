/** The least of 1, 2, 5, 10, … (any decade) that is at least the value. */
export function roundStepUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const digit = value / decade;
  const rounded = digit <= 1 + 1e-12 ? 1 : digit <= 2 + 1e-12 ? 2 : digit <= 5 + 1e-12 ? 5 : 10;
  return Number((rounded * decade).toPrecision(3));
}

/** The nearest multiple of a round step, without the digits that floating point adds. */
export function snapped(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** A value as the pointer's resolution deserves it: no more digits than a tenth of a pixel tells apart. */
export function toResolution(value: number, perPixel: number): number {
  const step = 10 ** Math.floor(Math.log10(perPixel / 2));
  return snapped(value, step);
}
