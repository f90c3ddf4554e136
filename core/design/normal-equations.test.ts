import { afterEach, describe, expect, test, vi } from 'vitest';
import { Random } from './random.ts';

/** Row by row as the formula has it. */
function expected(jacobian: Float64Array, rows: readonly number[], count: number): number[] {
  return rows.flatMap((a) =>
    rows.map((b) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += jacobian[a * count + i] * jacobian[b * count + i];
      return sum;
    }),
  );
}

describe.each([
  ['in the kernel', WebAssembly],
  ['on a host without WebAssembly', undefined],
])('Gauss–Newton matrix %s', (_, host) => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([1, 2, 3, 7, 20, 31])('is J Jᵀ of %d chosen rows, for even and odd numbers of residuals', async (size) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', host);
    const { accumulateNormalMatrix } = await import('./normal-equations.ts');
    const random = new Random(size);
    for (const count of [1, 2, 5, 142]) {
      const jacobian = Float64Array.from({ length: 2 * size * count }, () => random.between(-1, 1));
      const rows = Array.from({ length: size }, (_row, v) => 2 * size - 1 - 2 * v); // every other one, backwards
      const variables = rows.map((row) => ({ row }));
      const normal = new Float64Array(size * size + 3).fill(-7);
      accumulateNormalMatrix(jacobian, variables, count, normal);
      expected(jacobian, rows, count).forEach((value, i) => {
        expect(Math.abs(normal[i] - value)).toBeLessThan(1e-13);
      });
      expect([...normal.subarray(size * size)]).toEqual([-7, -7, -7]);
      accumulateNormalMatrix(jacobian, variables, count, normal, true);
      expected(jacobian, rows, count).forEach((value, i) => {
        expect(Math.abs(normal[i] - value)).toBeLessThan(1e-5 * (1 + Math.sqrt(count)));
      });
      expect([...normal.subarray(size * size)]).toEqual([-7, -7, -7]);
    }
  });
});
