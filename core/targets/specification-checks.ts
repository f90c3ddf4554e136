import { beamOf } from './illumination.ts';
import type { SpecificationRow, Target } from './target.ts';
import type { Refuse } from './term-checks.ts';

/** Refuses two rows of which one forbids what the other asks. */
export function checkContradictions({ specification = [] }: Target, refuse: Refuse): void {
  const bounds = specification.map(boundsOf);
  specification.forEach((row, i) => {
    const [low, high] = bounds[i];
    for (let j = 0; j < i; j++) {
      const [otherLow, otherHigh] = bounds[j];
      if (!speaksOfSame(row, specification[j]) || (low <= otherHigh && otherLow <= high)) continue;
      const message = `The ${row.statistic} of ${row.quantity} would have to be ${described(row)} and ${described(specification[j])} at once (row ${j + 1}).`;
      refuse('IMPOSSIBLE', `specification[${i}]`, message);
    }
  });
}

/** What a row lets its number be; an "=" without a tolerance is taken as loosely as it is judged. */
function boundsOf(row: SpecificationRow): [number, number] {
  const { compare, value, tolerance } = row;
  const slack = tolerance ?? (compare === '=' ? 1 : 0);
  return [
    compare === '<=' ? Number.NEGATIVE_INFINITY : value - slack,
    compare === '>=' ? Number.POSITIVE_INFINITY : value + slack,
  ];
}

function speaksOfSame(a: SpecificationRow, b: SpecificationRow): boolean {
  const key = (row: SpecificationRow) =>
    JSON.stringify([row.quantity, row.statistic, row.rangeNm, beamOf(row), row.environment ?? '']);
  return key(a) === key(b);
}

const described = ({ compare, value }: SpecificationRow): string => `${compare} ${value}`;
