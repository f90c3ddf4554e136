import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { tableCurve } from '#core/materials/curve.ts';
import { constantMaterial, curveMaterial } from '#core/materials/material.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import { SimulateRequest, simulateRequest } from '#core/optics/simulate-request.ts';
import { TableCache } from '#core/optics/table-cache.ts';
import { parseOrThrow } from '#core/validation.ts';

const MATERIALS: Record<string, Material> = {
  SiO2: curveMaterial('SiO2/Film', tableCurve([300, 900], [1.48, 1.45]), tableCurve([300, 900], [0, 0])),
  TiO2: curveMaterial('TiO2/Film', tableCurve([300, 900], [2.7, 2.3]), tableCurve([300, 900], [2e-3, 0])),
  BK7: constantMaterial('BK7/Constant', 1.52, 0),
};
const catalogue: MaterialCatalogue = { find: (id) => MATERIALS[id], suggest: () => ['SiO2'] };
const simulate = (request: object, tables?: TableCache) =>
  simulateRequest(parseOrThrow(SimulateRequest, request), catalogue, tables);
const grid = (low: number, high: number, step: number) =>
  Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);

function failure(request: object): StackwrightError {
  try {
    simulate(request);
  } catch (error) {
    if (error instanceof StackwrightError) return error;
    throw error;
  }
  throw new Error('the request was answered');
}

const layers = [
  { medium: 'TiO2', thicknessNm: 60 },
  { medium: 'SiO2', thicknessNm: 90 },
  { medium: 'TiO2', thicknessNm: 40 },
];
const stack = { layers, substrate: { medium: 'BK7' } };
const visible = { wavelengthsNm: grid(380, 780, 5) };
const plain = { stack, illumination: visible };

describe('colour and integrals', () => {
  it('come with R, T and A when they are wanted', () => {
    const answer = simulate({ ...plain, want: ['colour'] });
    const explicit = simulate({ ...plain, colour: { illuminant: 'D65', observer: '2' } });
    expect(answer.colour).toEqual(explicit.colour);
    expect(Object.keys(answer.colour?.R ?? {})).toEqual([
      'XYZ',
      'xyY',
      'Lab',
      'LCh',
      'Luv',
      'sRGB',
      'inGamut',
      'dominantWavelengthNm',
      'purity',
    ]);
    const integrals = simulate({ ...plain, integrals: [{ weight: 'photopic' }] }).integrals ?? [];
    expect(integrals[0].R).toBeCloseTo((answer.colour?.R.XYZ[1] ?? 0) / 100, 5);
    expect(integrals[0].R + integrals[0].T + integrals[0].A).toBeCloseTo(1, 13);
    expect(simulate(plain).colour).toBeUndefined();
  });

  it('take every weight and light', () => {
    const integrals = [
      { weight: 'AM1.5G', outside: 'overlap' },
      { weight: 'AM1.5D', photons: true, rangeNm: [400, 700] },
      { weight: { blackbodyK: 6000 }, outside: 'overlap' },
      { weight: { wavelengthsNm: [500, 600], values: [1, 1] } },
      { weight: 'photopic', illuminant: { daylightK: 5000 } },
    ];
    const answer = simulate({ ...plain, integrals, colour: { illuminant: 'F11', observer: '10' } });
    for (const { R, T, A, coverage } of answer.integrals ?? []) {
      expect(R + T + A).toBeCloseTo(1, 12);
      expect(coverage).toBeGreaterThan(0);
      expect(coverage).toBeLessThanOrEqual(1);
    }
    expect(answer.integrals).toHaveLength(5);
  });

  it('name the place where the wavelengths do not reach', () => {
    const short = { ...plain, illumination: { wavelengthsNm: [400, 700] } };
    expect(failure({ ...short, colour: {} })).toMatchObject({ code: 'OUT_OF_RANGE', path: 'colour' });
    expect(failure({ ...short, integrals: [{ weight: 'photopic' }] })).toMatchObject({
      code: 'OUT_OF_RANGE',
      path: 'integrals[0]',
    });
    expect(failure({ ...plain, colour: { illuminant: 'D20' } }).path).toBe('colour.illuminant');
  });

  it('give the scatter of a rough surface', () => {
    const { scatter, R } = simulate({ ...plain, scatterSigmaNm: 2 });
    expect(scatter?.TIS[24]).toBeCloseTo(R[24] * (1 - Math.exp(-(((4 * Math.PI * 2) / 500) ** 2))), 15);
  });
});

