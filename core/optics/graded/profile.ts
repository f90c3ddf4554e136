import { StackwrightError } from '#core/errors.ts';
import { tableCurve } from '#core/materials/curve.ts';
import { exp, sinCos } from '#core/optics/kernel/elementary.ts';

/** How the swing of a rugate fades towards its ends, over depth z in 0 … 1. */
export type Apodisation = 'none' | 'sine' | 'gaussian' | 'quintic';

/** How the share of the second medium runs through a graded layer, from the side the light comes from. */
export type Profile =
  /** 0 … 1 in a straight line */
  | { readonly kind: 'linear' }
  /** 10z³ − 15z⁴ + 6z⁵: without slope or curvature at the ends (W. H. Southwell, Opt. Lett. 8, 584 (1983)) */
  | { readonly kind: 'quintic' }
  /**
   * mean + amplitude·w(z)·sin(2πz·thickness/period + phase). Its stop band lies at λ₀ = 2·n·period, n the mean index.
   */
  | {
      readonly kind: 'rugate';
      readonly periodNm: number;
      /** default 0.5 */
      readonly mean?: number | undefined;
      /** default 0.5: the share swings between 0 and 1 */
      readonly amplitude?: number | undefined;
      readonly phaseDeg?: number | undefined;
      readonly apodisation?: Apodisation | undefined;
    }
  /** straight lines between points; positions rise from 0 to 1 */
  | { readonly kind: 'table'; readonly positions: readonly number[]; readonly fractions: readonly number[] };

/** Share of the second medium, 0 … 1, at a depth z in 0 … 1 of the layer. */
export type FractionAt = (depth: number) => number;

/**
 * A profile as a function of depth.
 * @param thicknessNm of the whole layer
 * @throws StackwrightError INVALID where a share would leave 0 … 1, or a table makes no sense
 */
export function profileFunction(profile: Profile, thicknessNm: number): FractionAt {
  switch (profile.kind) {
    case 'linear':
      return (z) => z;
    case 'quintic':
      return quintic;
    case 'rugate':
      return rugate(profile, thicknessNm);
    case 'table':
      return tabulated(profile.positions, profile.fractions);
  }
}

/** Fewer sublayers than this could miss what a profile does: 8 for each period of a rugate, 4 for each row of a table. */
export function leastSublayers(profile: Profile, thicknessNm: number): number {
  if (profile.kind === 'rugate') return Math.max(16, 8 * Math.ceil(thicknessNm / profile.periodNm));
  return profile.kind === 'table' ? Math.max(16, 4 * profile.positions.length) : 16;
}

const quintic = (z: number): number => z * z * z * (10 + z * (6 * z - 15));

function rugate(profile: Extract<Profile, { kind: 'rugate' }>, thicknessNm: number): FractionAt {
  const { periodNm, mean = 0.5, amplitude = 0.5, phaseDeg = 0, apodisation = 'none' } = profile;
  if (!(periodNm > 0)) {
    throw new StackwrightError('INVALID', `A rugate's period must be above 0 nm, not ${periodNm}.`);
  }
  if (!(amplitude >= 0 && mean - amplitude >= -1e-12 && mean + amplitude <= 1 + 1e-12)) {
    const message = `A rugate of mean ${mean} and amplitude ${amplitude} asks for shares outside 0 … 1; make the amplitude smaller.`;
    throw new StackwrightError('INVALID', message);
  }
  const phase = (phaseDeg * Math.PI) / 180;
  const window = WINDOWS[apodisation];
  return (z) => {
    const swing = sinCos((2 * Math.PI * z * thicknessNm) / periodNm + phase).sin;
    return Math.min(1, Math.max(0, mean + amplitude * window(z) * swing));
  };
}

/** 1 in the middle. The Gaussian falls to e⁻⁴ at the ends; the quintic rises and falls over half the layer each. */
const WINDOWS: Readonly<Record<Apodisation, FractionAt>> = {
  none: () => 1,
  sine: (z) => sinCos(Math.PI * z).sin,
  gaussian: (z) => exp(-4 * (2 * z - 1) * (2 * z - 1)),
  quintic: (z) => quintic(1 - Math.abs(2 * z - 1)),
};

function tabulated(positions: readonly number[], fractions: readonly number[]): FractionAt {
  const rises = positions.every((value, i) => i === 0 || value > positions[i - 1]);
  const spans = positions.length >= 2 && positions[0] === 0 && positions[positions.length - 1] === 1;
  if (!(rises && spans && fractions.length === positions.length)) {
    const message = 'The table of a profile needs positions that rise from 0 to 1 and one fraction for each.';
    throw new StackwrightError('INVALID', message);
  }
  if (!fractions.every((value) => value >= 0 && value <= 1)) {
    throw new StackwrightError('INVALID', 'The fractions of a profile must lie within 0 … 1.');
  }
  const curve = tableCurve(positions, fractions);
  const out = new Float64Array(1);
  return (z) => {
    curve.fill([z], out);
    return out[0];
  };
}
