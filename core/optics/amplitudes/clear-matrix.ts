import { ROUND, tanDenominator, tanNumerator } from '#core/optics/kernel/elementary.ts';

/** cos√x and sin√x/√x as Taylor coefficients around x > 0. */
const c = new Float64Array(4);
const s = new Float64Array(4);

/**
 * `writeLayerMatrix` for the commonest layer, one without loss in which the wave travels: everything is real, and a half
 * of the arithmetic falls away. The imaginary parts are not written.
 *
 * @param axial kz/k0, real and positive
 */
export function writeClearMatrix(
  records: Float64Array,
  at: number,
  axial: number,
  thicknessNm: number,
  wavelengthNm: number,
  order: number,
  out: Float64Array,
  o: number,
): void {
  const length = 2 * (order + 1);
  const square = thicknessNm * thicknessNm;
  expandClear(records[at] * square, (2 * axial * thicknessNm) / wavelengthNm, order);
  const u = order > 0 ? records[at + 2] * square : 0;
  const v = order > 1 ? records[at + 4] * square : 0;
  const t = order > 2 ? records[at + 6] * square : 0;
  const y = at + length;
  const z = y + length;
  const Y = o + length;
  const Z = Y + length;
  const s0 = s[0] * thicknessNm;
  out[o] = c[0];
  out[Y] = s0 * records[y];
  out[Z] = s0 * records[z];
  if (order === 0) return;
  const s1 = s[1] * u * thicknessNm;
  out[o + 2] = c[1] * u;
  out[Y + 2] = s0 * records[y + 2] + s1 * records[y];
  out[Z + 2] = s0 * records[z + 2] + s1 * records[z];
  if (order === 1) return;
  const s2 = (s[1] * v + s[2] * u * u) * thicknessNm;
  out[o + 4] = c[1] * v + c[2] * u * u;
  out[Y + 4] = s0 * records[y + 4] + s1 * records[y + 2] + s2 * records[y];
  out[Z + 4] = s0 * records[z + 4] + s1 * records[z + 2] + s2 * records[z];
  if (order === 2) return;
  const s3 = (s[1] * t + 2 * s[2] * u * v + s[3] * u * u * u) * thicknessNm;
  out[o + 6] = c[1] * t + 2 * c[2] * u * v + c[3] * u * u * u;
  out[Y + 6] = s0 * records[y + 6] + s1 * records[y + 4] + s2 * records[y + 2] + s3 * records[y];
  out[Z + 6] = s0 * records[z + 6] + s1 * records[z + 4] + s2 * records[z + 2] + s3 * records[z];
}

function expandClear(x: number, halfTurns: number, order: number): void {
  const whole = halfTurns + ROUND - ROUND;
  const f = halfTurns - whole;
  const p = tanNumerator(f, f * f);
  const q = tanDenominator(f * f);
  const sign = whole % 2 === 0 ? 1 : -1;
  const norm = sign / Math.sqrt(p * p + q * q);
  c[0] = q * norm;
  s[0] = (p * norm) / (Math.PI * halfTurns);
  if (order === 0) return;
  const inverse = 1 / x;
  for (let k = 0; k < order; k++) {
    // 2x(k + 1)s₊ = c − (2k + 1)s and c₊ = −s/(2k + 2)
    const half = 0.5 / (k + 1);
    s[k + 1] = (c[k] - (2 * k + 1) * s[k]) * half * inverse;
    c[k + 1] = -s[k] * half;
  }
}