describe('models of the stack', () => {
  const half = {
    rule: 'bruggeman',
    parts: [
      { medium: 'SiO2', fraction: 0.5 },
      { medium: 'air', fraction: 0.5 },
    ],
  };

  it('name mixtures, whatever a cache has seen', () => {
    const tables = new TableCache();
    const named = { ...plain, stack: { ...stack, layers: [{ medium: 'porous', thicknessNm: 110 }] } };
    const porous = simulate({ ...named, mixtures: { porous: half } }, tables);
    const dense = simulate(
      {
        ...named,
        mixtures: {
          porous: {
            ...half,
            parts: [
              { medium: 'SiO2', fraction: 0.9 },
              { medium: 'air', fraction: 0.1 },
            ],
          },
        },
      },
      tables,
    );
    expect(Math.max(...porous.R)).toBeLessThan(0.05);
    expect(dense.R[30]).not.toBeCloseTo(porous.R[30], 3);
    expect(failure(named)).toMatchObject({ code: 'UNKNOWN_MATERIAL', path: 'stack.layers[0].medium' });
    expect(
      failure({ ...named, mixtures: { porous: { ...half, parts: [...half.parts, half.parts[0]] } } }),
    ).toMatchObject({
      code: 'INVALID',
      path: 'mixtures.porous',
    });
    const unknown = { ...half, parts: [half.parts[0], { medium: 'Unobtainium', fraction: 0.5 }] };
    expect(failure({ ...named, mixtures: { porous: unknown } }).path).toBe('mixtures.porous.parts[1].medium');
  });

  it('make rough interfaces, none at σ = 0', () => {
    const smooth = simulate(plain);
    const none = simulate({ ...plain, roughness: [{ interface: 1, sigmaNm: 0 }] });
    expect(none.R).toEqual(smooth.R);
    const rough = simulate({ ...plain, roughness: [0, 1, 2, 3].map((at) => ({ interface: at, sigmaNm: 2 })) });
    expect(Math.max(...rough.R)).toBeLessThan(Math.max(...smooth.R));
    expect(failure({ ...plain, roughness: [{ interface: 4, sigmaNm: 1 }] }).path).toBe('roughness[0].interface');
  });

  it('make graded layers fine enough, so that finer ones change nothing', () => {
    const graded = [{ layer: 1, to: 'TiO2', rule: 'bruggeman', profile: { kind: 'quintic' } }];
    const found = simulate({ ...plain, graded });
    const fine = simulate({ ...plain, graded: [{ ...graded[0], sublayers: 2000 }] });
    found.R.forEach((R, i) => {
      expect(Math.abs(R - fine.R[i])).toBeLessThan(1e-4);
    });
    const coarse = simulate({ ...plain, graded: [{ ...graded[0], sublayers: 2 }] });
    expect(Math.max(...coarse.R.map((R, i) => Math.abs(R - fine.R[i])))).toBeGreaterThan(1e-3);
    const wrong = [{ ...graded[0], layer: 3 }];
    expect(failure({ ...plain, graded: wrong }).path).toBe('graded[0].layer');
    const border = { graded, roughness: [{ interface: 2, sigmaNm: 1 }] };
    expect(failure({ ...plain, ...border }).path).toBe('roughness[0].interface');
    const elsewhere = simulate({ ...plain, graded, roughness: [{ interface: 0, sigmaNm: 1e-6 }] });
    elsewhere.R.forEach((R, i) => {
      expect(R).toBeCloseTo(found.R[i], 6);
    });
  });

  it('see the periods of a rugate from the first count of sublayers on', () => {
    const long = { ...stack, layers: [{ medium: 'SiO2', thicknessNm: 64 * 150 }] };
    const graded = [{ layer: 0, to: 'TiO2', profile: { kind: 'rugate', periodNm: 150, mean: 0.1, amplitude: 0.1 } }];
    const light = { wavelengthsNm: grid(400, 540, 10) };
    const found = simulate({ stack: long, illumination: light, graded, gradedTolerance: 1e-3 });
    expect(Math.max(...found.R)).toBeGreaterThan(0.9);
    const short = [{ ...graded[0], profile: { ...graded[0].profile, periodNm: 5 } }];
    expect(failure({ stack: long, illumination: light, graded: short })).toMatchObject({
      code: 'LIMIT',
      path: 'graded',
    });
  });

  it('keep the places of what is wrong elsewhere in the stack', () => {
    const graded = [{ layer: 0, to: 'SiO2', profile: { kind: 'linear' } }];
    const broken = { ...stack, layers: [...layers, { medium: 'Unobtainium', thicknessNm: 5 }] };
    expect(failure({ ...plain, stack: broken, graded })).toMatchObject({
      code: 'UNKNOWN_MATERIAL',
      path: 'stack.layers[3].medium',
    });
    const outside = { ...plain, illumination: { wavelengthsNm: [200] }, graded };
    expect(failure(outside)).toMatchObject({ code: 'OUT_OF_RANGE', path: 'stack.layers[0].medium' });
    expect(simulate({ ...outside, outOfRange: 'clamp' }).clamped?.length).toBeGreaterThan(0);
  });
});

