import { describe, expect, it } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { CompiledTarget } from './compiled-target.ts';
import { createDesignSpace } from './design-space.ts';
import { parseTarget } from './parse-target.ts';
import { compileTarget } from './searched-target.ts';
import type { TargetEntry } from './target.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const none: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const GRID = [400, 450, 500, 550, 600, 650, 700];

const sequence = (media: number[], thicknessNm: number[]): LayerSequence => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});

const materials = { H: { n: 2.35, k: 0.003 }, L: { n: 1.46 }, M: { n: 1.1, k: 3.2 } };

function compile(spectra: Partial<TargetEntry>[], more: object = {}, stack: object = {}): CompiledTarget {
  const target = parseTarget({
    spectra: spectra.map((entry) => ({ quantity: 'R', wavelengthsNm: GRID, values: GRID.map(() => 0.5), ...entry })),
    stack: { substrate: { medium: { n: 1.52 } }, materials, ...stack },
    ...more,
  });
  return compileTarget(target, createDesignSpace(target, catalogue));
}

/** R of a bare glass face: ((n − 1)/(n + 1))². */
const BARE = (0.52 / 2.52) ** 2;

describe('curves that are known already', () => {
  const parts = [
    { front: sequence([0, 1, 0], [60, 90, 120]), back: none },
    { front: sequence([2, 1], [8, 150]), back: none },
    { front: none, back: none },
  ];
  const entries: Partial<TargetEntry>[] = [
    { weight: 2, tolerance: 0.3 },
    { quantity: 'T', kind: 'atMost', values: GRID.map(() => 0.3) },
    { quantity: 'A', kind: 'atLeast', wavelengthsNm: [600, 450], values: [0.2, 0.4] },
    { angleDeg: 45, quantity: 'OD', values: GRID.map(() => 1) },
    { angleDeg: 45, quantity: 'R', statistic: 'mean', wavelengthsNm: [425, 575], values: [0.5, 0.6] },
    { weight: 0, angleDeg: 10 },
  ];

  it.each(['rms', 'mae'])('have the merit of their coating: %s', (merit) => {
    const target = compile(entries, { merit });
    expect(target.rowLength).toBe(2 * GRID.length + 2 * (GRID.length + 2));
    const rows = new Float64Array(parts.length * target.rowLength);
    target.curves(parts, rows);
    parts.forEach(({ front, back }, part) => {
      let at = part * target.rowLength;
      const curves = target.illuminations.map(({ wavelengthsNm: { length } }) => {
        at += 2 * length;
        return { R: rows.slice(at - 2 * length, at - length), T: rows.slice(at - length, at) };
      });
      expect(target.meritOfCurves(curves)).toBeCloseTo(target.merit(front, back), 10);
    });
  });
});

