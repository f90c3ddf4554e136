import { StackwrightError } from '#core/errors.ts';
import { completeRoot, divide, multiply } from '#core/optics/amplitudes/complex-series.ts';
import { SPEED_OF_LIGHT_NM_PER_FS } from '#core/optics/constants.ts';
import { sinCosDeg } from '#core/optics/kernel/elementary.ts';
import type { Direction, MediumSeries, MediumTable, SeriesOrder } from '#core/optics/types.ts';

/** Conditions under which a coherent stack is solved for its complex amplitudes. */
export interface WaveSetup {
  /** vacuum wavelengths, nm */
  readonly wavelengthsNm: Float64Array;
  /** 0 ≤ angle < 90, in the medium the light comes from (the exit medium for reverse light) */
  readonly angleDeg: number;
  readonly polarization: 's' | 'p';
  readonly direction: Direction;
  /** derivatives in ω wanted: 0 amplitudes and phases, 1 GD, 2 GDD, 3 TOD. Every medium needs a series of this order. */
  readonly order: SeriesOrder;
  readonly ambient: MediumTable | MediumSeries;
  readonly layerMedia: readonly (MediumTable | MediumSeries)[];
  readonly substrate: MediumTable | MediumSeries;
  /** absent: the substrate is a half-space */
  readonly slab?: {
    readonly thicknessNm: number;
    /** must be true: an incoherent slab has no phase */
    readonly coherent: boolean;
    readonly exit: MediumTable | MediumSeries;
  };
}

/**
 * What a wave of the given angle and polarization meets, as series in ω. Per (wavelength, medium) one record, wavelengths
 * outermost: the series X = κ² (δ² = X d²), κ/η and κη, then these single values:
 */
export interface WaveTables {
  readonly order: SeriesOrder;
  /** doubles in a series */
  readonly seriesLength: number;
  readonly recordLength: number;
  readonly mediumCount: number;
  readonly records: Float64Array;
  /** per wavelength the series β, γ and q of the medium the light comes from, then of the one it leaves into */
  readonly ends: Float64Array;
  readonly incident: number;
  readonly exit: number;
}

/** Offsets behind the three series of a record: q = kz/k0, N and flags. */
export const AXIAL = 0;
export const INDEX = 2;
/** α², the square of the tangential index n₀ sin θ */
export const ALPHA_SQUARE = 4;
/** 1 where κ², κ/η and κη are real: no loss, evanescent or not */
export const IS_REAL = 5;
/** 1 where κ² is so small that its change with ω is not: near the critical angle */
export const IS_GRAZING = 6;
const SINGLES = 7;

const SMALLEST_INDEX = 1e-8;
const SMALLEST_AXIAL = 1e-20;

/** Layer media first, then ambient, substrate and, behind a slab, exit. @throws StackwrightError */
export function buildWaveTables(setup: WaveSetup): WaveTables {
  const { wavelengthsNm, direction, order, layerMedia, slab } = setup;
  const media = [...layerMedia, setup.ambient, setup.substrate, ...(slab === undefined ? [] : [slab.exit])];
  const last = media.length - 1;
  const incident = direction === 'reverse' ? last : layerMedia.length;
  const exit = direction === 'reverse' ? layerMedia.length : last;
  check(setup, media, media[incident]);
  const seriesLength = 2 * (order + 1);
  const recordLength = 3 * seriesLength + SINGLES;
  const count = wavelengthsNm.length;
  const records = new Float64Array(count * media.length * recordLength);
  const ends = new Float64Array(count * 6 * seriesLength);
  const writer = new RecordWriter(setup, media[incident]);
  for (let w = 0; w < count; w++) {
    writer.aim(w);
    for (let m = 0; m < media.length; m++) {
      writer.read(media[m]);
      writer.writeRecord(records, (w * media.length + m) * recordLength);
      if (m === incident) writer.writeEnd(ends, w * 6 * seriesLength);
      if (m === exit) writer.writeEnd(ends, (w * 6 + 3) * seriesLength);
    }
  }
  return { order, seriesLength, recordLength, mediumCount: media.length, records, ends, incident, exit };
}

function check(setup: WaveSetup, media: readonly (MediumTable | MediumSeries)[], from: MediumTable): void {
  const { wavelengthsNm, angleDeg, order, slab, direction } = setup;
  const length = (order + 1) * wavelengthsNm.length;
  if (!(angleDeg >= 0 && angleDeg < 90)) {
    throw new StackwrightError('INVALID', `The angle must be at least 0 and below 90 degrees, not ${angleDeg}.`);
  }
  if (media.some((medium) => medium.n.length < length || medium.k.length < length || orderOf(medium) < order)) {
    throw new StackwrightError('INVALID', `Every medium needs n and k as series of order ${order} at each wavelength.`);
  }
  if (slab !== undefined && !slab.coherent) {
    throw new StackwrightError('UNDEFINED_QUANTITY', 'An incoherent slab has no phase; make it coherent.');
  }
  const at = from.k.subarray(0, wavelengthsNm.length).findIndex((k) => k > 0);
  if (at < 0) return;
  const place = direction === 'forward' ? 'ambient' : slab === undefined ? 'substrate' : 'exit';
  throw new StackwrightError(
    'ABSORBING_AMBIENT',
    `Light cannot come from the ${place}: it absorbs at ${wavelengthsNm[at]} nm, and r is undefined in an absorbing medium.`,
    { path: `stack.${place}` },
  );
}

const orderOf = (medium: MediumTable | MediumSeries): number => ('order' in medium ? medium.order : 0);

/** One medium at one wavelength, turned from n and k into what the recursion needs. */
class RecordWriter {
  private readonly setup: WaveSetup;
  private readonly from: MediumTable;
  private readonly sin: number;
  private readonly cos: number;
  private readonly scratch: Float64Array;
  private readonly length: number;
  private w = 0;
  private isLossless = true;

