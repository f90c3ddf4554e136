import { openTarget } from '#core/design/open-target.ts';
import { runTask } from '#core/design/search-task.ts';
import { Verifier } from '#core/design/verify.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';

/** Long enough for the engine's JavaScript to be compiled to its fast form, short enough not to be noticed, ms. */
const WARM_UP_MS = 240;

const materials = { H: { n: 2.35 }, L: { n: 1.46 }, M: { n: 2, k: 0.01 } };
const wavelengthsNm = Array.from({ length: 61 }, (_, i) => 400 + 5 * i);
const values = wavelengthsNm.map(() => 0.5);

/** Jobs of the usual kinds: straight and oblique on a half-space, and R and T of a slab, with a medium that absorbs. */
const USUAL_TARGETS = [
  {
    spectra: [
      { quantity: 'R', wavelengthsNm, values },
      { quantity: 'T', wavelengthsNm, values, angleDeg: 45 },
    ],
    stack: { substrate: { medium: { n: 1.52 } }, materials, maxLayers: 12 },
  },
  {
    merit: 'mae',
    spectra: [
      { quantity: 'R', wavelengthsNm, values },
      { quantity: 'T', wavelengthsNm, values },
    ],
    stack: { substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 }, materials, maxLayers: 12 },
  },
];

/** Searches and verifies for a moment, for nothing: so that the first real run is as quick as the second. */
export function warmUp(catalogue: MaterialCatalogue): void {
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > WARM_UP_MS;
  const rehearsals = USUAL_TARGETS.map((usual) => {
    const target = parseTarget(usual);
    const context = openTarget(target, catalogue);
    return { context, verifier: new Verifier(target, context, { seed: 0 }) };
  });
  for (let round = 0; !isOver(); round++) {
    const seed = [0, round];
    for (const { context, verifier } of rehearsals) {
      if (round === 0) runTask(context, { kind: 'theory', first: 0, count: 1 }, isOver);
      const [start] = runTask(context, { kind: 'explore', seed }, isOver).found;
      if (start === undefined) continue;
      runTask(context, { kind: 'island', seed, deme: 0, settlers: round === 0 ? [] : [start] }, isOver);
      runTask(context, { kind: 'hop', seed, start, slack: 0 }, isOver);
      runTask(context, { kind: 'descend', seed, start }, isOver);
      verifier.verify(start);
    }
  }
}