describe('merit of a bare glass face, by hand', () => {
  const merit = (entries: Partial<TargetEntry>[], more: object = {}): number =>
    compile(entries, more).merit(none, none);

  it('is the rms of error over tolerance', () => {
    expect(merit([{ values: GRID.map(() => 0) }])).toBeCloseTo(BARE / 0.01, 10);
    expect(merit([{ values: GRID.map(() => 0), tolerance: 0.1 }])).toBeCloseTo(BARE / 0.1, 10);
    expect(merit([{ wavelengthsNm: [500, 600], values: [0, 1], tolerance: [0.1, 0.2] }])).toBeCloseTo(
      Math.sqrt(((BARE / 0.1) ** 2 + ((1 - BARE) / 0.2) ** 2) / 2),
      10,
    );
  });

  it("shares an entry's weight among its points", () => {
    const two = [
      { values: GRID.map(() => 0), weight: 3 },
      { quantity: 'T', wavelengthsNm: [500], values: [1], weight: 1 },
    ] as const;
    expect(merit([...two] as Partial<TargetEntry>[])).toBeCloseTo(BARE / 0.01, 10);
    const other = [{ ...two[0], values: GRID.map(() => BARE) }, two[1]] as Partial<TargetEntry>[];
    expect(merit(other)).toBeCloseTo(Math.sqrt((1 * (BARE / 0.01) ** 2) / 4), 10);
  });

  it('is the weighted mean absolute error for mae, whatever the tolerance', () => {
    const entries: Partial<TargetEntry>[] = [
      { values: GRID.map(() => 0), weight: 3, tolerance: 5 },
      { quantity: 'T', wavelengthsNm: [500], values: [0], weight: 1 },
    ];
    expect(merit(entries, { merit: 'mae' })).toBeCloseTo((3 * BARE + (1 - BARE)) / 4, 12);
  });

  it('counts only the shortfall of a one-sided wish', () => {
    expect(merit([{ values: GRID.map(() => 0.01), kind: 'atLeast' }])).toBe(0);
    expect(merit([{ values: GRID.map(() => 0.01), kind: 'atMost' }])).toBeCloseTo((BARE - 0.01) / 0.01, 10);
    expect(merit([{ values: GRID.map(() => 0.5), kind: 'atLeast' }])).toBeCloseTo((0.5 - BARE) / 0.01, 10);
  });

  it('knows optical density and decibels with their tolerances', () => {
    const T = 1 - BARE;
    expect(merit([{ quantity: 'OD', values: GRID.map(() => 2) }])).toBeCloseTo((2 + Math.log10(T)) / 0.1, 10);
    expect(merit([{ quantity: 'RdB', values: GRID.map(() => -20) }])).toBeCloseTo(10 * Math.log10(BARE) + 20, 10);
    expect(merit([{ quantity: 'TdB', values: GRID.map(() => 0) }])).toBeCloseTo(-10 * Math.log10(T), 10);
  });

  it('compares a statistic with the same statistic of the wish', () => {
    const values = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    expect(merit([{ values, statistic: 'mean' }])).toBeCloseTo((0.3 - BARE) / 0.01, 10);
    expect(merit([{ values, statistic: 'min' }])).toBeCloseTo(BARE / 0.01, 10);
    expect(merit([{ values, statistic: 'max' }])).toBeCloseTo((0.6 - BARE) / 0.01, 10);
  });

  it('reports mae over R, T, A entries only, and spectra in the order of each entry', () => {
    const target = compile([
      { values: [0.1, 0.2], wavelengthsNm: [700, 400] },
      { quantity: 'OD', values: GRID.map(() => 3) },
      { quantity: 'A', values: GRID.map(() => 0.25), weight: 0 },
    ]);
    const report = target.report(none, none);
    expect(report.mae).toBeCloseTo((Math.abs(BARE - 0.1) + (0.2 - BARE)) / 2, 12);
    expect(report.spectra.map(({ R, T, A }) => [R.length, T.length, A.length])).toEqual([
      [2, 2, 2],
      [7, 7, 7],
      [7, 7, 7],
    ]);
    expect(report.spectra[2].A[0]).toBeCloseTo(0, 12);
    expect(compile([{ quantity: 'OD', values: GRID.map(() => 3) }]).report(none, none).mae).toBeNull();
  });

  it('serves unsorted, repeated and shared wavelengths alike', () => {
    const front = sequence([0, 1], [60, 90]);
    const plain = compile([{ wavelengthsNm: [400, 500, 600], values: [0.1, 0.2, 0.3] }]);
    const mixed = compile([{ wavelengthsNm: [600, 400, 500, 500], values: [0.3, 0.1, 0.2, 0.2] }, { weight: 0 }]);
    const [a, b] = [new Float64Array(3), new Float64Array(4)];
    plain.residuals(front, none, a);
    mixed.residuals(front, none, b);
    expect(mixed.residualCount).toBe(4);
    const scale = Math.sqrt(3 / 4);
    [a[2], a[0], a[1], a[1]].forEach((residual, i) => {
      expect(b[i]).toBeCloseTo(residual * scale, 12);
    });
  });
});

type Name = 'R' | 'T' | 'A' | 'OD' | 'RdB' | 'TdB';
const VALUE: Record<Name, (R: number, T: number) => number> = {
  R: (R) => R,
  T: (_, T) => T,
  A: (R, T) => 1 - R - T,
  OD: (_, T) => -Math.log10(T),
  RdB: (R) => 10 * Math.log10(R),
  TdB: (_, T) => 10 * Math.log10(T),
};

