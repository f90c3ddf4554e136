import { BACK_R, BACK_RE, BACK_T, CROSS_R, CROSS_RE, CROSS_T, FRONT_R, FRONT_RE, FRONT_T, TERMS } from './gradient';
import {
  interfere,
  interfereFromExit,
  SEEN,
  SEEN_R,
  SEEN_TRANSMISSION,
  writeBackTerm,
  writeCrossTerm,
  writeReflectionTerm,
} from './interference';
import { ETA_IM, ETA_RE, STATE } from './layout';
import { add, both, choose, div, get, mul, sub, sum2 } from './vector';

// Where the sweeps of a block end, what they say, and how R and T depend on the coatings.
export const END: usize = memory.data(<i32>STATE, 16);
export const LINKED_END: usize = memory.data(<i32>STATE, 16);
export const FAR_END: usize = memory.data(<i32>STATE, 16);
export const OUTSIDE: usize = memory.data(<i32>SEEN, 16);
export const INSIDE: usize = memory.data(<i32>SEEN, 16);
export const FAR: usize = memory.data(<i32>SEEN, 16);
export const ENTERING_TERMS: usize = memory.data(<i32>TERMS, 16);
export const LEAVING_TERMS: usize = memory.data(<i32>TERMS, 16);

const OPAQUE: f64 = 1e-290;

@inline export function put(address: usize, value: v128, isFirst: bool): void {
  v128.store(address, isFirst ? value : add(value, v128.load(address)));
}

/** What the derivatives of both coatings of a slab are made with, after `sumIntensities`. */
export function writeFaceTerms(etaIn: v128, slabRe: v128, slabIm: v128, v: usize): void {
  writeReflectionTerm(OUTSIDE, etaIn, both(0), ENTERING_TERMS + v + FRONT_RE);
  writeBackTerm(INSIDE, slabRe, slabIm, ENTERING_TERMS + v + BACK_RE);
  writeCrossTerm(OUTSIDE, ENTERING_TERMS + v + CROSS_RE);
  writeReflectionTerm(FAR, slabRe, slabIm, LEAVING_TERMS + v + FRONT_RE);
  writeCrossTerm(FAR, LEAVING_TERMS + v + CROSS_RE);
}

/**
 * R and T of one polarization at one vector, and the weights with which the coatings' own derivatives enter theirs.
 *
 * @param noise 0, or what 1 − a′bP² may fall to before single precision has left it no digits
 * @returns bits of the wavelengths at which the sum has no meaning
 */
export function sumIntensities(
  own: usize, entrance: usize, slab: usize, beyond: usize, P: v128, v: usize, weight: v128, R: usize, T: usize,
  isFirst: bool, noise: f64 = 0,
): i32 {
  const etaIn = get(own + entrance, ETA_RE);
  const slabRe = get(own + slab, ETA_RE);
  const slabIm = get(own + slab, ETA_IM);
  interfere(END + v, etaIn, both(0), OUTSIDE);
  interfereFromExit(LINKED_END + v, etaIn, OUTSIDE, INSIDE);
  interfere(FAR_END + v, slabRe, slabIm, FAR);

  const one = both(1);
  const zero = both(0);
  const transmission = get(OUTSIDE, SEEN_TRANSMISSION);
  const insideR = get(INSIDE, SEEN_R);
  const t = mul(mul(transmission, etaIn), slabRe);
  const unit = choose(f64x2.gt(slabRe, zero), div(sum2(slabRe, slabRe, slabIm, slabIm), slabRe), zero); // |η|²/Re η
  const back = mul(mul(transmission, unit), etaIn);
  const isOpen = f64x2.gt(f64x2.pmin(t, back), both(OPAQUE)); // not at total reflection: there the far side is not seen
  const tau = mul(mul(get(FAR, SEEN_TRANSMISSION), unit), get(own + beyond, ETA_RE));
  const square = mul(P, P);
  const echo = mul(get(FAR, SEEN_R), square); // what comes back to the first coating
  let rest = choose(isOpen, sub(one, mul(insideR, echo)), one);
  // a′ ≤ 1 − t′ in a clear slab; the difference has no digits left
  const isLost = noise > 0
    ? f64x2.lt(rest, both(noise))
    : v128.and(f64x2.lt(rest, both(1e-12)), f64x2.eq(P, one));
  rest = choose(isLost, f64x2.pmax(rest, back), rest);
  const entered = div(t, rest);
  const returned = div(back, rest);
  const q = choose(isOpen, mul(mul(t, returned), echo), zero);
  const power = choose(isOpen, mul(mul(entered, tau), P), zero);
  const reflected = add(get(OUTSIDE, SEEN_R), q);
  put(R, mul(weight, reflected), isFirst);
  put(T, mul(weight, power), isFirst);

  const entering = ENTERING_TERMS + v;
  v128.store(entering + FRONT_R, weight);
  v128.store(entering + CROSS_R, mul(weight, add(q, q))); // t and t′ both
  v128.store(entering + BACK_R, mul(weight, div(mul(q, echo), rest)));
  v128.store(entering + CROSS_T, mul(weight, power));
  v128.store(entering + BACK_T, mul(weight, div(mul(power, echo), rest)));
  const leaving = LEAVING_TERMS + v;
  v128.store(leaving + FRONT_R, mul(weight, choose(isOpen, mul(mul(entered, returned), square), zero)));
  v128.store(leaving + FRONT_T, mul(weight, div(mul(mul(power, insideR), square), rest)));
  v128.store(leaving + CROSS_T, mul(weight, power));

  const limit = both(1.001);
  const isWrong = v128.or(
    v128.not(f64x2.gt(rest, zero)),
    v128.or(f64x2.gt(reflected, limit), f64x2.gt(power, limit)),
  );
  return i64x2.bitmask(v128.and(isOpen, v128.and(f64x2.lt(P, one), isWrong)));
}
