import { openTarget } from '#core/design/open-target.ts';
import { runTask } from '#core/design/search-task.ts';
import { Verifier } from '#core/design/verify.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';

/** Long enough for the engine's JavaScript to be compiled to its fast form, short enough not to be noticed, ms. */
const WARM_UP_MS = 150;

/** A job of the usual kind: R and T, straight and oblique, two clear media and one that absorbs. */
const USUAL_TARGET = {
  spectra: [0, 45].map((angleDeg) => {
    const wavelengthsNm = Array.from({ length: 61 }, (_, i) => 400 + 5 * i);
    return { quantity: angleDeg === 0 ? 'R' : 'T', wavelengthsNm, values: wavelengthsNm.map(() => 0.5), angleDeg };
  }),
  stack: {
    substrate: { medium: { n: 1.52 } },
    materials: { H: { n: 2.35 }, L: { n: 1.46 }, M: { n: 2, k: 0.01 } },
    maxLayers: 12,
  },
};

/** Searches and verifies for a moment, for nothing: so that the first real run is as quick as the second. */
export function warmUp(catalogue: MaterialCatalogue): void {
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > WARM_UP_MS;
  const target = parseTarget(USUAL_TARGET);
  const context = openTarget(target, catalogue);
  const verifier = new Verifier(target, context, { seed: 0 });
  for (let round = 0; !isOver(); round++) {
    const { found } = runTask(context, { kind: 'explore', seed: [0, round] }, isOver);
    const [start] = found;
    if (start === undefined) continue;
    runTask(context, { kind: 'hop', seed: [0, round], start, slack: 0 }, isOver);
    verifier.verify(start);
  }
}
