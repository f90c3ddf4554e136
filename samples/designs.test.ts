import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openTarget } from '#core/design/open-target.ts';
import { startingCoating, targetForDesign } from '#core/design/starting-stack.ts';
import { Verifier } from '#core/design/verify.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import { readDesignFile } from '#services/design-file.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';
import { readTargetFile } from '#services/target-file.ts';

const folder = (name: string): string => fileURLToPath(new URL(`./${name}/`, import.meta.url));
const targets = readdirSync(folder('targets'));
const catalogue = loadCatalogue();

describe('sample designs', () => {
  test('there is one for each sample target', () => {
    expect(readdirSync(folder('designs')).sort()).toEqual([...targets].sort());
  });

  test.each(targets)('%s: the design does what it says, by both solvers', async (name) => {
    const { stack, source } = await readDesignFile(join(folder('designs'), name), { catalogue });
    expect(source.isIntact).toBe(true);

    // The spectra in the file, computed anew by the readable reference solver from the embedded n and k.
    const { document } = source;
    if (document === undefined) throw new Error(`${name} is no design document`);
    for (const { illumination, R, T } of document.spectra) {
      const again = simulateRequest({ stack: document.stack, illumination }, catalogue);
      R.forEach((value, i) => {
        expect(Math.abs(again.R[i] - value)).toBeLessThan(1e-9);
        expect(Math.abs(again.T[i] - T[i])).toBeLessThan(1e-9);
      });
    }

    // The merit, from the catalogue's data, by the fast kernel; `verify` has the reference agree with it.
    const target = await readTargetFile(join(folder('targets'), name));
    const asked = targetForDesign(target, stack);
    const context = openTarget(asked, catalogue);
    const coating = startingCoating(asked, stack, context.space);
    const merit = context.refiner.merit(coating);
    const recorded = source.history.merit as number;
    expect(Math.abs(merit - recorded)).toBeLessThanOrEqual(1e-9 * Math.max(1, recorded));
    const lineage = { origin: 'refined' as const, proposal: coating, proposalMerit: merit };
    const candidate = new Verifier(asked, context, { seed: 1 }).verify({ coating, merit, lineage });
    expect(candidate?.verified).toBe(true);
  });
});
