import { add, both, get, mul } from './vector';

@inline function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/**
 * J Jᵀ of `size` rows, two by two so that every loaded number is used twice; both triangles filled.
 *
 * @param rows J, `rowBytes` from one row to the next, a multiple of 16; even number of rows, the last one idle if need be
 * @param out (size × size) row-major
 */
export function normalMatrix(rows: usize, rowBytes: usize, size: i32, out: usize): void {
  const stride = <usize>size * 8;
  for (let v: usize = 0; v < <usize>size; v += 2) {
    for (let w: usize = 0; w <= v; w += 2) {
      const a = rows + v * rowBytes;
      const b = a + rowBytes;
      const c = rows + w * rowBytes;
      const d = c + rowBytes;
      let ac = both(0);
      let ad = both(0);
      let bc = both(0);
      let bd = both(0);
      for (let i: usize = 0; i < rowBytes; i += 16) {
        const x = get(a + i, 0);
        const y = get(b + i, 0);
        const z = get(c + i, 0);
        const u = get(d + i, 0);
        ac = add(ac, mul(x, z));
        ad = add(ad, mul(x, u));
        bc = add(bc, mul(y, z));
        bd = add(bd, mul(y, u));
      }
      const hasB = v + 1 < <usize>size;
      const hasD = w + 1 < <usize>size;
      store<f64>(out + v * stride + w * 8, sumOf(ac));
      store<f64>(out + w * stride + v * 8, sumOf(ac));
      if (hasD) {
        store<f64>(out + v * stride + (w + 1) * 8, sumOf(ad));
        store<f64>(out + (w + 1) * stride + v * 8, sumOf(ad));
      }
      if (hasB) {
        store<f64>(out + (v + 1) * stride + w * 8, sumOf(bc));
        store<f64>(out + w * stride + (v + 1) * 8, sumOf(bc));
      }
      if (hasB && hasD) {
        store<f64>(out + (v + 1) * stride + (w + 1) * 8, sumOf(bd));
        store<f64>(out + (w + 1) * stride + (v + 1) * 8, sumOf(bd));
      }
    }
  }
}
