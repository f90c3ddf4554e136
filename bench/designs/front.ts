import type { BrowsableCatalogue } from '#core/materials/catalogue.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Target } from '#core/targets/target.ts';
import { grid, type Item } from './item.ts';
import type { Light } from './light.ts';

const WAVELENGTHS_NM = grid(300, 700, 5);
/** Families of which nobody deposits layers from vapour. */
const NOT_DEPOSITED = new Set(['glass', 'polymer', 'liquid', 'gas']);
const THINNEST_NM = 10;
/** The corner from which the front is measured: total thickness, nm, and 1 − R. */
const REFERENCE_POINT = [2000, 0.5] as const;

/** [total thickness nm, mean R]: aluminium alone, then with two dielectrics. */
const LISTED_FRONT = [
  [10, 0.698],
  [20, 0.867],
  [30, 0.905],
  [50, 0.916],
  [150, 0.918],
  [200, 0.924],
  [500, 0.93],
  [1000, 0.942],
  [2000, 0.966],
] as const;

/**
 * Area between a front and the reference point in (log₁₀ thickness, log₁₀(1 − R)): what the front dominates.
 * Thinner than 10 nm counts as 10 nm.
 */
export function hypervolume(front: readonly (readonly [thicknessNm: number, meanR: number])[]): number {
  const [worstNm, worstLoss] = REFERENCE_POINT;
  const points = front
    .filter(([nm, R]) => nm < worstNm && 1 - R < worstLoss)
    .map(([nm, R]) => [Math.log10(Math.max(nm, THINNEST_NM)), Math.log10(1 - R)])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let area = 0;
  let least = Math.log10(worstLoss);
  points.forEach(([, loss], i) => {
    least = Math.min(least, loss);
    const next = points[i + 1]?.[0] ?? Math.log10(worstNm);
    area += (next - points[i][0]) * (Math.log10(worstLoss) - least);
  });
  return area;
}

function covering(catalogue: BrowsableCatalogue): string[] {
  const [first, last] = [WAVELENGTHS_NM[0], WAVELENGTHS_NM[WAVELENGTHS_NM.length - 1]];
  return catalogue.documents().flatMap(({ id, family }) => {
    const range = catalogue.find(id)?.rangeNm;
    const covers = range !== undefined && range[0] <= first && last <= range[1];
    return covers && !NOT_DEPOSITED.has(family) ? [id] : [];
  });
}

const totalNm = ({ layers }: Stack): number => layers.reduce((sum, { thicknessNm }) => sum + thicknessNm, 0);

function meanR(stack: Stack, light: Light): number {
  const { R } = light.curves(stack, { wavelengthsNm: WAVELENGTHS_NM });
  return R.reduce((sum, r) => sum + r, 0) / R.length;
}

/** "Maximise reflection between 300 nm and 700 nm while minimising total thickness." */
export function foundingQuery(catalogue: BrowsableCatalogue): Item {
  const materials = covering(catalogue);
  const target: Target = {
    merit: 'mae',
    minimize: ['error', 'totalThickness'],
    spectra: [{ quantity: 'R', wavelengthsNm: WAVELENGTHS_NM, values: WAVELENGTHS_NM.map(() => 1) }],
    stack: { substrate: { medium: { n: 1.52 } }, materials, maxLayers: 40, totalThicknessNm: { max: 2000 } },
  };
  return {
    id: 'C14',
    title: 'as reflective as possible at 300–700 nm, as thin as possible, on 1.52',
    costName: 'hypervolume',
    isGain: true,
    summary: 'each',
    cases: [
      {
        id: 'C14',
        title: `front of mean R and total thickness, ${materials.length} materials`,
        target,
        candidates: 48,
        score: (stacks, light) => {
          const front = stacks.map((stack) => [totalNm(stack), meanR(stack, light)] as const);
          return { cost: hypervolume(front), note: `${front.length} stacks` };
        },
        listed: { cost: hypervolume(LISTED_FRONT) },
      },
    ],
    note: 'larger is better; 1 more is a decade of thickness times a decade of 1 − R',
  };
}
