import type { MaterialCatalogue } from '#core/materials/types.ts';
import { compileTarget } from '#core/targets/searched-target.ts';
import { createDesignSpace } from '#core/targets/design-space.ts';
import { parseTarget } from '#core/targets/parse-target.ts';

/** The part that the sample pretends to have measured: a partial reflector, incident side first. */
export const MEASURED_PART = [
  { medium: 'SiO2/Malitson', thicknessNm: 91.3 },
  { medium: 'TiO2/Siefke', thicknessNm: 58.7 },
  { medium: 'SiO2/Malitson', thicknessNm: 97.9 },
  { medium: 'TiO2/Siefke', thicknessNm: 61.2 },
  { medium: 'SiO2/Malitson', thicknessNm: 95.4 },
  { medium: 'TiO2/Siefke', thicknessNm: 60.1 },
];
/** Standard deviation of the added noise, percent of the incident light. */
export const NOISE_PERCENT = 0.1;

/** The text of partial-reflector.csv: the solver's R and T of the part with noise from a fixed seed. */
export function syntheticMeasurement(catalogue: MaterialCatalogue): string {
  const wavelengthsNm = Array.from({ length: 125 }, (_, i) => 380 + 5 * i);
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values: wavelengthsNm.map(() => 0) }],
    stack: {
      substrate: { medium: 'N-BK7/SCHOTT', thicknessNm: 1e6 },
      materials: ['SiO2/Malitson', 'TiO2/Siefke'],
      start: { layers: MEASURED_PART },
    },
  });
  const space = createDesignSpace(target, catalogue);
  if (space.start === undefined) throw new Error('the part has layers');
  const { media, thicknessNm } = space.start;
  const front = {
    count: media.length,
    media: Int32Array.from(media),
    thicknessNm: Float64Array.from(thicknessNm),
  };
  const none = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
  const [{ R, T }] = compileTarget(target, space).report(front, none).spectra;
  const noise = noiseFrom(532);
  const percent = (fraction: number): string => (100 * fraction + NOISE_PERCENT * noise()).toFixed(2);
  return [
    '# NOT A MEASUREMENT: computed by Stackwright for six layers of SiO2 and TiO2 on 1 mm N-BK7,',
    `# with normal noise of ${NOISE_PERCENT} % added; made by samples/measured/synthetic-measurement.ts`,
    '# name: Partial reflector (synthetic measurement)',
    '# substrate: N-BK7/SCHOTT',
    '# substrate mm: 1',
    '# materials: SiO2/Malitson, TiO2/Siefke',
    '# max layers: 8',
    'Wavelength (nm),%R,%T',
    ...wavelengthsNm.map((wavelength, i) => `${wavelength},${percent(R[i])},${percent(T[i])}`),
    '',
  ].join('\n');
}

/** Nearly normal numbers of variance 1: twelve uniform ones less six (mulberry32). */
function noiseFrom(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
