import { describe, expect, it } from 'vitest';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import { type CompiledTarget, compileSpectra } from './compiled-target.ts';
import { createDesignSpace } from './design-space.ts';
import { parseTarget } from './parse-target.ts';
import { compileTarget } from './searched-target.ts';

const catalogue: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const none: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };
const GRID = [450, 500, 550, 600, 650];

const sequence = (media: number[], thicknessNm: number[]): LayerSequence => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});

const FRONT = sequence([0, 1, 0, 1, 0], [62, 95, 48, 130, 71]);
const BACK = sequence([1, 0], [88, 54]);
const materials = { H: { n: 2.35, k: 0.003 }, L: { n: 1.46 } };
const SLAB = { substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 }, materials, backLayers: 'design' };
const THIN_SLAB = { ...SLAB, substrate: { medium: { n: 1.52 }, thicknessNm: 800, coherent: true } };
const HALF = { substrate: { medium: { n: 1.52 } }, materials };
const R = { quantity: 'R', wavelengthsNm: GRID, values: GRID.map(() => 0.3) };

function compile(target: object, bare = false): CompiledTarget {
  const parsed = parseTarget({ spectra: [R], stack: HALF, ...target });
  const space = createDesignSpace(parsed, catalogue);
  return bare ? compileSpectra(parsed, space) : compileTarget(parsed, space);
}

/** Largest difference between the Jacobian and central differences of the residuals, relative to its largest entry. */
function gradientError(target: CompiledTarget, front: LayerSequence, back: LayerSequence): number {
  const count = target.residualCount;
  const layers = front.count + back.count;
  const [r, plus, minus] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const J = new Float64Array(layers * count);
  expect(target.jacobian(front, back, r, J)).toBeCloseTo(target.merit(front, back), 12);
  let [largest, worst] = [0, 0];
  for (let layer = 0; layer < layers; layer++) {
    const [part, at] = layer < front.count ? [front, layer] : [back, layer - front.count];
    const nm = part.thicknessNm[at];
    part.thicknessNm[at] = nm + 1e-4;
    target.residuals(front, back, plus);
    part.thicknessNm[at] = nm - 1e-4;
    target.residuals(front, back, minus);
    part.thicknessNm[at] = nm;
    for (let i = 0; i < count; i++) {
      const slope = (plus[i] - minus[i]) / 2e-4;
      largest = Math.max(largest, Math.abs(slope));
      worst = Math.max(worst, Math.abs(slope - J[layer * count + i]));
    }
  }
  return worst / largest;
}

const HOT = {
  id: 'hot',
  weight: 2,
  temperature: { deltaK: 80, dnPerK: { H: -5e-5, L: 1e-5 }, expansionPerK: { H: 7e-6, L: 5e-7 } },
};

