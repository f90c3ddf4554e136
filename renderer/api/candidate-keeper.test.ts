import { expect, test } from 'vitest';
import { KeptCandidate } from '#core/documents/workbench-document.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import type { FoundCandidate } from '#services/contract.ts';
import { CandidateKeeper } from './design-runner.ts';

test('a document keeps what a target beyond its spectra was answered: measures, penalties, errors', () => {
  const { measures = [] } = parseTarget({
    spectra: [],
    measures: [{ measure: 'edge', of: 'R', rangeNm: [500, 700], value: 600 }],
    stack: { substrate: { medium: { n: 1.52 } } },
  });
  const found: FoundCandidate = {
    stack: { layers: [], substrate: { medium: { n: 1.52 } } },
    merit: 1,
    penalised: 2,
    robust: { expectedMerit: 3, yield: 0.5, samples: 160 },
    mae: null,
    maeBetween: null,
    undersampled: null,
    spec: { pass: true, rows: [] },
    measures: measures.map((measure) => ({ ...measure, actual: 610, error: 10 })),
    origin: 'global',
    verified: true,
    layers: 0,
    totalThicknessNm: 0,
    sensitivityPerNm: 0,
    provenance: { seed: 1, proposal: { layers: [] }, refinedFromMerit: 4 },
  };
  const kept = new CandidateKeeper({ candidates: [], design: null }).keep(found);
  expect(KeptCandidate.parse(JSON.parse(JSON.stringify(kept)))).toEqual(JSON.parse(JSON.stringify(kept)));
  expect(kept.measures).toHaveLength(1);
});
