import { colourDifference } from '#core/optics/colour/colour.ts';
import type { Triple } from '#core/optics/colour/tristimulus.ts';
import type { Target } from '#core/targets/target.ts';
import { onGlassSlab, SEVENTEEN } from './glass-slab.ts';
import { type Case, type Item, ofFirst } from './item.ts';

/** Those of the seventeen that are known over the visible, from 380 nm. */
const VISIBLE = SEVENTEEN.filter((id) => !/^Zn(S|Se)\//.test(id));

/** Wished-for L*, a*, b* of the reflected light, and the ΔE₀₀ that others reached with other tables of n and k. */
const COLOURS: readonly (readonly [name: string, Lab: [number, number, number], others: number])[] = [
  ['red', [50, 80, 0], 3.13],
  ['orange', [70, 40, 80], 4.48],
  ['blue', [70, 0, -80], 5.73],
  ['green', [70, -80, 0], 2.23],
  ['brown', [50, 30, 80], 0.65],
];

function colourCase([name, Lab, others]: (typeof COLOURS)[number]): Case {
  const target: Target = {
    spectra: [],
    measures: [{ measure: 'colour', of: 'R', space: 'Lab', value: Lab, illuminant: 'D65', observer: '2' }],
    stack: { ...onGlassSlab(VISIBLE), maxLayers: 6 },
  };
  const wish: Triple = Lab;
  const score = ofFirst((stack, light) => colourDifference('CIEDE2000', light.labOfR(stack), wish).value);
  return { id: `C13.colour.${name}`, title: `Lab (${Lab.join(', ')}) (${others} with other tables)`, target, score };
}

/** A coloured mirror image at normal incidence, in daylight D65 seen by the 2° observer. */
export const structuralColour: Item = {
  id: 'C13.colour',
  title: `structural colour in reflection, ${VISIBLE.length} materials, at most 6 layers on the glass slab`,
  costName: 'ΔE00 (D65, 2°)',
  summary: 'each',
  cases: COLOURS.map(colourCase),
  note: "scored from the reference solver's R at the 81 wavelengths of the CIE, 380–780 nm, the bare back included; the seventeen materials without ZnS and ZnSe, whose data begin at 400 nm",
};
