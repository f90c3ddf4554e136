import { describe, expect, it } from 'vitest';
import { constantMaterial, createMaterial } from '#core/materials/material.ts';
import { fringeGrid, fringeStepNm, groupIndexBound } from '#core/optics/sampling/fringes.ts';

const GLASS = constantMaterial('glass', 1.5, 0);
// n = 1.4 + 20 000/λ²: group index n − λ dn/dλ = 1.4 + 60 000/λ²
const CAUCHY = createMaterial('cauchy', { n: { formula: 5, coefficients: [1.4, 0.02, -2], rangeNm: [300, 2000] } });

describe('the fringe rule', () => {
  it('G is the index of a constant and the group index of a glass', () => {
    expect([...groupIndexBound(GLASS, Float64Array.of(400, 800))]).toEqual([1.5, 1.5]);
    const [bound] = groupIndexBound(CAUCHY, Float64Array.of(500));
    expect(bound).toBeCloseTo(1.4 + 60_000 / 250_000, 3); // a difference over ±2 %
    expect(Number.isFinite(groupIndexBound(CAUCHY, Float64Array.of(300))[0])).toBe(true);
  });

  it('gives every fringe of a plate eight steps', () => {
    // fringes of a plate are λ²/(2 n d) apart
    expect((600 * 600) / (2 * 1.5 * 10_000) / fringeStepNm(600, 1.5 * 10_000)).toBeCloseTo(8, 12);
  });

  it('no step is wider than λ²/(16 G), and not much narrower', () => {
    for (const thicknessNm of [0, 200, 5000, 40_000]) {
      const grid = fringeGrid([{ material: CAUCHY, thicknessNm }], [400, 800]) ?? new Float64Array(0);
      expect(grid[0]).toBe(400);
      expect(grid.at(-1)).toBe(800);
      const bound = groupIndexBound(CAUCHY, grid);
      for (let i = 0; i + 1 < grid.length; i++) {
        const allowed = fringeStepNm(grid[i], thicknessNm * bound[i]);
        expect(grid[i + 1] - grid[i]).toBeLessThanOrEqual(Math.min(allowed * (1 + 1e-3), grid[i] * 0.02));
      }
      if (thicknessNm === 40_000) {
        const ideal = (16 * thicknessNm * 1.55) / 800;
        expect(grid.length).toBeLessThan(1.25 * ideal);
      }
    }
  });

  it('says where too many points would be needed', () => {
    expect(fringeGrid([{ material: GLASS, thicknessNm: 1e7 }], [400, 800])).toBeUndefined();
    expect(() => fringeGrid([], [800, 400])).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});
