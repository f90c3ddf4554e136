import { pow10, sinCosDeg } from '#core/optics/kernel/elementary.ts';
import { isPlainEntry, type PlainEntry, scaleOf, sourceOf } from '#core/targets/quantity.ts';
import type { Target } from '#core/targets/target.ts';

/** What is wished for at one wavelength, as fractions; what the target leaves open is filled in from the rest. */
export interface WishPoint {
  readonly wavelengthNm: number;
  readonly T: number;
  readonly R: number;
  readonly A: number;
  readonly weight: number;
}

export type BandKind = 'pass' | 'reject' | 'absorb' | 'partial';

/** Neighbouring points with wishes of one kind. */
export interface WishBand {
  readonly kind: BandKind;
  readonly fromNm: number;
  readonly toNm: number;
  readonly meanT: number;
  readonly weight: number;
}

/** A target as a designer reads it: which light should pass, be rejected or absorbed, and under which angle. */
export interface Wish {
  /** ascending wavelength, each once */
  readonly points: readonly WishPoint[];
  readonly bands: readonly WishBand[];
  /** mean of sin² of the angle in the medium the light comes from, the entries weighted as they count */
  readonly sineSquared: number;
  /** 1 for s, −1 for p, 0 unpolarized or mixed: the admittance is n cos θ, n/cos θ or, between them, n */
  readonly polarization: number;
  /** true where all light comes from behind */
  readonly isReverse: boolean;
}

/** Points that are read of one entry at most, spread evenly. */
const POINTS_PER_ENTRY = 400;
/** Bands are told apart by these transmittances and absorptances. */
const PASS = 0.65;
const REJECT = 0.35;
const ABSORB = 0.5;

interface Sums {
  readonly value: { T: number; R: number; A: number };
  readonly weight: { T: number; R: number; A: number };
}

export function readWish(target: Target): Wish {
  const sums = new Map<number, Sums>();
  let [weights, sines, skew, forward] = [0, 0, 0, 0];
  for (const entry of target.spectra) {
    const weight = entry.weight ?? 1;
    if (weight === 0 || !isPlainEntry(entry)) continue;
    addEntry(sums, entry, weight);
    const { sin } = sinCosDeg(entry.angleDeg ?? 0);
    weights += weight;
    sines += weight * sin * sin;
    skew += weight * (entry.polarization === 's' ? 1 : entry.polarization === 'p' ? -1 : 0);
    if (entry.direction !== 'reverse') forward += weight;
  }
  const points = [...sums].sort(([a], [b]) => a - b).map(([wavelengthNm, sum]) => pointOf(wavelengthNm, sum));
  return {
    points,
    bands: bandsOf(points),
    sineSquared: weights > 0 ? sines / weights : 0,
    polarization: weights > 0 ? Math.round(skew / weights) : 0,
    isReverse: weights > 0 && forward === 0,
  };
}

function addEntry(sums: Map<number, Sums>, entry: PlainEntry, weight: number): void {
  const { wavelengthsNm, values, quantity } = entry;
  const source = sourceOf(quantity);
  const count = Math.min(wavelengthsNm.length, POINTS_PER_ENTRY);
  for (let i = 0; i < count; i++) {
    const at = count === wavelengthsNm.length ? i : Math.floor(((i + 0.5) * wavelengthsNm.length) / count);
    const share = weight / count;
    let sum = sums.get(wavelengthsNm[at]);
    if (sum === undefined) {
      sum = { value: { T: 0, R: 0, A: 0 }, weight: { T: 0, R: 0, A: 0 } };
      sums.set(wavelengthsNm[at], sum);
    }
    sum.value[source] += share * wishedFraction(entry, values[at]);
    sum.weight[source] += share;
  }
}

/** A one-sided wish is read as a wish for half of what it leaves open. */
function wishedFraction({ quantity, kind = 'match' }: PlainEntry, value: number): number {
  const scale = scaleOf(quantity);
  const x = scale === 'fraction' ? value : pow10(scale === 'opticalDensity' ? -value : value / 10);
  const fraction = Math.min(1, Math.max(0, x));
  if (kind === 'match') return fraction;
  const isHigh = (kind === 'atLeast') !== (scale === 'opticalDensity');
  return isHigh ? (1 + fraction) / 2 : fraction / 2;
}

function pointOf(wavelengthNm: number, { value, weight }: Sums): WishPoint {
  const T = weight.T > 0 ? value.T / weight.T : undefined;
  const R = weight.R > 0 ? value.R / weight.R : undefined;
  const given = weight.A > 0 ? value.A / weight.A : undefined;
  const A = given ?? (T !== undefined && R !== undefined ? Math.max(0, 1 - T - R) : 0);
  const total = weight.T + weight.R + weight.A;
  if (T !== undefined) return { wavelengthNm, T, R: R ?? Math.max(0, 1 - T - A), A, weight: total };
  if (R !== undefined) return { wavelengthNm, T: Math.max(0, 1 - R - A), R, A, weight: total };
  return { wavelengthNm, T: 1 - A, R: 0, A, weight: total };
}

function kindOf({ T, A }: WishPoint): BandKind {
  if (A >= ABSORB) return 'absorb';
  return T > PASS ? 'pass' : T < REJECT ? 'reject' : 'partial';
}

/** Runs of one kind; a step far wider than is usual parts them, too. */
function bandsOf(points: readonly WishPoint[]): WishBand[] {
  const steps = points.slice(1).map((point, i) => point.wavelengthNm / points[i].wavelengthNm - 1);
  const usual = steps.length > 0 ? [...steps].sort((a, b) => a - b)[steps.length >> 1] : 0;
  const isGap = (step: number): boolean => step > Math.max(5 * usual, 0.03);
  const bands: WishBand[] = [];
  for (let first = 0; first < points.length; ) {
    let last = first;
    const kind = kindOf(points[first]);
    while (last + 1 < points.length && kindOf(points[last + 1]) === kind && !isGap(steps[last])) last++;
    bands.push(bandOf(kind, points.slice(first, last + 1)));
    first = last + 1;
  }
  return bands;
}

function bandOf(kind: BandKind, points: readonly WishPoint[]): WishBand {
  const weight = points.reduce((sum, point) => sum + point.weight, 0);
  const meanT = points.reduce((sum, point) => sum + point.weight * point.T, 0) / weight;
  return { kind, fromNm: points[0].wavelengthNm, toNm: points[points.length - 1].wavelengthNm, meanT, weight };
}

/** Middle of a band in wave number, as a wavelength: where a stop band over it is centred, nm. */
export function centreNm({ fromNm, toNm }: { readonly fromNm: number; readonly toNm: number }): number {
  return (2 * fromNm * toNm) / (fromNm + toNm);
}