describe('the gradient agrees with differences', () => {
  const cases: [string, object][] = [
    [
      'environments',
      {
        environments: [{ id: 'water', ambient: { n: 1.33 } }, HOT],
        spectra: [R, { ...R, environment: 'water', angleDeg: 30 }, { ...R, environment: 'hot' }],
      },
    ],
    [
      'Rs − Rp and Ts − Tp',
      {
        spectra: [
          { ...R, quantity: 'Rs-Rp', angleDeg: 45, values: GRID.map(() => 0.1) },
          { ...R, quantity: 'Ts-Tp', angleDeg: 45, kind: 'atMost', statistic: 'mean', values: GRID.map(() => -0.5) },
          R,
        ],
      },
    ],
    [
      'all penalties',
      {
        penalties: {
          totalThickness: { aboveNm: 300 },
          layerCount: { above: 3 },
          thinLayers: { belowNm: 60 },
          filmForce: { stressMPa: { H: -300, L: 120 }, limitNPerM: 5 },
        },
      },
    ],
    [
      'penalties of an L1 merit',
      { merit: 'mae', penalties: { totalThickness: { aboveNm: 300 }, thinLayers: { belowNm: 60 } } },
    ],
    ['errors of thickness', { robust: { thicknessRelative: 0.02, thicknessNm: 1, samples: 6 } }],
    ['errors of n', { robust: { indexRelative: 0.01, samples: 4 }, penalties: { thinLayers: { belowNm: 80 } } }],
    [
      'points between',
      { sampling: 'between', spectra: [{ ...R, statistic: 'mean', kind: 'atLeast', values: GRID.map(() => 0.9) }, R] },
    ],
  ];
  const light = { angleDeg: 30, polarization: 'p', weight: 2 };
  const phase = (quantity: string, value: number, more: object = {}) => ({
    ...R,
    quantity,
    values: GRID.map(() => value),
    ...more,
  });
  cases.push(
    [
      'phases and their derivatives in ω',
      {
        spectra: [
          phase('phaseR', 200),
          phase('phaseT', -90, { angleDeg: 40, polarization: 'p' }),
          phase('GDR', 5, { statistic: 'mean' }),
          phase('GDDR', -40, { kind: 'atMost' }),
          phase('GDT', 3),
          phase('TODT', 10),
        ],
      },
    ],
    [
      'peaks of |E|²',
      {
        spectra: [
          phase('peakE2', 0.5, { kind: 'atMost', media: ['H'] }),
          phase('peakE2', 1, { angleDeg: 30, polarization: 'p' }),
        ],
      },
    ],
    [
      'retardance and ellipsometry',
      {
        environments: [HOT],
        spectra: [
          phase('psPhaseR', 90, { angleDeg: 45 }),
          phase('psPhaseT', 20, { angleDeg: 45 }),
          phase('psi', 30, { angleDeg: 70 }),
          phase('delta', 150, { angleDeg: 70, environment: 'hot' }),
          phase('psi', 20, { angleDeg: 20 }),
        ],
      },
    ],
    [
      'colours',
      {
        measures: [
          { measure: 'colour', of: 'R', space: 'Lab', value: [60, 10, -20], ...light },
          {
            measure: 'colour',
            of: 'T',
            space: 'xyY',
            value: [0.3, 0.35, 60],
            illuminant: 'A',
            observer: '10',
            tolerance: 2,
          },
          { measure: 'colour', of: 'R', space: 'LCh', value: [50, 30, 120] },
        ],
      },
    ],
    [
      'weighted means',
      {
        spectra: [],
        measures: [
          { measure: 'integral', of: 'T', weighting: 'solar', rangeNm: [300, 1500], value: 0.9, ...light },
          { measure: 'integral', of: 'A', weighting: 'photopic', kind: 'atLeast', value: 0.2 },
          {
            measure: 'integral',
            of: 'R',
            weighting: { blackbodyK: 3000 },
            rangeNm: [500, 2000],
            value: 0.1,
            tolerance: 0.05,
          },
          {
            measure: 'integral',
            of: 'R',
            weighting: { wavelengthsNm: [400, 500, 700], values: [0, 1, 0.2] },
            value: 0.1,
          },
        ],
      },
    ],
    [
      'edges, widths and centres',
      {
        spectra: [],
        measures: [
          { measure: 'edge', of: 'R', rangeNm: [400, 520], value: 470, ...light },
          { measure: 'fwhm', of: 'R', rangeNm: [400, 1100], value: 200, toleranceNm: 5 },
          { measure: 'centre', of: 'R', rangeNm: [400, 1100], kind: 'atLeast', value: 700 },
        ],
      },
    ],
    [
      'measures elsewhere, with errors',
      {
        environments: [HOT],
        robust: { thicknessNm: 1, samples: 2 },
        measures: [{ measure: 'integral', of: 'R', weighting: 'photopic', value: 0.1, environment: 'hot' }],
      },
    ],
  );
  for (const [name, target] of cases) {
    it(name, () => {
      const isL1 = 'merit' in target;
      // The weights of an L1 fit are held fixed in its Jacobian, so there it is the merit's own gradient that is compared.
      if (!isL1) {
        expect(gradientError(compile(target), FRONT, none)).toBeLessThan(1e-6);
        if (!('robust' in target)) expect(needleError(compile(target), FRONT, none)).toBeLessThan(1e-7);
        const needsCoherence = /phases|retardance|peaks/.test(name);
        const slab = needsCoherence ? THIN_SLAB : SLAB;
        expect(gradientError(compile({ ...target, stack: slab }), FRONT, BACK)).toBeLessThan(1e-6);
        if (!('robust' in target)) {
          expect(needleError(compile({ ...target, stack: slab }), FRONT, BACK)).toBeLessThan(1e-7);
        }
      } else expect(meritGradientError(compile(target))).toBeLessThan(1e-6);
    });
  }
});

