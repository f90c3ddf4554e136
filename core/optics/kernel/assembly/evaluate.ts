import {
  END,
  ENTERING_TERMS,
  FAR_END,
  LEAVING_TERMS,
  LINKED_END,
  OUTSIDE,
  put,
  sumIntensities,
  writeFaceTerms,
} from './faces';
import {
  blends,
  CROSS_RE,
  CROSS_T,
  FRONT_R,
  FRONT_RE,
  FRONT_T,
  gradientOnHalfSpace,
  gradientWhereEntering,
  gradientWhereLeaving,
  gradientWithoutLoss,
} from './gradient';
import { interfere, SEEN_R, SEEN_TRANSMISSION, writeCrossTerm, writeReflectionTerm } from './interference';
import {
  ATTENUATION,
  COATING,
  COATING_COUNT,
  COATING_GROUPS,
  COATING_LAYERS,
  COATING_PHASES,
  COATING_TRACE,
  ETA_IM,
  ETA_RE,
  POLARIZATION,
} from './layout';
import { intensityAfter, phases } from './phases';
import { sweepLossless, sweepTraced, sweepUp } from './sweep';
import { sweepPair, sweepPairTraced } from './sweep-pair';
import { both, FIELD, get, mul, VECTOR } from './vector';

/**
 * R and T of coatings on a half-space, or with a coherent slab among their layers: one row for every coating.
 *
 * @param coatings `stackCount` of them, COATING bytes each
 * @param blocks number of blocks of wavelengths, `blockBytes` from one's records to the next's
 * @param entrance,exit from the start of a block to the records of these media
 */
export function coherentSpectra(
  coatings: usize, stackCount: i32, records: usize, blocks: i32, blockBytes: usize, polarizations: i32,
  entrance: usize, exit: usize, R: usize, T: usize,
): void {
  const weight = both(1 / <f64>polarizations);
  const rowBytes = <usize>blocks * FIELD;
  for (let s = 0; s < stackCount; s++) {
    const coating = coatings + <usize>s * COATING;
    const layers = load<usize>(coating, COATING_LAYERS);
    const count = load<i32>(coating, COATING_COUNT);
    const phase = load<usize>(coating, COATING_PHASES);
    const groups = load<usize>(coating, COATING_GROUPS);
    let base = records;
    for (let at: usize = 0; at < rowBytes; at += FIELD) {
      phases(layers, count, base, phase, groups);
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const own = base + <usize>polarization * POLARIZATION;
        sweepUp(layers, count, own, phase, groups, own + exit + ETA_RE, END);
        for (let v: usize = 0; v < FIELD; v += VECTOR) {
          const etaIn = get(own + entrance + v, ETA_RE);
          interfere(END + v, etaIn, both(0), OUTSIDE);
          const power = mul(mul(get(OUTSIDE, SEEN_TRANSMISSION), etaIn), get(own + exit + v, ETA_RE));
          put(R + at + v, mul(weight, get(OUTSIDE, SEEN_R)), polarization == 0);
          put(T + at + v, mul(weight, power), polarization == 0);
        }
      }
      base += blockBytes;
    }
    R += rowBytes;
    T += rowBytes;
  }
}

/** R and T of one coating and their derivatives; the rows of dR and dT are the layers' own, `rowBytes` apart. */
export function coherentDerivatives(
  coating: usize, records: usize, blocks: i32, blockBytes: usize, polarizations: i32,
  entrance: usize, exit: usize, R: usize, T: usize, dR: usize, dT: usize, rowBytes: usize,
): void {
  const weight = both(1 / <f64>polarizations);
  const width = <usize>blocks * FIELD;
  const layers = load<usize>(coating, COATING_LAYERS);
  const count = load<i32>(coating, COATING_COUNT);
  const phase = load<usize>(coating, COATING_PHASES);
  const trace = load<usize>(coating, COATING_TRACE);
  const groups = load<usize>(coating, COATING_GROUPS);
  const terms = ENTERING_TERMS;
  let base = records;
  for (let at: usize = 0; at < width; at += FIELD) {
    const isLossy = phases(layers, count, base, phase, groups);
    for (let polarization = 0; polarization < polarizations; polarization++) {
      const own = base + <usize>polarization * POLARIZATION;
      const beyond = own + exit;
      const isFirst = polarization == 0;
      const losesPower =
        isLossy || blends() || v128.any_true(f64x2.ne(get(beyond, ETA_IM), both(0))) ||
        v128.any_true(f64x2.ne(get(beyond + VECTOR, ETA_IM), both(0)));
      if (losesPower) sweepTraced(layers, count, own, phase, groups, beyond + ETA_RE, trace, END);
      else sweepLossless(layers, count, own, phase, groups, beyond + ETA_RE, trace, END);
      for (let v: usize = 0; v < FIELD; v += VECTOR) {
        const etaIn = get(own + entrance + v, ETA_RE);
        interfere(END + v, etaIn, both(0), OUTSIDE);
        const power = mul(weight, mul(mul(get(OUTSIDE, SEEN_TRANSMISSION), etaIn), get(beyond + v, ETA_RE)));
        put(R + at + v, mul(weight, get(OUTSIDE, SEEN_R)), isFirst);
        put(T + at + v, power, isFirst);
        writeReflectionTerm(OUTSIDE, etaIn, both(0), terms + v + FRONT_RE);
        v128.store(terms + v + FRONT_R, weight);
        const toR = dR + at + v;
        const toT = dT + at + v;
        const ownPhase = phase + v;
        const ownTrace = trace + v;
        if (losesPower) {
          writeCrossTerm(OUTSIDE, terms + v + CROSS_RE);
          v128.store(terms + v + CROSS_T, power);
          v128.store(terms + v + FRONT_T, both(0));
          gradientOnHalfSpace(
            layers, count, base + v, own - base, ownPhase, groups + v, ownTrace, etaIn, both(0), terms + v, toR, toT, rowBytes,
            isFirst,
          );
        } else {
          gradientWithoutLoss(
            layers, count, own + v, ownPhase, groups + v, ownTrace, terms + v, toR, toT, rowBytes, isFirst,
          );
        }
      }
    }
    base += blockBytes;
  }
}