describe('phases, delays and fields of modelled stacks', () => {
  const light = { wavelengthsNm: [450, 550, 700], angleDeg: 40, polarization: 'p' };
  const models = {
    mixtures: {
      porous: {
        rule: 'bruggeman',
        parts: [
          { medium: 'SiO2', fraction: 0.6 },
          { medium: 'air', fraction: 0.4 },
        ],
      },
    },
    graded: [{ layer: 0, to: 'SiO2', rule: 'lorentzLorenz', profile: { kind: 'linear' }, sublayers: 30 }],
    roughness: [{ interface: 2, sigmaNm: 3 }],
  };
  const mixedStack = { ...stack, layers: [layers[0], { medium: 'porous', thicknessNm: 90 }, layers[2]] };
  const request = { ...models, stack: mixedStack, illumination: light, interpolation: 'spline' };

  it('are those of the sublayers: the phase is that of the amplitudes, its slope the group delay', () => {
    const { phase, amplitudes, groupDelay } = simulate({ ...request, want: ['phase', 'amplitudes', 'groupDelay'] });
    const C = 299.792458;
    for (const side of ['r', 't'] as const) {
      light.wavelengthsNm.forEach((wavelengthNm, w) => {
        const [re, im] = amplitudes?.[side][w] ?? [0, 0];
        expect(phase?.[side][w]).toBeCloseTo((Math.atan2(im, re) * 180) / Math.PI, 10);
        const omega = (2 * Math.PI * C) / wavelengthNm;
        const h = 1e-4;
        const near = { ...light, wavelengthsNm: [-1, 1].map((sign) => wavelengthNm / (1 + sign * h)) };
        const there = simulate({ ...request, illumination: near, want: ['amplitudes', 'groupDelay'] });
        const [[a, b], [c, d]] = there.amplitudes?.[side] ?? [];
        const gdFs = Math.atan2(d * a - c * b, c * a + d * b) / (2 * h * omega);
        expect(groupDelay?.[side].gdFs[w]).toBeCloseTo(gdFs, 5);
        const [before, after] = there.groupDelay?.[side].gdFs ?? [];
        expect(groupDelay?.[side].gddFs2[w]).toBeCloseTo((after - before) / (2 * h * omega), 4);
      });
    }
  });

  it('need splines, in the mixtures too', () => {
    const straight = { ...request, interpolation: undefined, want: ['groupDelay'] };
    expect(failure(straight)).toMatchObject({ code: 'UNDEFINED_QUANTITY', message: expect.stringMatching(/spline/) });
    expect(simulate({ ...straight, want: ['phase'] }).phase?.r).toHaveLength(3);
  });

  it('absorb as much as the layers do', () => {
    const depthsNm = Array.from({ length: 6001 }, (_, i) => (i / 6000) * 190);
    const answer = simulate({
      ...request,
      want: ['fields', 'layerAbsorption', 'colour'],
      depthsNm,
      colour: { outside: 'hold' },
    });
    expect(answer.colour?.R.XYZ).toHaveLength(3);
    const density = answer.fields?.absorptionPerNm[0] ?? [];
    const absorbed = density.reduce((sum, value) => sum + (value * 190) / 6000, 0);
    const inLayers = (answer.layerAbsorption?.front[0] ?? []).reduce((sum, value) => sum + value, 0);
    expect(inLayers).toBeGreaterThan(1e-4);
    expect(absorbed / inLayers).toBeCloseTo(1, 2);
  });
});

