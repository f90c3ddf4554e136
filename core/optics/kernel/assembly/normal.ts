import { add, both, get, mul } from './vector';

@inline function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Four neighbouring entries of a symmetric matrix and their mirror images, as far as there are such rows. */
@inline function writeFour(
  out: usize, stride: usize, size: i32, v: usize, w: usize, ac: f64, ad: f64, bc: f64, bd: f64,
): void {
  const hasB = v + 1 < <usize>size;
  const hasD = w + 1 < <usize>size;
  store<f64>(out + v * stride + w * 8, ac);
  store<f64>(out + w * stride + v * 8, ac);
  if (hasD) {
    store<f64>(out + v * stride + (w + 1) * 8, ad);
    store<f64>(out + (w + 1) * stride + v * 8, ad);
  }
  if (hasB) {
    store<f64>(out + (v + 1) * stride + w * 8, bc);
    store<f64>(out + w * stride + (v + 1) * 8, bc);
  }
  if (hasB && hasD) {
    store<f64>(out + (v + 1) * stride + (w + 1) * 8, bd);
    store<f64>(out + (w + 1) * stride + (v + 1) * 8, bd);
  }
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
      writeFour(out, stride, size, v, w, sumOf(ac), sumOf(ad), sumOf(bc), sumOf(bd));
    }
  }
}

@inline function sumOfSingles(x: v128): f64 {
  return (
    <f64>(f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + <f64>(f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

@inline function addProduct(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/**
 * The same in single precision: for steps that need no more.
 *
 * @param rowBytes a multiple of 32
 * @param singles room for the rows in single precision
 */
export function roughNormalMatrix(rows: usize, rowBytes: usize, size: i32, singles: usize, out: usize): void {
  const stride = <usize>size * 8;
  const bytes = rowBytes >> 1;
  const all = <usize>(size + (size & 1)) * rowBytes;
  for (let i: usize = 0; i < all; i += 32) {
    const low = f32x4.demote_f64x2_zero(get(rows + i, 0));
    const high = f32x4.demote_f64x2_zero(get(rows + i, 16));
    v128.store(singles + (i >> 1), i64x2.shuffle(low, high, 0, 2));
  }
  for (let v: usize = 0; v < <usize>size; v += 2) {
    for (let w: usize = 0; w <= v; w += 2) {
      const a = singles + v * bytes;
      const b = a + bytes;
      const c = singles + w * bytes;
      const d = c + bytes;
      let ac = f32x4.splat(0);
      let ad = f32x4.splat(0);
      let bc = f32x4.splat(0);
      let bd = f32x4.splat(0);
      for (let i: usize = 0; i < bytes; i += 16) {
        const x = get(a + i, 0);
        const y = get(b + i, 0);
        const z = get(c + i, 0);
        const u = get(d + i, 0);
        ac = addProduct(ac, x, z);
        ad = addProduct(ad, x, u);
        bc = addProduct(bc, y, z);
        bd = addProduct(bd, y, u);
      }
      writeFour(out, stride, size, v, w, sumOfSingles(ac), sumOfSingles(ad), sumOfSingles(bc), sumOfSingles(bd));
    }
  }
}
