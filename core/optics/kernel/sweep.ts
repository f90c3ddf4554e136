import { BLOCK_SHIFT, type Coating, LOSSLESS, PHASE_LENGTH, STATE_LENGTH } from '#core/optics/kernel/phase.ts';
import { ETA, INVERSE_ETA } from '#core/optics/kernel/tables.ts';

const BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;
const LARGE = 1e15;

/**
 * Carries tangential E and H (B and C in Macleod's notation: B = 1 and C = η of the medium beyond) through the coating
 * and leaves them at every interface in `coating.up`, from the exit to the entrance, or in `coating.down`, from the
 * entrance to the exit (call that one second: it takes over the normalisation of the first). Interface i lies on the
 * exit side of layer i.
 *
 * Per layer [B; C] ← [cos δ, −i sin δ/η; −iη sin δ, cos δ][B; C], each matrix times a real factor whose square is the
 * determinant in `coating.phases`; the running product of the determinants travels with the state.
 *
 * @param base start of the wavelength's records, plus the polarization's offset
 * @param etaRe,etaIm admittance of the medium on the side where the sweep begins
 * @see H. A. Macleod, Thin-Film Optical Filters, 5th ed., §2.6; signs here for exp(−iωt)
 */
export function sweep(
  coating: Coating,
  records: Float64Array,
  base: number,
  etaRe: number,
  etaIm: number,
  fromEntrance: boolean,
): void {
  const { count, offsets, kinds, phases, factors } = coating;
  const states = fromEntrance ? coating.down : coating.up;
  const step = fromEntrance ? -1 : 1;
  let i = fromEntrance ? count - 1 : 0;
  let at = fromEntrance ? count * STATE_LENGTH : 0;
  let br = 1;
  let bi = 0;
  let cr = etaRe;
  let ci = etaIm;
  let norm = 1;
  for (let left = count; left > 0; left--) {
    states[at] = br;
    states[at + 1] = bi;
    states[at + 2] = cr;
    states[at + 3] = ci;
    states[at + 4] = norm;
    const record = base + offsets[i];
    const o = i * PHASE_LENGTH;
    norm *= phases[o + 4];
    if (kinds[i] === LOSSLESS) {
      const p = phases[o];
      const q = phases[o + 1];
      const y = p * records[record + INVERSE_ETA];
      const z = p * records[record + ETA];
      const nextBr = q * br + y * ci;
      const nextBi = q * bi - y * cr;
      cr = q * cr + z * bi;
      ci = q * ci - z * br;
      br = nextBr;
      bi = nextBi;
    } else {
      const cosRe = phases[o];
      const cosIm = phases[o + 1];
      const sinRe = phases[o + 2]; // −i sin δ
      const sinIm = phases[o + 3];
      const er = records[record + ETA];
      const ei = records[record + ETA + 1];
      const yr = records[record + INVERSE_ETA];
      const yi = records[record + INVERSE_ETA + 1];
      const hr = yr * cr - yi * ci;
      const hi = yr * ci + yi * cr;
      const gr = er * br - ei * bi;
      const gi = er * bi + ei * br;
      const nextBr = cosRe * br - cosIm * bi + (sinRe * hr - sinIm * hi);
      const nextBi = cosRe * bi + cosIm * br + (sinRe * hi + sinIm * hr);
      const nextCr = cosRe * cr - cosIm * ci + (sinRe * gr - sinIm * gi);
      ci = cosRe * ci + cosIm * cr + (sinRe * gi + sinIm * gr);
      cr = nextCr;
      br = nextBr;
      bi = nextBi;
    }
    if ((i & BLOCK_MASK) === BLOCK_MASK) {
      if (!fromEntrance) {
        const size = Math.abs(br) + Math.abs(bi) + Math.abs(cr) + Math.abs(ci);
        factors[i >> BLOCK_SHIFT] = size > LARGE || size < 1 / LARGE ? 1 / size : 1;
      }
      const scale = factors[i >> BLOCK_SHIFT];
      br *= scale;
      bi *= scale;
      cr *= scale;
      ci *= scale;
      norm *= scale * scale;
    }
    i += step;
    at += step * STATE_LENGTH;
  }
  states[at] = br;
  states[at + 1] = bi;
  states[at + 2] = cr;
  states[at + 3] = ci;
  states[at + 4] = norm;
}
