import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Candidate } from '#core/design/candidate.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { DesignService } from '#services/design-service.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const wavelengthsNm = Array.from({ length: 11 }, (_, i) => 500 + 10 * i);
const each = (value: number): number[] => wavelengthsNm.map(() => value);
const mirror = { quantity: 'R', wavelengthsNm, values: each(1) };
const stack = { substrate: { medium: 'N-BK7' }, materials: ['TiO2', 'SiO2'], maxLayers: 4 };
const wish = (quantity: string, value: number, more: object = {}) => ({
  quantity,
  wavelengthsNm,
  values: each(value),
  ...more,
});

let service: DesignService;
beforeAll(async () => {
  service = await DesignService.open(loadCatalogue(), { workers: 1 });
});
afterAll(async () => await service.close());

async function design(target: object): Promise<readonly Candidate[]> {
  const parsed = parseTarget({ spectra: [mirror], stack, ...target });
  const request = { seed: 1, candidates: 3, budgetMs: 0, rounds: 1 };
  for await (const event of service.design(parsed, request)) if (event.type === 'done') return event.candidates;
  return [];
}

const KINDS: Record<string, object> = {
  environments: {
    environments: [
      { id: 'water', ambient: { n: 1.33 } },
      { id: 'hot', temperature: { deltaK: 60, dnPerK: { TiO2: -3e-5 }, expansionPerK: { SiO2: 5e-7 } } },
    ],
    spectra: [mirror, { ...mirror, environment: 'water', angleDeg: 20 }, { ...mirror, environment: 'hot' }],
  },
  differences: { spectra: [wish('Rs-Rp', 0, { angleDeg: 45 }), wish('Ts-Tp', 0.1, { angleDeg: 45, kind: 'atMost' })] },
  phases: { spectra: [wish('phaseR', 180), wish('phaseT', 0, { angleDeg: 30, polarization: 'p' })] },
  'group delay': { spectra: [mirror, wish('GDR', 5), wish('GDDR', -20, { tolerance: 5 })] },
  retardance: { spectra: [wish('psPhaseR', 90, { angleDeg: 50 }), wish('psPhaseT', 0, { angleDeg: 50 })] },
  ellipsometry: { spectra: [wish('psi', 25, { angleDeg: 65 }), wish('delta', 120, { angleDeg: 65 })] },
  'peak field': { spectra: [mirror, wish('peakE2', 1, { kind: 'atMost', media: ['TiO2'] })] },
  colour: {
    spectra: [],
    measures: [{ measure: 'colour', of: 'R', space: 'Lab', value: [50, -20, 30], angleDeg: 10 }],
  },
  integral: { spectra: [], measures: [{ measure: 'integral', of: 'T', weighting: 'photopic', value: 0.7 }] },
  edge: { measures: [{ measure: 'edge', of: 'R', rangeNm: [450, 700], value: 620, toleranceNm: 5 }] },
  penalties: {
    penalties: {
      totalThickness: { aboveNm: 200 },
      layerCount: { above: 3 },
      thinLayers: { belowNm: 30 },
      filmForce: { stressMPa: { TiO2: 200, SiO2: -250 }, limitNPerM: 20 },
    },
  },
  'points between': { sampling: 'between' },
  'errors of manufacture': {
    robust: { thicknessNm: 1, indexRelative: 0.005, samples: 4, objective: 'yield' },
    specification: [{ quantity: 'R', statistic: 'mean', rangeNm: [500, 600], compare: '>=', value: 0.5 }],
  },
  "a layer's own limits": {
    stack: {
      ...stack,
      start: {
        layers: ['TiO2', 'SiO2', 'TiO2'].map((medium) => ({ medium, thicknessNm: 60 })),
        limits: [{ min: 55, max: 65 }, null, null],
      },
    },
  },
};

describe('a design for each kind of wish, from the target to its answer', () => {
  for (const [kind, target] of Object.entries(KINDS)) {
    test(kind, async () => {
      const candidates = await design(target);
      expect(candidates.length).toBeGreaterThan(0);
      for (const candidate of candidates) {
        expect(candidate.verified).toBe(true);
        expect(candidate.merit).toBeGreaterThanOrEqual(0);
        expect(candidate.merit).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    });
  }

  test('what a target says is answered: measures, penalties, robustness', async () => {
    const [coloured] = await design(KINDS.colour as object);
    expect(coloured?.measures?.[0]?.actual).toHaveLength(3);
    const [paid] = await design(KINDS.penalties as object);
    expect(paid?.penalised).toBeGreaterThanOrEqual(paid?.merit as number);
    const [made] = await design(KINDS['errors of manufacture'] as object);
    expect(made?.robust?.yield).toBeGreaterThanOrEqual(0);
    expect(made?.robust?.expectedMerit).toBeGreaterThanOrEqual(0);
  });
});
