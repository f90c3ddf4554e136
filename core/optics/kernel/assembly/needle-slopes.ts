import { INVERSE_IM, INVERSE_RE, KAPPA_ETA_IM, KAPPA_ETA_RE, POLARIZATION } from './layout';
import { P_ALONE, S_AND_P } from './needle';
import { add, both, dif2, FIELD, get, mul, sum2, VECTOR } from './vector';

/** Writes the other factor: a row for each of the first `media` records of a block, fields as in `needleProducts`. */
export function needleMedia(
  records: usize, recordBytes: usize, blocks: i32, blockBytes: usize, media: i32, kind: i32, out: usize,
): void {
  const fields: usize = kind >= P_ALONE ? 4 : 2;
  const rowBytes = <usize>blocks * fields * FIELD;
  const admittance = kind == S_AND_P ? POLARIZATION : 0;
  for (let medium: usize = 0; medium < <usize>media; medium++) {
    for (let block: usize = 0; block < <usize>blocks; block++) {
      const record = records + block * blockBytes + medium * recordBytes + admittance;
      const to = out + medium * rowBytes + block * fields * FIELD;
      for (let v: usize = 0; v < FIELD; v += VECTOR) {
        const zr = get(record + v, KAPPA_ETA_RE);
        const zi = get(record + v, KAPPA_ETA_IM);
        v128.store(to + v, zr);
        v128.store(to + v + FIELD, f64x2.neg(zi));
        if (fields == 2) continue;
        const yr = get(record + v, INVERSE_RE);
        const yi = get(record + v, INVERSE_IM);
        const squareRe = dif2(yr, yr, yi, yi);
        const squareIm = mul(both(2), mul(yr, yi));
        v128.store(to + v + 2 * FIELD, dif2(zr, squareRe, zi, squareIm)); // κ/η = κη/η²
        v128.store(to + v + 3 * FIELD, f64x2.neg(sum2(zr, squareIm, zi, squareRe)));
      }
    }
  }
}

@inline function total(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

@inline function putSlopes(out: usize, places: i32, a: v128, b: v128, hasB: bool): void {
  if (places <= 0) return;
  store<f64>(out, load<f64>(out) + total(a));
  if (hasB) store<f64>(out + 8, load<f64>(out + 8) + total(b));
}

/**
 * Adds the products' share to the slopes, (places × media) row-major, four places and two media at a time. Rows of
 * `rowBytes`; three idle ones behind the places' and one behind the media's may hold anything.
 */
export function multiplyNeedles(
  products: usize, places: i32, others: usize, media: i32, rowBytes: usize, slopes: usize,
): void {
  for (let place = 0; place < places; place += 4) {
    const a = products + <usize>place * rowBytes;
    const b = a + rowBytes;
    const c = b + rowBytes;
    const d = c + rowBytes;
    for (let medium = 0; medium < media; medium += 2) {
      const x = others + <usize>medium * rowBytes;
      const y = x + rowBytes;
      let ax = both(0);
      let ay = both(0);
      let bx = both(0);
      let by = both(0);
      let cx = both(0);
      let cy = both(0);
      let dx = both(0);
      let dy = both(0);
      for (let i: usize = 0; i < rowBytes; i += VECTOR) {
        const u = v128.load(x + i);
        const w = v128.load(y + i);
        let own = v128.load(a + i);
        ax = add(ax, mul(own, u));
        ay = add(ay, mul(own, w));
        own = v128.load(b + i);
        bx = add(bx, mul(own, u));
        by = add(by, mul(own, w));
        own = v128.load(c + i);
        cx = add(cx, mul(own, u));
        cy = add(cy, mul(own, w));
        own = v128.load(d + i);
        dx = add(dx, mul(own, u));
        dy = add(dy, mul(own, w));
      }
      const out = slopes + (<usize>place * <usize>media + <usize>medium) * 8;
      const stride = <usize>media * 8;
      const hasY = medium + 1 < media;
      putSlopes(out, places - place, ax, ay, hasY);
      putSlopes(out + stride, places - place - 1, bx, by, hasY);
      putSlopes(out + 2 * stride, places - place - 2, cx, cy, hasY);
      putSlopes(out + 3 * stride, places - place - 3, dx, dy, hasY);
    }
  }
}

/** Adds the places' sums to the slopes of all media. */
export function addSums(sums: usize, places: i32, media: i32, slopes: usize): void {
  for (let place = 0; place < places; place++) {
    const sum = total(v128.load(sums + <usize>place * VECTOR));
    for (let medium = 0; medium < media; medium++) {
      store<f64>(slopes, load<f64>(slopes) + sum);
      slopes += 8;
    }
  }
}
