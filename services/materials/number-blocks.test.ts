import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { createMaterial } from '#core/materials/material.ts';
import { readNkBlocks } from '#core/materials/nk-columns.ts';
import type { SpectralUnit } from '#core/materials/spectral-unit.ts';
import { decodeText, readNumberBlocks } from '#services/materials/number-blocks.ts';

function read(text: string, unit?: SpectralUnit) {
  const { dispersion, flags } = readNkBlocks(readNumberBlocks(text, 'the file'), 'the file', unit);
  return { material: createMaterial('it', dispersion), notes: flags.map(({ flag, note }) => `${flag}: ${note}`) };
}

describe('a table of 400–800 nm, n 1.5 … 1.4, k 0.1 … 0', () => {
  it.each([
    ['comma, header, nm', 'nm,n,k\n400,1.5,0.1\n800,1.4,0\n'],
    ['blanks after commas', 'wavelength (nm), n, k\n400, 1.5, 0.1\n800, 1.4, 0'],
    ['blanks, no header', '400 1.5 0.1\n600 1.45 0.05\n800 1.4 0\n'],
    ['tabs, µm in the heading, CRLF', 'Wavelength (µm)\tn\tk\r\n0.4\t1.5\t0.1\r\n0.8\t1.4\t0\r\n'],
    ['µm by magnitude, as tmmax writes it', 'wavelength_in_um,n,k\n0.4,1.5,0.1\n0.8,1.4,0\n'],
    ['wl beside nm', 'nm,wl,n,k\n400,0.4,1.5,0.1\n800,0.8,1.4,0\n'],
    ['semicolons and decimal commas', 'Wellenlänge/nm;n;k\n400,0;1,5;0,1\n800,0;1,4;0\n'],
    ['tabs and decimal commas', '400\t1,5\t0,1\n800\t1,4\t0\n'],
    ['blanks and decimal commas', '400,0 1,5 0,1\n800,0 1,4 0,0\n'],
    ['ångström', 'lambda [Å] n k\n4000 1.5 0.1\n8000 1.4 0\n'],
    ['wavenumbers', 'wavenumber (cm-1) n k\n12500 1.4 0\n25000 1.5 0.1\n'],
    ['comments and a byte-order mark', '\uFEFF# my film\n# wavelength_nm n k\n400 1.5 0.1\n# between\n800 1.4 0\n'],
    ['columns in another order', 'k,wavelength_nm,n\n0.1,400,1.5\n0,800,1.4\n'],
    ['an ellipsometer’s file with unit and count', 'my film\nnm\n2\n400 1.5 0.1\n800 1.4 0\n'],
    ['n and k in two blocks', 'wl,n\n0.4,1.5\n0.8,1.4\n\nwl,k\n0.4,0.1\n0.8,0\n'],
    ['quoted cells and a trailing comma', '"nm","n","k"\n"400","1.5","0.1",\n"800","1.4","0",\n'],
    ['rows out of order', 'nm n k\n800 1.4 0\n400 1.5 0.1\n'],
  ])('%s', (_, text) => {
    const { material } = read(text);
    expect(material.rangeNm[0]).toBeCloseTo(400, 9);
    expect(material.rangeNm[1]).toBeCloseTo(800, 9);
    const { n, k } = material.sample(material.rangeNm);
    expect([...n, ...k].map((value) => Number(value.toFixed(12)))).toEqual([1.5, 1.4, 0.1, 0]);
  });

  it('electronvolts run the other way', () => {
    const { material } = read('eV n k\n1.54980248 1.4 0\n3.09960496 1.5 0.1\n');
    expect(material.rangeNm[0]).toBeCloseTo(400, 5);
    expect(material.sample([material.rangeNm[0]]).k[0]).toBe(0.1);
  });
});

describe('what was assumed is said', () => {
  it('unit and columns', () => {
    expect(read('0.4 1.5 0.1\n0.8 1.4 0\n').notes.join('\n')).toMatch(/wavelength, n and k[\s\S]*um is assumed/);
    expect(read('nm,n,k\n400,1.5,0.1\n800,1.4,0\n').notes.join('\n')).toMatch(/nm, as the heading says/);
  });

  it('the person’s word on the unit wins', () => {
    expect(read('1 1.5\n2 1.4\n', 'eV').material.rangeNm[1]).toBeCloseTo(1239.842, 3);
  });

  it('k assumed where there is none, duplicates and noise', () => {
    const { notes } = read('nm n k\n400 1.5 -1e-9\n400 1.6 0\n800 1.4 0\n');
    expect(notes.join('\n')).toMatch(/duplicate rows: 1 rows[\s\S]*k clipped: 1 rows/);
  });
});

describe('what makes no sense is refused with the reason', () => {
  it.each([
    ['nothing', '', /no rows of numbers/],
    ['words alone', 'dear colleague,\nplease find attached\n', /no rows of numbers/],
    ['one column', '400\n500\n600\n', /one number/],
    ['uneven rows', '400 1.5 0\n500 1.5\n', /row 2 of its numbers has 2 columns/],
    ['a word among numbers', '400 1.5 0\n500 oops 0\n', /line 2: "oops" is not a number/],
    ['a negative wavelength', '-400 1.5 0\n500 1.5 0\n', /must be above 0/],
    ['the other sign convention', '400 1.5 -0.1\n500 1.5 -0.2\n', /negative throughout/],
    ['k alone', 'nm,k\n400,0.1\n500,0.2\n', /k but no n/],
    ['an index of zero', '400 0 0\n500 0 0\n', /no row with n > 0/],
  ])('%s', (_, text, reason) => expect(() => read(text)).toThrow(reason));

  it('UTF-16 and binary files', () => {
    expect(() => decodeText(new Uint8Array([0xff, 0xfe, 0x34, 0]), 'x')).toThrow(/UTF-16/);
    expect(() => decodeText(new Uint8Array([0x34, 0, 0, 0]), 'x')).toThrow(/not a text file/);
    expect(decodeText(new Uint8Array([0xb5, 0x6d]), 'x')).toBe('µm');
  });

  it('whatever the text, the reader answers or refuses, and never fails otherwise', () => {
    const piece = fc.oneof(
      fc.constantFrom('400', '1.5', '0,1', '-', 'nm', 'n', 'k', '\t', ';', ',', ' ', '\n', '#', '"', 'e5', 'NaN'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          const { n } = read(pieces.join('')).material.sample(read(pieces.join('')).material.rangeNm);
          expect(n.every((value) => value > 0)).toBe(true);
        } catch (error) {
          if (!(error instanceof StackwrightError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
