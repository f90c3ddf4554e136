import type { TargetEntry } from './target.ts';

/** Units of the first column of a spectrum. */
export type SpectralUnit = 'nm' | 'µm' | 'Å' | 'cm⁻¹' | 'eV';

/** What the heading of a curve says. */
export type ColumnMeaning = Pick<TargetEntry, 'quantity' | 'polarization' | 'angleDeg'> & { isPercent: boolean };

/** hc/e, eV nm */
const EV_NM = 1239.841984;

/** The vacuum wavelength of a value in the unit, nm. */
export function toNm(value: number, unit: SpectralUnit): number {
  switch (unit) {
    case 'nm':
      return value;
    case 'µm':
      return value * 1000;
    case 'Å':
      return value / 10;
    case 'cm⁻¹':
      return 1e7 / value;
    case 'eV':
      return EV_NM / value;
  }
}

const UNITS: readonly [RegExp, SpectralUnit][] = [
  [/cm\s*(\^?\s*[-−–]\s*1|⁻¹)|1\s*\/\s*cm|wave\s*number/i, 'cm⁻¹'],
  [/\bnm\b|nanomet/i, 'nm'],
  [/[µμu]m\b|micron|micromet/i, 'µm'],
  [/\bev\b/i, 'eV'],
  [/Å|angstr/i, 'Å'],
];

/** The unit that the heading of the first column names. */
export function spectralUnit(heading: string): SpectralUnit | undefined {
  return UNITS.find(([pattern]) => pattern.test(heading))?.[1];
}

const QUANTITIES: readonly [RegExp, TargetEntry['quantity']][] = [
  [/^(abs\b|absorbance|extinction|od\b|optical density)/i, 'OD'],
  [/^(a\b|absorptance|absorption)/i, 'A'],
  [/^(r[sp]?\b|reflect)/i, 'R'],
  [/^(t[sp]?\b|transm)/i, 'T'],
];

/**
 * The meaning of a curve's heading: "R", "%T", "Rs 45°", "Transmittance (p, 30 deg)", "Absorbance" (OD = −log10 T).
 * @param fallback the quantity of a curve without a heading
 */
export function describeColumn(
  heading: string,
  fallback?: TargetEntry['quantity'],
): ColumnMeaning | 'tolerance' | undefined {
  if (/^(tol|sigma|σ|error|std|uncert)/i.test(heading)) return 'tolerance';
  const name = heading.replace(/^[%\s]+/, '');
  const quantity = name === '' ? fallback : QUANTITIES.find(([pattern]) => pattern.test(name))?.[1];
  if (quantity === undefined) return undefined;
  const polarization = polarizationIn(name);
  const angleDeg = angleIn(name);
  return {
    quantity,
    ...(polarization === undefined ? {} : { polarization }),
    ...(angleDeg === undefined ? {} : { angleDeg }),
    isPercent: /%|percent/i.test(heading),
  };
}

function polarizationIn(heading: string): 's' | 'p' | undefined {
  const letter = /^[rt]([sp])\b/i.exec(heading)?.[1] ?? /\b([sp])(-pol|\b)/i.exec(heading.slice(1))?.[1];
  return letter === undefined ? undefined : letter.toLowerCase() === 's' ? 's' : 'p';
}

function angleIn(heading: string): number | undefined {
  const angle = /(\d+(?:\.\d+)?)\s*(?:°|deg)/i.exec(heading)?.[1];
  return angle === undefined ? undefined : Number(angle);
}