describe('Jacobian', () => {
  const front = sequence([0, 1, 2, 1, 0], [55, 80, 7, 120, 33]);
  const back = sequence([1, 0], [70, 40]);
  const slab = { substrate: { medium: { n: 1.52, k: 1e-7 }, thicknessNm: 5e5 }, backLayers: 'design' };

  function checkGradient(target: CompiledTarget, isL1: boolean): void {
    const layers = front.count + back.count;
    const count = target.residualCount;
    const r = new Float64Array(count);
    const J = new Float64Array(layers * count);
    const merit = target.jacobian(front, back, r, J);
    expect(merit).toBe(target.merit(front, back));
    const h = 1e-4;
    for (let layer = 0; layer < layers; layer++) {
      const thicknessNm = layer < front.count ? front.thicknessNm : back.thicknessNm;
      const at = layer < front.count ? layer : layer - front.count;
      const d = thicknessNm[at];
      const [plus, minus] = [new Float64Array(count), new Float64Array(count)];
      thicknessNm[at] = d + h;
      const above = target.residuals(front, back, plus);
      thicknessNm[at] = d - h;
      const below = target.residuals(front, back, minus);
      thicknessNm[at] = d;
      let dot = 0;
      for (let i = 0; i < count; i++) {
        const exact = J[layer * count + i];
        dot += exact * r[i];
        // the weights of an L1 fit are held fixed: where |error| is above the floor, d√|e| is half of the fixed-weight slope
        if (!isL1) expect(Math.abs(exact - (plus[i] - minus[i]) / (2 * h))).toBeLessThan(1e-6 * (1 + Math.abs(exact)));
      }
      const slope = (above - below) / (2 * h);
      expect(Math.abs(dot - (isL1 ? 0.5 : merit) * slope)).toBeLessThan(1e-6 * (1 + Math.abs(dot)));
    }
  }

  /** An extreme's Jᵀr is e² ∇ ln N, N = (Σ |e|⁸)^(1/8) over the points on the wrong side; Σ r² is e² (or |e|/2) all the same. */
  function checkExtreme(entry: Partial<TargetEntry>, quantity: Name, wish: number, isL1: boolean): void {
    const target = compile([entry], { merit: isL1 ? 'mae' : 'rms' }, slab);
    const sign = entry.statistic === 'max' ? 1 : -1;
    const errors = (): number[] => {
      const { R, T } = target.report(front, back).spectra[0];
      return R.map((reflectance, i) => sign * (VALUE[quantity](reflectance, T[i]) - wish));
    };
    const [r, J] = [new Float64Array(GRID.length), new Float64Array(7 * GRID.length)];
    const merit = target.jacobian(front, back, r, J);
    const squares = r.reduce((sum, residual) => sum + residual * residual, 0);
    expect(squares).toBeCloseTo(isL1 ? merit / 2 : merit * merit, 9);
    if (Math.max(...errors()) < 0) {
      if (entry.kind === 'match') checkGradient(target, isL1);
      return;
    }
    const lnNorm = (): number => Math.log(errors().reduce((sum, e) => sum + Math.max(0, e) ** 8, 0)) / 8;
    for (let layer = 0; layer < front.count; layer++) {
      const d = front.thicknessNm[layer];
      front.thicknessNm[layer] = d + 1e-4;
      const above = lnNorm();
      front.thicknessNm[layer] = d - 1e-4;
      const slope = (above - lnNorm()) / 2e-4;
      front.thicknessNm[layer] = d;
      const product = r.reduce((sum, residual, i) => sum + residual * J[layer * GRID.length + i], 0);
      expect(Math.abs(product - squares * slope)).toBeLessThan(1e-6 * (1 + Math.abs(product)));
    }
  }

  const quantities = ['R', 'T', 'A', 'OD', 'RdB', 'TdB'] as const;
  const wish = { R: 0.3, T: 0.4, A: 0.2, OD: 1.1, RdB: -7, TdB: -9 };
  for (const merit of ['rms', 'mae'] as const) {
    for (const quantity of quantities) {
      for (const statistic of ['each', 'mean', 'min', 'max'] as const) {
        for (const kind of ['match', 'atLeast', 'atMost'] as const) {
          it(`agrees with central differences: ${merit}, ${statistic} ${quantity}, ${kind}`, () => {
            const entry = { quantity, statistic, kind, values: GRID.map(() => wish[quantity]), angleDeg: 30 };
            const isL1 = merit === 'mae';
            if ((statistic === 'min' || statistic === 'max') && kind !== (statistic === 'max' ? 'atLeast' : 'atMost')) {
              checkExtreme(entry, quantity, wish[quantity], isL1);
            } else checkGradient(compile([entry as Partial<TargetEntry>], { merit }, slab), isL1);
          });
        }
      }
    }
  }

  it('agrees for several entries of different light together', () => {
    const entries: Partial<TargetEntry>[] = [
      { wavelengthsNm: [500, 420, 640], values: [0.1, 0.2, 0.9], weight: 2 },
      { quantity: 'T', angleDeg: 45, polarization: 'p', tolerance: 0.05 },
      { quantity: 'OD', angleDeg: 45, polarization: 's', values: GRID.map(() => 2), kind: 'atLeast' },
      { quantity: 'A', statistic: 'mean', weight: 0.5 },
    ];
    checkGradient(compile(entries, {}, slab), false);
  });

  it('is zero where a one-sided wish is fulfilled', () => {
    const target = compile([{ kind: 'atLeast', values: GRID.map(() => 0) }]);
    const J = new Float64Array(front.count * target.residualCount).fill(7);
    expect(target.jacobian(front, none, new Float64Array(target.residualCount), J)).toBe(0);
    expect(J.every((value) => value === 0)).toBe(true);
  });
});

describe('light that cannot be', () => {
  it('refuses an absorbing ambient and reverse light from an absorbing half-space', () => {
    expect(() => compile([{}], {}, { ambient: { n: 1.3, k: 0.1 } })).toThrowError(
      expect.objectContaining({ code: 'ABSORBING_AMBIENT', path: 'stack.ambient' }),
    );
    expect(() => compile([{ direction: 'reverse' }], {}, { substrate: { medium: { n: 3, k: 0.1 } } })).toThrowError(
      expect.objectContaining({ code: 'ABSORBING_AMBIENT', path: 'stack.substrate.medium' }),
    );
  });
});
