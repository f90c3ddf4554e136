import { StackwrightError } from '#core/errors.ts';
import { tableCurve } from '#core/materials/curve.ts';
import { DAYLIGHT_COMPONENTS, FLUORESCENT_LAMPS } from '#core/optics/colour/illuminant-tables.ts';
import { columnsOf, FLUORESCENT, type Illuminant, STANDARD_WAVELENGTHS_NM } from '#core/optics/colour/standards.ts';
import { exp } from '#core/optics/kernel/elementary.ts';

/** Nominal temperatures of D50 … D75 were set with c₂ = 1.4380 cm K; the scale has since moved to 1.4388. */
const DAYLIGHT_SCALE = 1.4388 / 1.438;
const NOMINAL_K = { D50: 5000, D55: 5500, D65: 6500, D75: 7500 } as const;

/**
 * Relative spectral power of an illuminant on `STANDARD_WAVELENGTHS_NM`, about 100 at 560 nm but for the lamps, whose
 * tables are taken as they are. Only ratios matter.
 * @throws StackwrightError INVALID for a temperature without meaning
 */
export function relativePower(illuminant: Illuminant): Float64Array {
  if (typeof illuminant === 'object') {
    return 'daylightK' in illuminant ? daylight(illuminant.daylightK) : blackbody(illuminant.blackbodyK, 1.4388e7);
  }
  if (illuminant === 'E') return new Float64Array(STANDARD_WAVELENGTHS_NM.length).fill(100);
  if (illuminant === 'A') return blackbody(2848, 1.435e7);
  if (illuminant in NOMINAL_K) return daylight(NOMINAL_K[illuminant as keyof typeof NOMINAL_K] * DAYLIGHT_SCALE);
  const lamp = FLUORESCENT.indexOf(illuminant as (typeof FLUORESCENT)[number]);
  return columnsOf(FLUORESCENT_LAMPS, FLUORESCENT.length + 1)[lamp + 1];
}

/**
 * CIE daylight of a correlated colour temperature: S = S₀ + M₁S₁ + M₂S₂ with M rounded to three decimals, S₀, S₁, S₂
 * joined by straight lines from 10 to 5 nm.
 * @see CIE 15:2004, §3.1 (equations 3.1 to 3.4 and note)
 */
function daylight(temperatureK: number): Float64Array {
  const { x, y } = daylightChromaticity(temperatureK);
  const denominator = 0.0241 + 0.2562 * x - 0.7341 * y;
  const m1 = Math.round(((-1.3515 - 1.7703 * x + 5.9114 * y) / denominator) * 1000) / 1000;
  const m2 = Math.round(((0.03 - 31.4424 * x + 30.0717 * y) / denominator) * 1000) / 1000;
  const [wavelengthsNm, s0, s1, s2] = columnsOf(DAYLIGHT_COMPONENTS, 4);
  const onRows = s0.map((value, row) => value + m1 * s1[row] + m2 * s2[row]);
  const power = new Float64Array(STANDARD_WAVELENGTHS_NM.length);
  tableCurve(wavelengthsNm, onRows).fill(STANDARD_WAVELENGTHS_NM, power);
  return power;
}

function daylightChromaticity(temperatureK: number): { x: number; y: number } {
  if (!(temperatureK >= 4000 && temperatureK <= 25_000)) {
    const message = `CIE daylight is defined from 4000 to 25000 K, not at ${temperatureK} K; choose a blackbody below.`;
    throw new StackwrightError('INVALID', message);
  }
  const t = 1000 / temperatureK;
  const x =
    temperatureK <= 7000
      ? 0.244063 + t * (0.09911 + t * (2.9678 - t * 4.607))
      : 0.23704 + t * (0.24748 + t * (1.9018 - t * 2.0064));
  return { x, y: -0.275 + x * (2.87 - 3 * x) };
}

/** Planck's law relative to 560 nm, × 100; `c2` in nm K. Illuminant A is 2848 K with c₂ = 1.435 × 10⁷ (CIE 15:2004, §3.1). */
function blackbody(temperatureK: number, c2: number): Float64Array {
  if (!(temperatureK >= 500 && temperatureK <= 1e6)) {
    throw new StackwrightError(
      'INVALID',
      `An illuminant cannot be a blackbody of ${temperatureK} K; give 500 … 10⁶ K.`,
    );
  }
  const at560 = exp(c2 / (temperatureK * 560)) - 1;
  return STANDARD_WAVELENGTHS_NM.map((wavelengthNm) => {
    const ratio = 560 / wavelengthNm;
    return (100 * ratio * ratio * ratio * ratio * ratio * at560) / (exp(c2 / (temperatureK * wavelengthNm)) - 1);
  });
}
