/**
 * Solves (H + diag(damping)) x = b for a symmetric positive definite matrix by Cholesky factorisation, in place.
 *
 * @param h (size × size) row-major, lower triangle used, overwritten by the factor
 * @param damping added to the diagonal; length `size`
 * @param b right-hand side, overwritten by the solution; length `size`
 * @returns false, with `b` unusable, when the matrix is not numerically positive definite
 */
export function solveDamped(h: Float64Array, damping: Float64Array, b: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let pivot = h[j * size + j] + damping[j];
    for (let k = 0; k < j; k++) pivot -= h[j * size + k] * h[j * size + k];
    if (!(pivot > 1e-300)) return false;
    const diagonal = Math.sqrt(pivot);
    h[j * size + j] = diagonal;
    const inverse = 1 / diagonal;
    for (let i = j + 1; i < size; i++) {
      let sum = h[i * size + j];
      for (let k = 0; k < j; k++) sum -= h[i * size + k] * h[j * size + k];
      h[i * size + j] = sum * inverse;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= h[i * size + k] * b[k];
    b[i] = sum / h[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < size; k++) sum -= h[k * size + i] * b[k];
    b[i] = sum / h[i * size + i];
  }
  return true;
}
