import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import { Illumination, Stack } from '#core/optics/stack.ts';
import { EntryQuantity, TargetEntry } from '#core/targets/target.ts';
import { formatPath, parseOrThrow } from '#core/validation.ts';

function failure(schema: z.ZodType, value: unknown, prefix?: string): StackwrightError {
  try {
    parseOrThrow(schema, value, prefix);
  } catch (error) {
    if (error instanceof StackwrightError) return error;
    throw error;
  }
  throw new Error('the value was accepted');
}

const layer = { medium: 'SiO2', thicknessNm: 100 };
const stackWith = (third: unknown) => ({ layers: [layer, layer, third], substrate: { medium: 'BK7' } });

describe('parseOrThrow', () => {
  it('returns a valid value', () => {
    expect(parseOrThrow(Stack, stackWith(layer)).layers).toHaveLength(3);
  });

  it.each([
    [
      'negative thickness',
      { medium: 'SiO2', thicknessNm: -5 },
      'INVALID',
      'stack.layers[2].thicknessNm',
      'is -5; it must be at least 0',
    ],
    [
      'a metre of layer',
      { medium: 'SiO2', thicknessNm: 2e9 },
      'LIMIT',
      'stack.layers[2].thicknessNm',
      'at most 1000000000',
    ],
    ['infinite thickness', { medium: 'SiO2', thicknessNm: 1 / 0 }, 'INVALID', 'stack.layers[2].thicknessNm', 'finite'],
    ['missing thickness', { medium: 'SiO2' }, 'INVALID', 'stack.layers[2].thicknessNm', 'is missing'],
    ['misspelt key', { medium: 'SiO2', thickness: 5 }, 'INVALID', 'stack.layers[2].thickness', 'not a key known'],
    ['gain', { medium: { n: 1.5, k: -0.1 }, thicknessNm: 5 }, 'INVALID', 'stack.layers[2].medium.k', 'is -0.1'],
    [
      'a number for a medium',
      { medium: 5, thicknessNm: 5 },
      'INVALID',
      'stack.layers[2].medium',
      'a text or an object',
    ],
    ['an empty medium', { medium: {}, thicknessNm: 5 }, 'INVALID', 'stack.layers[2].medium.n', 'is missing'],
    ['text for n', { medium: { n: '1' }, thicknessNm: 5 }, 'INVALID', 'stack.layers[2].medium.n', 'is "1"'],
    ['no object', 'SiO2', 'INVALID', 'stack.layers[2]', 'an object'],
    [
      'a short table column',
      { medium: { wavelengthsNm: [400, 500], n: [1.5] }, thicknessNm: 5 },
      'INVALID',
      'stack.layers[2].medium.n',
      'has 1 entries where wavelengthsNm has 2',
    ],
    [
      'a misspelt table column',
      { medium: { wavelengths: [400, 500], n: [1.5, 1.4] }, thicknessNm: 5 },
      'INVALID',
      'stack.layers[2].medium.wavelengths',
      'not a key known',
    ],
    [
      'an unknown interpolation',
      { medium: { wavelengthsNm: [400], n: [1.5], interpolation: 'cubic' }, thicknessNm: 5 },
      'INVALID',
      'stack.layers[2].medium.interpolation',
      '"linear" or "spline"',
    ],
  ])('%s: code, path and sentence', (_name, third, code, path, words) => {
    const error = failure(Stack, stackWith(third), 'stack');
    expect(error).toMatchObject({ code, path });
    expect(error.message).toContain(words);
    expect(error.message.startsWith(path)).toBe(true);
  });

  it('reports a list that is too long before, and without, looking into it', () => {
    const error = failure(Stack, { ...stackWith(layer), layers: new Array(1_000_000).fill(7) }, 'stack');
    expect(error).toMatchObject({ code: 'LIMIT', path: 'stack.layers' });
  });

  it.each([
    [{ wavelengthsNm: [] }, 'INVALID', 'wavelengthsNm'],
    [{ wavelengthsNm: [0] }, 'INVALID', 'wavelengthsNm[0]'],
    [{ wavelengthsNm: [500, 0.5] }, 'LIMIT', 'wavelengthsNm[1]'],
    [{ wavelengthsNm: [2e7] }, 'LIMIT', 'wavelengthsNm[0]'],
    [{ wavelengthsNm: new Array(100_001).fill(500) }, 'LIMIT', 'wavelengthsNm'],
    [{ wavelengthsNm: [500], angleDeg: 90 }, 'INVALID', 'angleDeg'],
    [{ wavelengthsNm: [500], polarization: 'x' }, 'INVALID', 'polarization'],
  ])('illumination %#', (value, code, path) => {
    expect(failure(Illumination, value)).toMatchObject({ code, path });
  });

  it('says of a choice what is missing or misspelt, as of any other field', () => {
    const entry = { wavelengthsNm: [500], values: [1] };
    const choice = EntryQuantity.options.map((quantity) => `"${quantity}"`).join(' or ');
    expect(failure(TargetEntry, entry)).toMatchObject({
      path: 'quantity',
      message: `quantity is missing; give ${choice}.`,
    });
    expect(failure(TargetEntry, { ...entry, quantitty: 'R' })).toMatchObject({ path: 'quantitty' });
  });
});

describe('formatPath', () => {
  it('quotes keys that are no identifiers', () => {
    expect(formatPath(['materials', 'my glass', 'n', 0], 'stack')).toBe('stack.materials["my glass"].n[0]');
  });
});
