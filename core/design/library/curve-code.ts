/**
 * R and T in 16 bits, as amplitudes: code = √x · 65535. Wrong by less than 1.6e-5 near 1 and by less than 1 % down to
 * 3e-6, so that a ranking by optical density holds as well as one by transmittance.
 */
const FULL = 65535;
const POWER = 1 / (FULL * FULL);

/** Codes of `values`, fractions of power; what lies outside 0 … 1 by rounding is taken as the end. */
export function encodeCurves(values: Float64Array, codes: Uint16Array): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    codes[i] = x > 0 ? Math.min(FULL, Math.floor(Math.sqrt(x) * FULL + 0.5)) : 0;
  }
}

/** The fractions of `row.length` codes from position `from` on. */
export function decodeCurves(codes: Uint16Array, from: number, row: Float64Array): void {
  for (let i = 0; i < row.length; i++) {
    const code = codes[from + i];
    row[i] = code * code * POWER;
  }
}
