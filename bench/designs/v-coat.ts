import type { Stack } from '#core/optics/stack.ts';
import type { Target } from '#core/targets/target.ts';
import type { Item } from './item.ts';
import type { Light } from './light.ts';

/** The two zeros of R at 550 nm for 1.38 | 2.35 on 1.52, nm. */
const ZEROS_NM = [
  [129.29, 11.67],
  [69.98, 105.35],
] as const;
const NEAR_NM = 2;

const target: Target = {
  merit: 'mae',
  spectra: [{ quantity: 'R', wavelengthsNm: [550], values: [0] }],
  stack: {
    substrate: { medium: { n: 1.52 } },
    materials: { H: { n: 2.35 }, L: { n: 1.38 } },
    maxLayers: 2,
    thicknessNm: { min: 10, max: 500 },
  },
};

function isNear({ layers }: Stack, zero: readonly [number, number]): boolean {
  return layers.length === 2 && layers.every(({ thicknessNm }, i) => Math.abs(thicknessNm - zero[i]) < NEAR_NM);
}

function bestNear(stacks: readonly Stack[], light: Light, zero: readonly [number, number]): number {
  const near = stacks.filter((stack) => isNear(stack, zero));
  return Math.min(1, ...near.map((stack) => light.curves(stack, { wavelengthsNm: [550] }).R[0]));
}

/** Both zeros must be among the candidates: the cost is the larger R of the two, 1 where one is missing. */
export const vCoat: Item = {
  id: 'C5',
  title: 'V-coat at 550 nm, 1.38 on 2.35 on 1.52: both zeros',
  costName: 'larger R of the two',
  summary: 'each',
  cases: [
    {
      id: 'C5',
      title: '(129.29, 11.67) and (69.98, 105.35) nm',
      target,
      candidates: 48,
      score: (stacks, light) => {
        const found = ZEROS_NM.map((zero) => bestNear(stacks, light, zero));
        const note = `${found.filter((r) => r < 1).length} of 2 zeros among ${stacks.length} candidates`;
        return { cost: Math.max(...found), note };
      },
      listed: { cost: 0, exact: true },
    },
  ],
};
