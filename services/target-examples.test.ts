import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createDesignSpace } from '#core/targets/design-space.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { compileTarget } from '#core/targets/searched-target.ts';
import { loadCatalogue } from '#services/materials/load-catalogue.ts';

const page = readFileSync(new URL('../docs/targets.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text as string);
const catalogue = loadCatalogue();

describe('the examples of docs/targets.md', () => {
  test.each(examples.map((text, i) => [i + 1, text] as const))('example %i can be designed for', (_, text) => {
    const target = parseTarget(JSON.parse(text));
    const compiled = compileTarget(target, createDesignSpace(target, catalogue));
    expect(compiled.residualCount).toBeGreaterThan(0);
  });

  test('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
  });
});
