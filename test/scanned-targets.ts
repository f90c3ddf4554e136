import type { openTarget } from '#core/design/open-target.ts';

const wavelengthsNm = Array.from({ length: 30 }, (_, i) => 420 + 11 * i);
const values = wavelengthsNm.map((_, i) => 0.5 + 0.4 * Math.sin(i / 3));
const materials = {
  H: { n: 2.35 },
  L: { n: 1.46 },
  M: { n: 1.8, k: 0.02 },
  metal: { wavelengthsNm: [400, 800], n: [0.15, 0.1], k: [2.4, 5.2] },
};
export const noCatalogue = { find: () => undefined, suggestions: () => [] } as unknown as Parameters<
  typeof openTarget
>[1];

const KINDS: Record<string, { spectra: object[]; stack: object }> = {
  'a half-space': {
    spectra: [{ quantity: 'R', wavelengthsNm, values }],
    stack: { substrate: { medium: { n: 1.52 } } },
  },
  'an absorbing half-space': {
    spectra: [
      { quantity: 'T', wavelengthsNm, values, kind: 'atLeast' },
      { quantity: 'A', wavelengthsNm, values, tolerance: 0.05 },
    ],
    stack: { substrate: { medium: { n: 3.9, k: 0.03 } } },
  },
  'an incoherent slab, oblique and unpolarized': {
    spectra: [
      { quantity: 'R', wavelengthsNm, values, angleDeg: 50 },
      { quantity: 'T', wavelengthsNm, values, angleDeg: 50, weight: 3 },
    ],
    stack: {
      substrate: { medium: { n: 1.52, k: 1e-7 }, thicknessNm: 1e6 },
      backLayers: [{ medium: { n: 1.38 }, thicknessNm: 100 }],
    },
  },
  'a coherent slab': {
    spectra: [{ quantity: 'T', wavelengthsNm, values, angleDeg: 30, polarization: 'p' }],
    stack: {
      substrate: { medium: { n: 1.7 }, thicknessNm: 700, coherent: true },
      backLayers: [{ medium: { n: 1.38 }, thicknessNm: 100 }],
    },
  },
  'total reflection in the layers': {
    spectra: [{ quantity: 'R', wavelengthsNm, values, angleDeg: 60, polarization: 's' }],
    stack: { ambient: { n: 1.9 }, substrate: { medium: { n: 1.9 } } },
  },
  'two beams': {
    spectra: [
      { quantity: 'R', wavelengthsNm, values },
      {
        quantity: 'R',
        wavelengthsNm: wavelengthsNm.slice(4, 9),
        values: values.slice(4, 9),
        angleDeg: 45,
        polarization: 'p',
      },
    ],
    stack: { substrate: { medium: { n: 1.52 } } },
  },
};

/** Targets on parts of every kind that a scan knows, all with the same materials. */
export const SCANNED_TARGETS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, { spectra, stack }]) => [kind, { spectra, stack: { ...stack, materials } }]),
);
