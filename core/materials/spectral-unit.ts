import { micrometresToNm } from '#core/materials/refractiveindex-page.ts';

/** Units in which tables of the field give their abscissa. */
export type SpectralUnit = 'nm' | 'um' | 'angstrom' | 'eV' | 'cm-1';

export const SPECTRAL_UNITS: readonly SpectralUnit[] = ['nm', 'um', 'angstrom', 'eV', 'cm-1'];

/** hc in eV nm (CODATA 2018, exact) */
const EV_NM = 1239.8419843320025;

/** A value in its unit as a vacuum wavelength in nm. */
export function toWavelengthNm(value: number, unit: SpectralUnit): number {
  switch (unit) {
    case 'nm':
      return value;
    case 'um':
      return micrometresToNm(value);
    case 'angstrom':
      return value / 10;
    case 'eV':
      return EV_NM / value;
    case 'cm-1':
      return 1e7 / value;
  }
}

/**
 * The unit that a column heading names, such as "wavelength (µm)", "lambda_nm", "Energy / eV"; undefined where it
 * names none, or several.
 */
export function unitInWords(heading: string): SpectralUnit | undefined {
  const text = ` ${heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[_()[\]{}/,;:=|]+/g, ' ')} `;
  const found = new Set<SpectralUnit>();
  if (/ (nm|nanomet(er|re)s?) /.test(text)) found.add('nm');
  if (/ ([uμ]m|micron(s)?|micromet(er|re)s?) /.test(text)) found.add('um');
  if (/ (å|å|angstr[oö]ms?) /.test(text)) found.add('angstrom');
  if (/ ev /.test(text)) found.add('eV');
  if (/ (cm[-−^]*-?1|1 cm|wavenumbers?) /.test(text)) found.add('cm-1');
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * The unit that the values themselves suggest: a median below 60 means µm, above 30 000 cm⁻¹, anything between nm.
 * A guess, to be shown to the person: eV look like µm, and ångströms like nm.
 */
export function unitByMagnitude(values: readonly number[]): SpectralUnit {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (median < 60) return 'um';
  return median > 30_000 ? 'cm-1' : 'nm';
}
