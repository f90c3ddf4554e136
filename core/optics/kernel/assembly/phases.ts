import {
  ATTENUATION,
  COS_IM,
  COS_RE,
  DETERMINANT,
  GROUP,
  HALF_TURNS,
  IS_LOSSY,
  LAYER,
  LAYER_THICKNESS,
  PHASE,
  PHASE_P,
  PHASE_Q,
  SIN_IM,
  SIN_RE,
} from './layout';
import { add, both, dif2, div, FIELD, get, mul, sub, VECTOR } from './vector';

// The coefficients of core/optics/kernel/elementary.ts. Loaded, because V8 builds literals anew at every use.
const K: usize = memory.data<f64>(
  [
    3.1415926535897865, 3.1415926535897865, // 0: numerator of tan(πf)
    -4.140485600877684, -4.140485600877684,
    1.0537943886247503, 1.0537943886247503,
    -0.05490037945083788, -0.05490037945083788,
    1.0, 1.0, // 64: denominator
    -4.6078256340580666, -4.6078256340580666,
    2.5066930865271124, 2.5066930865271124,
    -0.30278031449020565, -0.30278031449020565,
    0.004872453243439846, 0.004872453243439846,
    0.34657359027997264, 0.34657359027997264, // 144: odd part of 2^x
    0.004624841100001714, 0.004624841100001714,
    5.28708342106598e-6, 5.28708342106598e-6,
    0.05338222179959301, 0.05338222179959301, // 192: even part, begins with 1
    0.00022893358934211137, 0.00022893358934211137,
    -1000.0, -1000.0, // 224: lowest exponent
    6755399441056767.0, 6755399441056767.0, // 240: 1.5·2⁵² + 1023: rounds, and leaves the exponent of 2^k in the last bits
    0.5, 0.5, // 256
  ],
  16,
);

/** Writes P and Q with P/Q = tan(πf), f what is left of the half turns h; returns P² + Q². */
@inline function writePhase(record: usize, d: v128, out: usize): v128 {
  const h = mul(get(record, HALF_TURNS), d);
  const f = sub(h, f64x2.nearest(h));
  const z = mul(f, f);
  const p = mul(
    f,
    add(get(K, 0), mul(z, add(get(K, 16), mul(z, add(get(K, 32), mul(z, get(K, 48))))))),
  );
  const q = add(
    get(K, 64),
    mul(z, add(get(K, 80), mul(z, add(get(K, 96), mul(z, add(get(K, 112), mul(z, get(K, 128)))))))),
  );
  v128.store(out + PHASE_P, p);
  v128.store(out + PHASE_Q, q);
  return add(mul(p, p), mul(q, q));
}

/** Turns P and Q into cos δ and −i sin δ of an absorbing or evanescent layer; returns the determinant. */
@inline function writeDecay(record: usize, d: v128, out: usize, square: v128): v128 {
  const p = get(out, PHASE_P);
  const q = get(out, PHASE_Q);
  const x = f64x2.pmax(mul(get(record, ATTENUATION), d), get(K, 224));
  const rounded = add(x, get(K, 240));
  const e = sub(x, sub(rounded, get(K, 240)));
  const power = i64x2.shl(rounded, 52);
  const ee = mul(e, e);
  const odd = mul(e, add(get(K, 144), mul(ee, add(get(K, 160), mul(ee, get(K, 176))))));
  const even = add(get(K, 64), mul(ee, add(get(K, 192), mul(ee, get(K, 208)))));
  const more = add(get(K, 64), power);
  const less = sub(get(K, 64), power);
  const sum = mul(get(K, 256), dif2(even, more, odd, less));
  const difference = mul(get(K, 256), dif2(even, less, odd, more)); // keeps its digits in a thin layer
  v128.store(out + COS_RE, mul(q, sum));
  v128.store(out + COS_IM, f64x2.neg(mul(p, difference)));
  v128.store(out + SIN_RE, mul(q, difference));
  v128.store(out + SIN_IM, f64x2.neg(mul(p, sum)));
  return mul(square, mul(mul(power, sub(even, odd)), add(even, odd)));
}

/** Share of intensity left after a crossing: 2^(attenuation·d), not below 2^−1000. */
export function intensityAfter(attenuation: v128, d: v128): v128 {
  const x = f64x2.pmax(mul(attenuation, d), get(K, 224));
  const rounded = add(x, get(K, 240));
  const e = sub(x, sub(rounded, get(K, 240)));
  const ee = mul(e, e);
  const odd = mul(e, add(get(K, 144), mul(ee, add(get(K, 160), mul(ee, get(K, 176))))));
  const even = add(get(K, 64), mul(ee, add(get(K, 192), mul(ee, get(K, 208)))));
  return mul(i64x2.shl(rounded, 52), div(add(even, odd), sub(even, odd)));
}

/**
 * What the layers of a coating do at one block of wavelengths, whatever the polarization and whichever way the light
 * runs. Also leaves the product of the determinants of every GROUP of layers, 2 FIELDs apart.
 *
 * @param base start of the block's records
 * @returns whether any layer absorbs or is evanescent
 */
export function phases(layers: usize, count: i32, base: usize, out: usize, groups: usize): bool {
  let anyLossy = false;
  for (let first = 0; first < count; first += GROUP) {
    const last = layers + <usize>min(first + GROUP, count) * LAYER;
    let product0 = both(1);
    let product1 = both(1);
    for (let layer = layers + <usize>first * LAYER; layer < last; layer += LAYER) {
      const record = base + load<usize>(layer);
      const d = v128.load64_splat(layer + LAYER_THICKNESS);
      let determinant0 = writePhase(record, d, out);
      let determinant1 = writePhase(record + VECTOR, d, out + VECTOR);
      const isLossy = v128.any_true(
        v128.or(get(record, ATTENUATION), get(record, ATTENUATION + VECTOR)),
      );
      store<i32>(out + IS_LOSSY, isLossy);
      store<i32>(out + IS_LOSSY + VECTOR, isLossy);
      if (isLossy) {
        anyLossy = true;
        determinant0 = writeDecay(record, d, out, determinant0);
        determinant1 = writeDecay(record + VECTOR, d, out + VECTOR, determinant1);
      }
      v128.store(out + DETERMINANT, determinant0);
      v128.store(out + DETERMINANT + VECTOR, determinant1);
      product0 = mul(product0, determinant0);
      product1 = mul(product1, determinant1);
      out += PHASE;
    }
    v128.store(groups, product0);
    v128.store(groups + VECTOR, product1);
    groups += 2 * FIELD;
  }
  return anyLossy;
}
