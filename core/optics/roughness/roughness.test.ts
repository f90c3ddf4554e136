import { describe, expect, it } from 'vitest';
import { mixIndices } from '#core/materials/mixtures.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { simulateStack } from '#core/optics/reference/simulate.ts';
import { withInterlayers } from '#core/optics/roughness/interlayer.ts';
import { totalIntegratedScatter } from '#core/optics/roughness/scatter.ts';
import type { Medium } from '#core/optics/stack.ts';

const half = (one: Medium, other: Medium): Medium => {
  const index = (medium: Medium) => (typeof medium === 'object' && !('wavelengthsNm' in medium) ? medium.n : 1);
  return { n: mixIndices('bruggeman', [complex(index(one)), complex(index(other))], [0.5, 0.5]).re };
};
const layers = [
  { medium: { n: 2 }, thicknessNm: 100 },
  { medium: { n: 1.5 }, thicknessNm: 50 },
];
const stack = { layers, substrate: { medium: { n: 3 } } };

describe('interlayers', () => {
  it('take σ from each side and keep the whole thickness between the half-spaces', () => {
    const rough = withInterlayers(
      stack,
      [
        { interface: 1, sigmaNm: 3 },
        { interface: 2, sigmaNm: 5 },
      ],
      half,
    );
    expect(rough.map(({ thicknessNm }) => thicknessNm)).toEqual([97, 6, 42, 10]);
    expect(rough[1].medium).toEqual(half({ n: 2 }, { n: 1.5 }));
    expect(rough[3].medium).toEqual(half({ n: 1.5 }, { n: 3 }));
    const onTop = withInterlayers(stack, [{ interface: 0, sigmaNm: 2 }], half);
    expect(onTop.map(({ thicknessNm }) => thicknessNm)).toEqual([4, 98, 50]);
    expect(onTop[0].medium).toEqual(half('air', { n: 2 }));
  });

  it('are none at σ = 0', () => {
    expect(withInterlayers(stack, [{ interface: 1, sigmaNm: 0 }], half)).toEqual(layers);
  });

  it('need interfaces that exist, each once, and layers that can give', () => {
    const at = (value: number, sigmaNm = 1) => [{ interface: value, sigmaNm }];
    expect(() => withInterlayers(stack, at(3), half)).toThrow(/0 … 2/);
    expect(() => withInterlayers(stack, [...at(1), ...at(1)], half)).toThrow(/again/);
    expect(() => withInterlayers(stack, at(2, 51), half)).toThrow(/Layer 1 is 50 nm thick/);
  });

  it('lower R of a weak interface by (4πσn/λ)² to second order, as the scalar theory does', () => {
    const table = (n: number) => ({ n: Float64Array.of(n), k: Float64Array.of(0) });
    const specular = (sigmaNm: number) => {
      const [n0, n1] = [1.5, 1.52];
      const middle = mixIndices('bruggeman', [complex(n0), complex(n1)], [0.5, 0.5]).re;
      const rough = [{ medium: table(middle), thicknessNm: 2 * sigmaNm }];
      const resolved = { ambient: table(n0), layers: rough, substrate: table(n1) };
      const light = { wavelengthsNm: Float64Array.of(600), angleDeg: 0, polarization: 's', direction: 'forward' };
      return simulateStack(resolved, light as never).R[0];
    };
    for (const sigmaNm of [1, 3, 8]) {
      const loss = 1 - specular(sigmaNm) / specular(0);
      const scattered = totalIntegratedScatter(1, sigmaNm, 600, 1.51);
      expect(Math.abs(loss / scattered - 1)).toBeLessThan(0.03);
    }
  });
});

describe('total integrated scatter', () => {
  it('is R(4πσ cos θ/λ)² for small σ, nothing at σ = 0, all of R for a very rough surface', () => {
    expect(totalIntegratedScatter(0.9, 0, 633)).toBe(0);
    expect(totalIntegratedScatter(0.9, 1e4, 633)).toBe(0.9);
    const small = totalIntegratedScatter(0.9, 0.5, 633, 1, 60);
    expect(small / (0.9 * ((4 * Math.PI * 0.5 * 0.5) / 633) ** 2)).toBeCloseTo(1, 4);
    // 1 nm on a mirror at 633 nm: 3.94e-4
    expect(totalIntegratedScatter(1, 1, 633)).toBeCloseTo(3.94e-4, 6);
  });
});