  constructor(setup: WaveSetup, from: MediumTable) {
    this.setup = setup;
    this.from = from;
    ({ sin: this.sin, cos: this.cos } = sinCosDeg(setup.angleDeg));
    this.length = 2 * (setup.order + 1);
    this.scratch = new Float64Array(8 * this.length);
  }

  /** Sets k0, k0² and α² of wavelength w: series 0, 1 and 2 of the scratch memory. */
  aim(w: number): void {
    const { scratch, length, from, sin, setup } = this;
    const { wavelengthsNm, order } = setup;
    this.w = w;
    scratch.fill(0, 0, 3 * length);
    scratch[0] = (2 * Math.PI) / wavelengthsNm[w];
    if (order > 0) scratch[2] = 1 / SPEED_OF_LIGHT_NM_PER_FS;
    multiply(scratch, 0, scratch, 0, scratch, length, order);
    for (let k = 0; k <= order; k++) scratch[2 * length + 2 * k] = sin * from.n[k * wavelengthsNm.length + w];
    multiply(scratch, 2 * length, scratch, 2 * length, scratch, 2 * length, order);
  }

  /** Sets N, N², q² and q: series 3 to 6. */
  read({ n, k }: MediumTable): void {
    const { scratch, length, setup, w, sin, cos } = this;
    const { order } = setup;
    const count = setup.wavelengthsNm.length;
    const [N, square, axialSquare, axial] = [3 * length, 4 * length, 5 * length, 6 * length];
    this.isLossless = true;
    for (let j = 0; j <= order; j++) {
      scratch[N + 2 * j] = n[j * count + w];
      scratch[N + 2 * j + 1] = k[j * count + w];
      if (k[j * count + w] !== 0) this.isLossless = false;
    }
    if (Math.abs(n[w]) + Math.abs(k[w]) < SMALLEST_INDEX) {
      scratch.fill(0, N, N + length);
      scratch[N] = SMALLEST_INDEX;
    }
    multiply(scratch, N, scratch, N, scratch, square, order);
    for (let j = 0; j < length; j++) scratch[axialSquare + j] = scratch[square + j] - scratch[2 * length + j];
    const n0 = this.from.n[w];
    const [re, im] = [scratch[N], scratch[N + 1]];
    if (sin === 0) {
      scratch.copyWithin(axial, N, N + length);
      return;
    }
    // exact in the incident medium and near it
    if (re + im >= n0 / 2) scratch[axialSquare] = (re - n0) * (re + n0) - im * im + n0 * cos * (n0 * cos);
    writeDecayingRoot(scratch, axialSquare, axial);
    completeRoot(scratch, axialSquare, scratch, axial, order);
  }

  writeRecord(records: Float64Array, at: number): void {
    const { scratch, length, setup, isLossless } = this;
    const { order, polarization, wavelengthsNm } = setup;
    multiply(scratch, length, scratch, 5 * length, records, at, order);
    if (polarization === 's') {
      records.set(scratch.subarray(0, length), at + length);
      multiply(scratch, 0, scratch, 5 * length, records, at + 2 * length, order);
    } else {
      divide(scratch, 5 * length, scratch, 4 * length, scratch, 7 * length, order);
      multiply(scratch, 0, scratch, 7 * length, records, at + length, order);
      multiply(scratch, 0, scratch, 4 * length, records, at + 2 * length, order);
    }
    const singles = at + 3 * length;
    records[singles + AXIAL] = scratch[6 * length];
    records[singles + AXIAL + 1] = scratch[6 * length + 1];
    records[singles + INDEX] = scratch[3 * length];
    records[singles + INDEX + 1] = scratch[3 * length + 1];
    records[singles + ALPHA_SQUARE] = scratch[2 * length];
    records[singles + IS_REAL] = isLossless ? 1 : 0;
    const omega = (2 * Math.PI * SPEED_OF_LIGHT_NM_PER_FS) / wavelengthsNm[this.w];
    const sizeOf = (k: number): number => Math.abs(records[at + 2 * k]) + Math.abs(records[at + 2 * k + 1]);
    for (let k = 1, power = omega; k <= order; k++, power *= omega) {
      if (sizeOf(k) * power > 30 * sizeOf(0)) records[singles + IS_GRAZING] = 1;
    }
  }

  /** (β, γ): tangential E and H of a wave with |E| = 1, s: (1, q), p: (q/N, N); then q. */
  writeEnd(ends: Float64Array, at: number): void {
    const { scratch, length, setup } = this;
    if (setup.polarization === 's') {
      ends[at] = 1;
      ends.set(scratch.subarray(6 * length, 7 * length), at + length);
    } else {
      divide(scratch, 6 * length, scratch, 3 * length, ends, at, setup.order);
      ends.set(scratch.subarray(3 * length, 4 * length), at + length);
    }
    ends.set(scratch.subarray(6 * length, 7 * length), at + 2 * length);
  }
}

/** The root in the first quadrant: damped where the medium damps, forward otherwise. */
function writeDecayingRoot(a: Float64Array, from: number, to: number): void {
  const re = a[from];
  const im = a[from + 1];
  const modulus = Math.sqrt(re * re + im * im);
  const larger = Math.sqrt((modulus + Math.abs(re)) / 2);
  if (larger < SMALLEST_AXIAL) {
    a[to] = SMALLEST_AXIAL;
    a[to + 1] = 0;
    return;
  }
  const smaller = Math.abs(im) / (2 * larger);
  a[to] = re >= 0 ? larger : smaller;
  a[to + 1] = re >= 0 ? smaller : larger;
}
