import { sha256OfAscii } from '#core/materials/sha256.ts';
import type { Material } from '#core/materials/types.ts';

/**
 * A name for the numbers a material has on a wavelength grid: two materials with the same name there are
 * interchangeable to 1e-6 in n and k.
 *
 * SHA-256, in hexadecimal, of the ASCII text "w:n:k,w:n:k,…" without blanks, where w is the wavelength in units of
 * 0.001 nm and n, k are in units of 1e-6, each rounded to the nearest whole number, halves upward: ⌊1000 λ + ½⌋,
 * ⌊10⁶ n + ½⌋, ⌊10⁶ k + ½⌋. In Python:
 * `hashlib.sha256(",".join(f"{floor(w*1e3+.5)}:{floor(n*1e6+.5)}:{floor(k*1e6+.5)}" for w, n, k in rows).encode())`.
 *
 * @param wavelengthsNm vacuum wavelengths, nm, in the order that counts
 * @throws StackwrightError OUT_OF_RANGE where the material has no data
 */
export function nkHash(material: Material, wavelengthsNm: ArrayLike<number>): string {
  const { n, k } = material.sample(wavelengthsNm);
  const rows: string[] = [];
  for (let i = 0; i < wavelengthsNm.length; i++) {
    rows.push(`${rounded(wavelengthsNm[i] * 1e3)}:${rounded(n[i] * 1e6)}:${rounded(k[i] * 1e6)}`);
  }
  return sha256OfAscii(rows.join(','));
}

function rounded(value: number): number {
  return Math.floor(value + 0.5);
}
