import { log10 } from '#core/optics/kernel/elementary.ts';
import { type EntryQuantity, Quantity, type Statistic, type TargetEntry, type TargetKind } from './target.ts';

/** R and T below this count as this in OD and decibels: no instrument sees OD 15, and the logarithm stays finite. */
export const LEAST_FRACTION = 1e-15;

/** What is not made from one beam's R and T alone: the tolerance where a target gives none, the unit, what wraps. */
export type BeyondQuantity = Exclude<EntryQuantity, Quantity>;
const BEYOND: Record<BeyondQuantity, { readonly tolerance: number; readonly periodDeg?: number }> = {
  'Rs-Rp': { tolerance: 0.01 },
  'Ts-Tp': { tolerance: 0.01 },
  phaseR: { tolerance: 1, periodDeg: 360 },
  phaseT: { tolerance: 1, periodDeg: 360 },
  GDR: { tolerance: 1 },
  GDT: { tolerance: 1 },
  GDDR: { tolerance: 10 },
  GDDT: { tolerance: 10 },
  TODR: { tolerance: 100 },
  TODT: { tolerance: 100 },
  psPhaseR: { tolerance: 1, periodDeg: 360 },
  psPhaseT: { tolerance: 1, periodDeg: 360 },
  psi: { tolerance: 0.1 },
  delta: { tolerance: 1, periodDeg: 360 },
  peakE2: { tolerance: 0.1 },
};

/** After how many degrees an angle is the same again; undefined for what is no angle. */
export const periodOf = (quantity: EntryQuantity): number | undefined =>
  isPlain(quantity) ? undefined : BEYOND[quantity].periodDeg;

/** The fraction of power on which a quantity rests. */
export type Source = 'R' | 'T' | 'A';
/** How a quantity is made from its fraction x: x itself, −log10 x, or 10 log10 x. */
export type Scale = 'fraction' | 'opticalDensity' | 'decibel';

const SOURCE: Record<Quantity, Source> = { R: 'R', T: 'T', A: 'A', OD: 'T', RdB: 'R', TdB: 'T' };
const PLAIN: ReadonlySet<string> = new Set(Quantity.options);

/** True for what is made from one beam's R and T alone. */
export const isPlain = (quantity: EntryQuantity): quantity is Quantity => PLAIN.has(quantity);

/** A wish for R or T of a beam in the target's own surroundings, or for what is made of them. */
export type PlainEntry = TargetEntry & { readonly quantity: Quantity };
export const isPlainEntry = (entry: TargetEntry): entry is PlainEntry =>
  isPlain(entry.quantity) && entry.environment === undefined;

export const sourceOf = (quantity: Quantity): Source => SOURCE[quantity];

export function scaleOf(quantity: Quantity): Scale {
  if (quantity === 'OD') return 'opticalDensity';
  return quantity === 'RdB' || quantity === 'TdB' ? 'decibel' : 'fraction';
}

/** True for R, T and A themselves, of which `mae` speaks. */
export const isFraction = (quantity: EntryQuantity): quantity is Source => quantity in FRACTIONS;
const FRACTIONS: Record<Source, true> = { R: true, T: true, A: true };

/**
 * The tolerance where a target gives none: 0.01 in R, T, A and their differences; 0.1 in OD; 1 dB; 1° of phase and Δ,
 * 0.1° of Ψ; 1 fs, 10 fs², 100 fs³; 0.1 of a peak |E|².
 */
export function defaultTolerance(quantity: EntryQuantity): number {
  if (!isPlain(quantity)) return BEYOND[quantity].tolerance;
  const scale = scaleOf(quantity);
  return scale === 'fraction' ? 0.01 : scale === 'opticalDensity' ? 0.1 : 1;
}

/** Converts fractions to the quantity's scale in place; `slopes`, if given, receives d value/d fraction (0 below the floor). */
export function applyScale(scale: Scale, count: number, values: Float64Array, slopes?: Float64Array): void {
  if (scale === 'fraction') return;
  const factor = scale === 'opticalDensity' ? -1 : 10;
  for (let i = 0; i < count; i++) {
    const x = values[i];
    const isAboveFloor = x > LEAST_FRACTION;
    values[i] = factor * log10(isAboveFloor ? x : LEAST_FRACTION);
    if (slopes !== undefined) slopes[i] = isAboveFloor ? factor / (Math.LN10 * x) : 0;
  }
}

/** value − wish as it counts: a one-sided kind counts only the shortfall. */
export function countedError(kind: TargetKind, error: number): number {
  if (kind === 'match') return error;
  return kind === 'atLeast' ? Math.min(error, 0) : Math.max(error, 0);
}

/** Position of the least or greatest of the first `count` values, the first of equals. */
export function extremeIndex(statistic: 'min' | 'max', count: number, values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < count; i++) {
    if (statistic === 'min' ? values[i] < values[at] : values[i] > values[at]) at = i;
  }
  return at;
}

export function mean(count: number, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum / count;
}

/** One number of a curve. */
export function statisticOf(statistic: Exclude<Statistic, 'each'>, count: number, values: ArrayLike<number>): number {
  return statistic === 'mean' ? mean(count, values) : values[extremeIndex(statistic, count, values)];
}

/** The entry's wishes as residuals compare them: each value, or the same statistic of the values as of the curve. */
export function wishesOf(entry: TargetEntry): Float64Array {
  const { statistic = 'each', values } = entry;
  if (statistic === 'each') return Float64Array.from(values);
  return Float64Array.of(statisticOf(statistic, values.length, values));
}

/** One tolerance for each wish; a statistic's is the mean of those of the points. */
export function tolerancesOf(entry: TargetEntry): Float64Array {
  const { statistic = 'each', tolerance = defaultTolerance(entry.quantity), values } = entry;
  const count = statistic === 'each' ? values.length : 1;
  if (typeof tolerance === 'number') return new Float64Array(count).fill(tolerance);
  return statistic === 'each' ? Float64Array.from(tolerance) : Float64Array.of(mean(tolerance.length, tolerance));
}