/**
 * R and T of coatings on both faces of an incoherent slab, and their derivatives if `dR` is not 0 (then `stackCount` is
 * 1), their rows `rowBytes` apart. Formulation: core/optics/kernel/slab-evaluator.ts.
 *
 * @param coatings pairs: where light enters, where it leaves
 * @param beyond from the start of a block to the record of the medium that the light leaves into
 * @returns index of a wavelength at which the slab absorbs too strongly to be summed incoherently, or −1
 */
export function slabSpectra(
  coatings: usize, stackCount: i32, records: usize, blocks: i32, blockBytes: usize, polarizations: i32,
  entrance: usize, slab: usize, beyond: usize, slabThicknessNm: f64, R: usize, T: usize, dR: usize, dT: usize, rowBytes: usize,
): i32 {
  const weight = both(1 / <f64>polarizations);
  const width = <usize>blocks * FIELD;
  let strong = -1;
  for (let s = 0; s < stackCount; s++) {
    const entering = coatings + <usize>s * (2 * COATING);
    const leaving = entering + COATING;
    const layers = load<usize>(entering, COATING_LAYERS);
    const count = load<i32>(entering, COATING_COUNT);
    const phase = load<usize>(entering, COATING_PHASES);
    const trace = load<usize>(entering, COATING_TRACE);
    const groups = load<usize>(entering, COATING_GROUPS);
    const farLayers = load<usize>(leaving, COATING_LAYERS);
    const farCount = load<i32>(leaving, COATING_COUNT);
    const farPhase = load<usize>(leaving, COATING_PHASES);
    const farTrace = load<usize>(leaving, COATING_TRACE);
    const farGroups = load<usize>(leaving, COATING_GROUPS);
    let base = records;
    for (let at: usize = 0; at < width; at += FIELD) {
      phases(layers, count, base, phase, groups);
      phases(farLayers, farCount, base, farPhase, farGroups);
      for (let polarization = 0; polarization < polarizations; polarization++) {
        const own = base + <usize>polarization * POLARIZATION;
        const isFirst = polarization == 0;
        const slabEta = own + slab + ETA_RE;
        const farEta = own + beyond + ETA_RE;
        if (dR) sweepTraced(farLayers, farCount, own, farPhase, farGroups, farEta, farTrace, FAR_END);
        else sweepUp(farLayers, farCount, own, farPhase, farGroups, farEta, FAR_END);
        for (let v: usize = 0; v < FIELD; v += VECTOR) {
          const ends = END + v;
          const linked = LINKED_END + v;
          if (dR) {
            sweepPairTraced(layers, count, own + v, phase + v, groups + v, slabEta + v, trace + v, ends, linked);
          } else sweepPair(layers, count, own + v, phase + v, groups + v, slabEta + v, ends, linked);
        }
        for (let v: usize = 0; v < FIELD; v += VECTOR) {
          const P = intensityAfter(get(base + slab + v, ATTENUATION), both(slabThicknessNm));
          const bad = sumIntensities(
            own + v, entrance, slab, beyond, P, v, weight, R + at + v, T + at + v, isFirst,
          );
          if (bad && strong < 0) strong = <i32>(at / FIELD) * 4 + <i32>(v / 8) + ctz<i32>(bad);
          if (!dR) continue;
          const etaIn = get(own + entrance + v, ETA_RE);
          const etaRe = get(own + slab + v, ETA_RE);
          const etaIm = get(own + slab + v, ETA_IM);
          writeFaceTerms(etaIn, etaRe, etaIm, v);
          const toR = dR + at + v;
          const toT = dT + at + v;
          gradientWhereEntering(
            layers, count, base + v, own - base, phase + v, groups + v, trace + v, etaIn, both(0), ENTERING_TERMS + v,
            toR, toT, rowBytes, isFirst,
          );
          gradientWhereLeaving(
            farLayers, farCount, base + v, own - base, farPhase + v, farGroups + v, farTrace + v, etaRe, etaIm,
            LEAVING_TERMS + v, toR, toT, rowBytes, isFirst,
          );
        }
      }
      base += blockBytes;
    }
    R += width;
    T += width;
  }
  return strong;
}