describe('averages', () => {
  it('over a cone of 0° are the parallel beam; over a wide one, another', () => {
    const light = { ...visible, angleDeg: 30, polarization: 'p' };
    const beam = simulate({ stack, illumination: light });
    const narrow = simulate({ stack, illumination: light, cone: { halfAngleDeg: 0 } });
    const wide = simulate({ stack, illumination: light, cone: { halfAngleDeg: 20, profile: 'cosine' } });
    narrow.R.forEach((R, i) => {
      expect(R).toBeCloseTo(beam.R[i], 12);
      expect(wide.R[i] + wide.T[i] + wide.A[i]).toBeCloseTo(1, 13);
    });
    expect(wide.R[10]).not.toBeCloseTo(beam.R[10], 4);
  });

  it('over a bandwidth smooth the fringes of a thick film, with a colour of what is left', () => {
    const thick = { layers: [{ medium: { n: 2 }, thicknessNm: 20_000 }], substrate: { medium: 'BK7' } };
    const request = { stack: thick, illumination: { wavelengthsNm: grid(380, 780, 1) }, want: ['colour'] };
    const swing = (R: number[]) => Math.max(...R.slice(100, 160)) - Math.min(...R.slice(100, 160));
    const sharp = simulate(request);
    const seen = simulate({ ...request, bandwidth: { fwhmNm: 12, nodesPerHalf: 24 } });
    expect(swing(sharp.R)).toBeGreaterThan(0.1);
    expect(swing(seen.R)).toBeLessThan(0.02);
    expect(Math.abs(seen.colour?.R.Lab[1] ?? 9)).toBeLessThan(1);
  });

  it('have no amplitudes', () => {
    const request = { ...plain, cone: { halfAngleDeg: 5 }, want: ['ellipsometry'] };
    expect(failure(request)).toMatchObject({ code: 'UNDEFINED_QUANTITY', path: 'want[0]' });
    const phases = { ...plain, bandwidth: { fwhmNm: 2 }, want: ['spectra', 'groupDelay'] };
    expect(failure(phases)).toMatchObject({ code: 'UNDEFINED_QUANTITY', path: 'want[1]' });
    expect(failure({ ...request, want: ['colour'], depthsNm: [0] })).toMatchObject({
      code: 'INVALID',
      path: 'depthsNm',
    });
    expect(failure({ ...plain, cone: { halfAngleDeg: 89 }, illumination: { ...visible, angleDeg: 20 } }).code).toBe(
      'INVALID',
    );
  });
});
