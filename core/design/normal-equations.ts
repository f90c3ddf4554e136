import { type KernelMemory, kernelMemory } from '#core/optics/kernel/wasm-memory.ts';

/** Σ a[i]·b[i] over `count` entries from the two offsets; four running sums, always in the same order. */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[aStart + i] * b[bStart + i];
    s1 += a[aStart + i + 1] * b[bStart + i + 1];
    s2 += a[aStart + i + 2] * b[bStart + i + 2];
    s3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (let i = whole; i < count; i++) s0 += a[aStart + i] * b[bStart + i];
  return s0 + s1 + (s2 + s3);
}

/**
 * Gauss–Newton matrix H = J Jᵀ of the chosen rows, both triangles filled.
 *
 * @param jacobian (layers × count) row-major
 * @param variables the rows to use; H's order follows them
 * @param normal (variables × variables) row-major, overwritten
 * @param isRough single precision will do
 */
export function accumulateNormalMatrix(
  jacobian: Float64Array,
  variables: readonly { readonly row: number }[],
  count: number,
  normal: Float64Array,
  isRough = false,
): void {
  const size = variables.length;
  const memory = kernelMemory();
  if (memory !== null) {
    multiplyInKernel(memory, jacobian, variables, count, normal, isRough);
    return;
  }
  for (let v = 0; v < size; v += 2) {
    for (let w = 0; w <= v; w += 2) {
      if (v + 1 < size && w + 1 < size) {
        blockOfFour(jacobian, variables, count, normal, size, v, w);
      } else {
        for (let a = v; a < Math.min(v + 2, size); a++) {
          for (let b = w; b < Math.min(w + 2, size); b++) {
            const value = dot(jacobian, variables[a].row * count, jacobian, variables[b].row * count, count);
            normal[a * size + b] = value;
            normal[b * size + a] = value;
          }
        }
      }
    }
  }
}

/** The same by the kernel, two residuals at a time, or four. */
function multiplyInKernel(
  memory: KernelMemory,
  jacobian: Float64Array,
  variables: readonly { readonly row: number }[],
  count: number,
  normal: Float64Array,
  isRough: boolean,
): void {
  const size = variables.length;
  const width = 4 * Math.ceil(count / 4);
  const rowCount = size + (size & 1);
  const rows = memory.prepare(null, 8 * (1.5 * width * rowCount + size * size)) >>> 3;
  const { doubles, kernel } = memory;
  for (let v = 0; v < size; v++) {
    const start = variables[v].row * count;
    doubles.set(jacobian.subarray(start, start + count), rows + v * width);
    for (let i = count; i < width; i++) doubles[rows + v * width + i] = 0;
  }
  const out = rows + width * rowCount;
  if (isRough) kernel.roughNormalMatrix(8 * rows, 8 * width, size, 8 * (out + size * size), 8 * out);
  else kernel.normalMatrix(8 * rows, 8 * width, size, 8 * out);
  normal.set(doubles.subarray(out, out + size * size));
}

/** Four entries of H at once, so that every loaded number is used twice. */
function blockOfFour(
  jacobian: Float64Array,
  variables: readonly { readonly row: number }[],
  count: number,
  normal: Float64Array,
  size: number,
  v: number,
  w: number,
): void {
  const a = variables[v].row * count;
  const b = variables[v + 1].row * count;
  const c = variables[w].row * count;
  const d = variables[w + 1].row * count;
  let ac = 0;
  let ad = 0;
  let bc = 0;
  let bd = 0;
  for (let i = 0; i < count; i++) {
    const x = jacobian[a + i];
    const y = jacobian[b + i];
    const z = jacobian[c + i];
    const u = jacobian[d + i];
    ac += x * z;
    ad += x * u;
    bc += y * z;
    bd += y * u;
  }
  normal[v * size + w] = normal[w * size + v] = ac;
  normal[v * size + w + 1] = normal[(w + 1) * size + v] = ad;
  normal[(v + 1) * size + w] = normal[w * size + v + 1] = bc;
  normal[(v + 1) * size + w + 1] = normal[(w + 1) * size + v + 1] = bd;
}
