import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantMaterial } from '#core/materials/material.ts';
import { nkHash } from '#core/materials/nk-hash.ts';
import { sha256OfAscii } from '#core/materials/sha256.ts';

describe('sha256OfAscii', () => {
  it('agrees with the platform on every length round a block', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 300 }), (text) => {
        expect(sha256OfAscii(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
    );
  });
});

describe('nkHash', () => {
  it('is the SHA-256 of the rounded rows', () => {
    const expected = createHash('sha256').update('400000:2350000:0,550500:2350000:0').digest('hex');
    expect(nkHash(constantMaterial('H', 2.35, 0), [400, 550.5])).toBe(expected);
  });

  it('ignores what rounding to 1e-6 ignores, and nothing more', () => {
    const grid = [400, 500];
    const hash = nkHash(constantMaterial('a', 1.5, 0), grid);
    expect(nkHash(constantMaterial('b', 1.5 + 4e-7, 0), grid)).toBe(hash);
    expect(nkHash(constantMaterial('c', 1.5 + 1e-6, 0), grid)).not.toBe(hash);
    expect(nkHash(constantMaterial('d', 1.5, 1e-6), grid)).not.toBe(hash);
  });
});