/** Needles' slopes against the Jacobian of layers of no thickness, one at a time. */
function needleError(target: CompiledTarget, front: LayerSequence, back: LayerSequence): number {
  const places = [
    { onBack: false, layer: 1, fraction: 0.4 },
    { onBack: false, layer: 3, fraction: 0 },
    ...(back.count > 0 ? [{ onBack: true, layer: 2, fraction: 0 }] : []),
  ];
  const slopes = new Float64Array(2 * places.length);
  target.needleSlopes(front, back, places, slopes);
  const r = new Float64Array(target.residualCount);
  let [largest, worst] = [0, 0];
  places.forEach(({ onBack, layer, fraction }, p) => {
    for (const medium of [0, 1]) {
      const host = onBack ? back : front;
      const cut = fraction > 0 ? [host.media[layer]] : [];
      const media = [...host.media.slice(0, layer), ...cut, medium, ...host.media.slice(layer)];
      const nm = [...host.thicknessNm];
      if (fraction > 0) nm.splice(layer, 1, nm[layer] * fraction, 0, nm[layer] * (1 - fraction));
      else nm.splice(layer, 0, 0);
      const probe = sequence(media, nm);
      const J = new Float64Array((probe.count + back.count + front.count) * r.length);
      target.jacobian(onBack ? front : probe, onBack ? probe : back, r, J);
      const row = (onBack ? front.count : 0) + layer + cut.length;
      const slope = r.reduce((sum, residual, i) => sum + 2 * residual * J[row * r.length + i], 0);
      largest = Math.max(largest, Math.abs(slope));
      worst = Math.max(worst, Math.abs(slope - slopes[2 * p + medium]));
    }
  });
  return worst / largest;
}

/** For "mae": 2 Jᵀr against differences of the merit. */
function meritGradientError(target: CompiledTarget): number {
  const r = new Float64Array(target.residualCount);
  const J = new Float64Array(FRONT.count * r.length);
  target.jacobian(FRONT, none, r, J);
  let worst = 0;
  for (let layer = 0; layer < FRONT.count; layer++) {
    const nm = FRONT.thicknessNm[layer];
    const at = (d: number): number => {
      FRONT.thicknessNm[layer] = d;
      return target.merit(FRONT, none);
    };
    const slope = (at(nm + 1e-4) - at(nm - 1e-4)) / 2e-4;
    FRONT.thicknessNm[layer] = nm;
    let product = 0;
    for (let i = 0; i < r.length; i++) product += 2 * J[layer * r.length + i] * r[i];
    worst = Math.max(worst, Math.abs(slope - product));
  }
  return worst;
}

describe('environments', () => {
  it('are the same part with what they name exchanged', () => {
    const there = compile({
      environments: [{ id: 'water', ambient: { n: 1.33 } }],
      spectra: [{ ...R, environment: 'water', angleDeg: 20 }],
    });
    const direct = compile({ spectra: [{ ...R, angleDeg: 20 }], stack: { ...HALF, ambient: { n: 1.33 } } });
    expect(there.merit(FRONT, none)).toBeCloseTo(direct.merit(FRONT, none), 12);
  });

  it('warm: n + dn/dT ΔT, thickness (1 + α ΔT)', () => {
    const there = compile({ environments: [HOT], spectra: [{ ...R, environment: 'hot' }] });
    const hot = { H: { n: 2.35 - 80 * 5e-5, k: 0.003 }, L: { n: 1.46 + 80 * 1e-5 } };
    const direct = compile({ stack: { ...HALF, materials: hot } });
    const thicker = sequence(
      [...FRONT.media],
      Array.from(FRONT.thicknessNm, (nm, i) => nm * (1 + 80 * (FRONT.media[i] === 0 ? 7e-6 : 5e-7))),
    );
    expect(there.merit(FRONT, none)).toBeCloseTo(direct.merit(thicker, none), 12);
  });

  it('multiply the weights of what refers to them', () => {
    const both = (weight: number) =>
      compile({
        environments: [{ id: 'e', ambient: { n: 1.33 }, weight }],
        spectra: [R, { ...R, environment: 'e', angleDeg: 20 }],
      }).merit(FRONT, none);
    const [own, other] = [both(0), both(1e12)];
    expect(both(3)).toBeCloseTo(Math.sqrt((own * own + 3 * other * other) / 4), 6);
  });
});

