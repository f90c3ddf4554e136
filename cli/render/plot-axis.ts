/** A linear axis: values from `low` to `high`, labelled at the ticks. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
}

/** Curves that stay below this many percent get an axis of their own: an antireflection coating is no flat line. */
const LOW_PERCENT = 30;
/** So do those that stay above: a mirror's 99.5 and 99.9 differ. */
const HIGH_PERCENT = 90;

/** From 0 to 100, or round numbers about what is there where that is all at one end. */
export function percentAxis(lowest: number, highest: number, ticks: number): Axis {
  if (highest < LOW_PERCENT) return roundAxis(0, Math.max(highest, 1e-3), ticks);
  if (lowest > HIGH_PERCENT && highest <= 100) return roundAxis(lowest, 100, ticks);
  const whole = roundAxis(0, 100, ticks);
  return { ...whole, ticks: [0, 25, 50, 75, 100] };
}

/** An axis from a round number to a round number that holds the values. */
export function roundAxis(lowest: number, highest: number, mostTicks: number): Axis {
  const width = highest > lowest ? highest - lowest : Math.max(Math.abs(highest), 1) / 10;
  const step = roundStep(width / Math.max(1, mostTicks - 1));
  const first = Math.floor(lowest / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((lowest + width) / step - 1e-9));
  const digits = fractionDigits(step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)));
  return { low: first * step, high: last * step, ticks, label: (value) => value.toFixed(digits) };
}

/** An axis from end to end, with round ticks inside. */
export function wavelengthAxis(
  lowNm: number,
  highNm: number,
  mostTicks: number,
): Axis & { readonly unit: 'nm' | 'µm' } {
  const isLong = highNm >= 3000;
  const scale = isLong ? 1000 : 1;
  const step = roundStep((highNm - lowNm) / scale / Math.max(1, mostTicks));
  const digits = fractionDigits(step);
  const first = Math.ceil(lowNm / scale / step - 1e-9);
  const last = Math.floor(highNm / scale / step + 1e-9);
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step * scale);
  return {
    low: lowNm,
    high: highNm,
    ticks,
    label: (value) => (value / scale).toFixed(digits),
    unit: isLong ? 'µm' : 'nm',
  };
}

/** The least of 1, 2, 5 · 10ⁿ that is not less than `least`. */
function roundStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const digit = [1, 2, 5, 10].find((candidate) => candidate * decade >= least * (1 - 1e-9)) ?? 10;
  return Number((digit * decade).toPrecision(3));
}

const fractionDigits = (step: number): number => Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
