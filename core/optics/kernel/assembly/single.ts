import { END, FAR_END, LINKED_END, OUTSIDE, put, sumIntensities } from './faces';
import { interfere, SEEN_R, SEEN_TRANSMISSION } from './interference';
import {
  ATTENUATION,
  COATING,
  COATING_COUNT,
  COATING_IS_LOST,
  COATING_LAYERS,
  ETA_IM,
  ETA_RE,
  HALF_TURNS,
  INVERSE_IM,
  INVERSE_RE,
  POLARIZATION,
  SINGLE_ADMITTANCE,
  SINGLE_ETA_IM,
  SINGLE_ETA_RE,
  SINGLE_INVERSE_IM,
  SINGLE_INVERSE_RE,
} from './layout';
import { intensityAfter } from './phases';
import { narrowed, singleSweep, singleSweepOfBoth, singleSweepOfPair } from './single-sweep';
import { both, FIELD, get, mul, VECTOR } from './vector';

/** See `sumIntensities`. */
const NOISE: f64 = 1e-4;

@inline function narrow(from: usize, to: usize): void {
  v128.store(to, narrowed(get(from, 0), get(from, VECTOR)));
}

/** Writes `count` records in single precision, but for phase and decay; `recordBytes` and `outBytes` each. */
export function narrowRecords(
  records: usize, recordBytes: usize, count: i32, polarizations: i32, out: usize, outBytes: usize,
): void {
  for (let i = 0; i < count; i++) {
    v128.store(out, get(records, HALF_TURNS));
    v128.store(out + VECTOR, get(records, HALF_TURNS + VECTOR));
    v128.store(out, get(records, ATTENUATION), ATTENUATION);
    v128.store(out + VECTOR, get(records, ATTENUATION + VECTOR), ATTENUATION);
    for (let polarization: usize = 0; polarization < <usize>polarizations; polarization++) {
      const from = records + polarization * POLARIZATION;
      const to = out + polarization * SINGLE_ADMITTANCE;
      narrow(from + ETA_RE, to + SINGLE_ETA_RE);
      narrow(from + ETA_IM, to + SINGLE_ETA_IM);
      narrow(from + INVERSE_RE, to + SINGLE_INVERSE_RE);
      narrow(from + INVERSE_IM, to + SINGLE_INVERSE_IM);
    }
    records += recordBytes;
    out += outBytes;
  }
}

/** R and T of one polarization on a half-space from the state at `end`. */
function writePower(
  end: usize, own: usize, entrance: usize, exit: usize, weight: v128, R: usize, T: usize, isFirst: bool,
): void {
  for (let v: usize = 0; v < FIELD; v += VECTOR) {
    const etaIn = get(own + entrance + v, ETA_RE);
    interfere(end + v, etaIn, both(0), OUTSIDE);
    const power = mul(mul(get(OUTSIDE, SEEN_TRANSMISSION), etaIn), get(own + exit + v, ETA_RE));
    put(R + v, mul(weight, get(OUTSIDE, SEEN_R)), isFirst);
    put(T + v, mul(weight, power), isFirst);
  }
}

/**
 * R and T of coatings as `coherentSpectra` and `slabSpectra`, in single precision but for the phases and for what is
 * done with a coating's last state.
 *
 * @param coatings pairs where there is a slab; layers say where a medium's record starts within a block of `singles`
 * @param slab from the start of a block to the record of an incoherent slab's medium, or −1
 * @returns how many coatings, marked COATING_IS_LOST, single precision is too coarse for: a NaN, gain, or a slab that
 *   seems to absorb too strongly
 */
export function singleSpectra(
  coatings: usize, stackCount: i32, records: usize, singles: usize, blocks: i32, blockBytes: usize, singleBytes: usize,
  polarizations: i32, entrance: usize, exit: usize, slab: i32, slabThicknessNm: f64, R: usize, T: usize,
): i32 {
  const weight = both(1 / <f64>polarizations);
  const rowBytes = <usize>blocks * FIELD;
  const zero = both(0);
  const most = both(1 + 3e-5);
  let lost = 0;
  for (let s = 0; s < stackCount; s++) {
    const layers = load<usize>(coatings, COATING_LAYERS);
    const count = load<i32>(coatings, COATING_COUNT);
    const first = coatings;
    coatings += COATING;
    let isFine = true;
    let farLayers: usize = 0;
    let farCount = 0;
    if (slab >= 0) {
      farLayers = load<usize>(coatings, COATING_LAYERS);
      farCount = load<i32>(coatings, COATING_COUNT);
      coatings += COATING;
    }
    let base = records;
    let single = singles;
    for (let at: usize = 0; at < rowBytes; at += FIELD) {
      if (slab >= 0) {
        for (let polarization: usize = 0; polarization < <usize>polarizations; polarization++) {
          const own = base + polarization * POLARIZATION;
          const admittance = polarization * SINGLE_ADMITTANCE;
          singleSweepOfPair(layers, count, single, admittance, own + <usize>slab, END, LINKED_END);
          singleSweep(farLayers, farCount, single, admittance, own + exit, FAR_END);
          for (let v: usize = 0; v < FIELD; v += VECTOR) {
            const P = intensityAfter(get(base + <usize>slab + v, ATTENUATION), both(slabThicknessNm));
            const bad = sumIntensities(
              own + v, entrance, <usize>slab, exit, P, v, weight, R + at + v, T + at + v, polarization == 0, NOISE,
            );
            if (bad) isFine = false;
          }
        }
      } else if (polarizations == 1) {
        singleSweep(layers, count, single, 0, base + exit, END);
        writePower(END, base, entrance, exit, weight, R + at, T + at, true);
      } else {
        const ownP = base + POLARIZATION;
        singleSweepOfBoth(layers, count, single, base + exit, ownP + exit, END, FAR_END);
        writePower(END, base, entrance, exit, weight, R + at, T + at, true);
        writePower(FAR_END, ownP, entrance, exit, weight, R + at, T + at, false);
      }
      for (let v: usize = 0; v < FIELD; v += VECTOR) {
        const r = v128.load(R + at + v);
        const t = v128.load(T + at + v);
        const isIn = v128.and(v128.and(f64x2.ge(r, zero), f64x2.ge(t, zero)), f64x2.le(f64x2.add(r, t), most));
        if (!v128.all_true<i64>(isIn)) isFine = false;
      }
      base += blockBytes;
      single += singleBytes;
    }
    store<i32>(first, isFine ? 0 : 1, COATING_IS_LOST);
    if (!isFine) lost++;
    R += rowBytes;
    T += rowBytes;
  }
  return lost;
}