describe('differences of the polarizations', () => {
  it('vanish at normal incidence and are Rs − Rp elsewhere', () => {
    const difference = (angleDeg: number) =>
      compile({ spectra: [{ ...R, quantity: 'Rs-Rp', angleDeg, values: GRID.map(() => 0) }] });
    expect(difference(0).merit(FRONT, none)).toBeCloseTo(0, 10);
    const values = difference(50).report(FRONT, none).spectra[0].values;
    const single = (polarization: string) =>
      compile({ spectra: [{ ...R, angleDeg: 50, polarization }] }).report(FRONT, none).spectra[0].R;
    const [s, p] = [single('s'), single('p')];
    values?.forEach((value, i) => {
      expect(value).toBeCloseTo(s[i] - p[i], 12);
    });
  });
});

describe('penalties', () => {
  it('are reported beside the merit, which they leave alone', () => {
    const target = compile({
      penalties: {
        totalThickness: { aboveNm: 306, toleranceNm: 50 },
        filmForce: { stressMPa: { H: -300, L: 100 }, limitNPerM: 10, toleranceNPerM: 2 },
        layerCount: { above: 4, weight: 9 },
        thinLayers: { belowNm: 58, toleranceNm: 10, weight: 4 },
      },
    });
    const { merit, penalised } = target.report(FRONT, none);
    expect(merit).toBeCloseTo(compile({}, true).merit(FRONT, none), 12);
    const force = Math.abs(-300 * (62 + 48 + 71) + 100 * (95 + 130)) * 1e-3;
    const added = ((406 - 306) / 50) ** 2 + ((force - 10) / 2) ** 2 + 9 + 4;
    expect(penalised).toBeCloseTo(Math.sqrt(merit * merit + added), 10);
  });

  it('count no layer that is not there', () => {
    const merit = (front: LayerSequence) => compile({ penalties: { layerCount: { above: 0 } } }).merit(front, none);
    expect(merit(sequence([0, 1, 0], [60, 0, 40]))).toBeCloseTo(merit(sequence([0], [100])), 12);
  });

  it('refuse the stress of what no layer is made of', () => {
    expect(() => compile({ penalties: { filmForce: { stressMPa: { X: 1 }, limitNPerM: 1 } } })).toThrow(
      expect.objectContaining({ code: 'INVALID', path: 'penalties.filmForce.stressMPa.X' }),
    );
  });
});

describe('errors of manufacture', () => {
  it('add the variance of the residuals: to first order Σ σ² (∂r/∂d)²', () => {
    const sigma = 0.1;
    // A wish that the coating meets: there is no r ∂²r/∂d² beside the variance.
    const values = compile({}).report(FRONT, none).spectra[0].R;
    const spectra = [{ ...R, values }];
    const bare = compile({ spectra });
    const r = new Float64Array(bare.residualCount);
    const J = new Float64Array(FRONT.count * r.length);
    expect(bare.jacobian(FRONT, none, r, J)).toBeCloseTo(0, 10);
    const variance = J.reduce((sum, slope) => sum + sigma * sigma * slope * slope, 0);
    const target = compile({ spectra, robust: { thicknessNm: sigma, samples: 256 } });
    expect(Math.abs(target.merit(FRONT, none) ** 2 / variance - 1)).toBeLessThan(0.2);
  });
});

describe('points between', () => {
  it('make the merit see what lies between the points, and leave the reported merit', () => {
    const wish = { quantity: 'R', wavelengthsNm: [400, 500, 600, 700], values: [0, 0, 0, 0] };
    const between = compile({ spectra: [wish], sampling: 'between' });
    const dense = compile({
      spectra: [
        {
          ...wish,
          wavelengthsNm: Array.from({ length: 3001 }, (_, i) => 400 + i / 10),
          values: new Array(3001).fill(0),
        },
      ],
    });
    expect(Math.abs(between.merit(FRONT, none) / dense.merit(FRONT, none) - 1)).toBeLessThan(0.02);
    const report = between.report(FRONT, none);
    expect(report.merit).toBeCloseTo(compile({ spectra: [wish] }).merit(FRONT, none), 12);
    expect(report.spectra[0].R).toHaveLength(4);
  });
});
