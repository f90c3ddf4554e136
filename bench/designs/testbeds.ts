import type { Target } from '#core/targets/target.ts';
import { type Case, type Item, ofFirst } from './item.ts';
import { meanMiss } from './light.ts';
import { PHOTON_WEIGHTS, SOLAR_NM } from './sunlight.ts';

/** With one point both merits mean the same, and "rms" follows it to the last digit. */
function bragg(layers: number, cost: number): Case {
  const target: Target = {
    merit: 'rms',
    spectra: [{ quantity: 'R', wavelengthsNm: [600], values: [1] }],
    stack: {
      substrate: { medium: { n: 1.8 } },
      materials: { H: { n: 1.8 }, L: { n: 1.4 } },
      maxLayers: layers,
      thicknessNm: { min: 0, max: 214 },
    },
  };
  const score = ofFirst(meanMiss(target));
  return { id: `C15.bragg-${layers}`, title: `Bragg, ${layers} layers`, target, score, listed: { cost, exact: true } };
}

/** Cost: the share of photons between 375 and 750 nm that do not enter the silicon. */
function photovoltaic(layers: number): Case {
  const target: Target = {
    merit: 'mae',
    // An entry for each wavelength: an entry's weight is shared by its points.
    spectra: SOLAR_NM.map((nm, i) => ({ quantity: 'R', wavelengthsNm: [nm], values: [0], weight: PHOTON_WEIGHTS[i] })),
    stack: {
      substrate: { medium: 'a-Si/Pierce' },
      materials: { A: { n: Math.sqrt(2) }, B: { n: Math.sqrt(3) } },
      maxLayers: layers,
      thicknessNm: { min: 30, max: 250 },
    },
  };
  const score = ofFirst(meanMiss(target));
  return { id: `C15.solar-${layers}`, title: `photovoltaic, ${layers} layers`, target, score };
}

/** Bennet et al., "Illustrated tutorial on global optimization in nanophotonics", J. Opt. Soc. Am. B 41, A126 (2024). */
export const testbeds: Item = {
  id: 'C15',
  title: 'global-search testbeds of nanophotonics',
  costName: '1 − R at 600 nm; photons not in the silicon',
  summary: 'each',
  cases: [
    bragg(10, 0.16485577),
    bragg(20, 0.01447894),
    bragg(40, 9.572e-5),
    photovoltaic(10),
    photovoltaic(20),
    photovoltaic(32),
  ],
  note: 'photovoltaic with a-Si of Pierce & Spicer 1972 and AM1.5G of ASTM G173-03 (0.109604 / 0.108243 with other tables)',
};
