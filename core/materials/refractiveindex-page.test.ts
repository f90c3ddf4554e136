import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StackwrightError } from '#core/errors.ts';
import { createMaterial } from '#core/materials/material.ts';
import { firstDoi, micrometresToNm, plainText, readRefractiveIndexPage } from '#core/materials/refractiveindex-page.ts';

const page = (...DATA: object[]) => readRefractiveIndexPage({ REFERENCES: 'A', DATA }, 'the page');
const formula = { type: 'formula 1', wavelength_range: '0.3 2', coefficients: '0 1.1 0.1' };

describe('a page of refractiveindex.info', () => {
  it('with n, k and formulas in every combination', () => {
    const nk = page({ type: 'tabulated nk', data: '0.4 1.5 0.1\n0.8 1.4 0.2\n' });
    expect(nk.dispersion).toEqual({ wavelengthsNm: [400, 800], n: [1.5, 1.4], k: [0.1, 0.2] });
    const separate = page(
      { type: 'tabulated n', data: '0.4 1.5\n0.8 1.4' },
      { type: 'tabulated k', data: '0.5 0.1\n0.7 0.2' },
    );
    expect(createMaterial('it', separate.dispersion).rangeNm).toEqual([500, 700]);
    expect(createMaterial('it', page(formula).dispersion).flags.map(({ flag }) => flag)).toEqual(['k assumed']);
    const both = page(formula, { type: 'tabulated nk', data: '0.4 9 0.1\n0.8 9 0.2' });
    expect(both.flags.map(({ flag }) => flag)).toEqual(['n from formula']);
    expect(createMaterial('it', both.dispersion).sample([400]).n[0]).toBeLessThan(2);
  });

  it('reads the range under its old name', () => {
    const { wavelength_range, ...rest } = formula;
    expect(createMaterial('it', page({ ...rest, range: wavelength_range }).dispersion).rangeNm).toEqual([300, 2000]);
  });

  it('sorts rows, drops repeated ones, cuts what makes no sense, and says so', () => {
    const { dispersion, flags } = page({
      type: 'tabulated nk',
      data: '0.6 1.5 0\n0.4 1.5 1e-3\n0.5 1.5 -5e-7\n0.6 1.5 0\n0.7 1.5 -0.1\n0.8 1.5 0.1',
    });
    expect(dispersion).toEqual({ wavelengthsNm: [400, 500, 600], n: [1.5, 1.5, 1.5], k: [1e-3, 0, 0] });
    expect(flags.map(({ flag }) => flag)).toEqual(['rows sorted', 'duplicate rows', 'range cut', 'k clipped']);
  });

  it('where k was cut, a formula does not go on with k = 0', () => {
    const { dispersion } = page(formula, { type: 'tabulated k', data: '0.4 0\n0.6 0\n0.8 -1' });
    expect(createMaterial('it', dispersion).rangeNm).toEqual([300, 600]);
  });

  it.each<[string, object[], RegExp]>([
    ['k alone', [{ type: 'tabulated k', data: '0.4 0.1' }], /has k but no n/],
    ['an unknown type', [{ type: 'formula A', coefficients: '1' }], /type "formula A" is not known/],
    ['words for numbers', [{ ...formula, coefficients: '0 one' }], /"one", which is no number/],
    ['no range', [{ type: 'formula 1', coefficients: '0 1 1' }], /no usable wavelength range/],
    ['a range backwards', [{ ...formula, wavelength_range: '2 1' }], /no usable wavelength range/],
    ['too few columns', [{ type: 'tabulated nk', data: '0.4 1.5' }], /line 1 .* has 2 numbers, not 3/],
    ['an empty table', [{ type: 'tabulated nk', data: '' }], /no rows/],
    ['n twice', [formula, formula], /gives n twice/],
    ['no data', [], /no page of refractiveindex.info \(DATA/],
  ])('with %s is refused with the reason', (_, data, reason) => expect(() => page(...data)).toThrow(reason));

  it('is read or refused, whatever it holds', () => {
    const item = fc.record({
      type: fc.constantFrom('formula 3', 'tabulated nk', 'tabulated n', 'tabulated k', 'x'),
      data: fc.string(),
      coefficients: fc.oneof(fc.string(), fc.double().map(String)),
      wavelength_range: fc.constantFrom('0.3 2', '', '1'),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ DATA: fc.array(item) })), (value) => {
        try {
          readRefractiveIndexPage(value, 'it');
        } catch (error) {
          if (!(error instanceof StackwrightError)) throw error;
        }
      }),
    );
  });
});

describe('what references say', () => {
  it('markup goes, words stay', () => {
    expect(
      plainText(
        'I. H. <i>Malitson</i>.<br>\n  <a href="https://doi.org/10.1364/JOSA.55.001205">J. <b>55</b></a> Al<sub>2</sub>O<sub>3</sub> &amp; **x** [link](https://a.b/c(d)e)',
      ),
    ).toBe('I. H. Malitson. J. 55 Al2O3 & x link');
  });

  it.each([
    ['<a href="https://doi.org/10.1364/JOSA.55.001205"><i>J.', '10.1364/JOSA.55.001205'],
    ['(https://doi.org/10.1016/S0022-3093(97)00438-9)', '10.1016/S0022-3093(97)00438-9'],
    ['https://doi.org/10.1016/S0022-3093%2897%2900438-9,', '10.1016/S0022-3093(97)00438-9'],
    ['Palik, Handbook of Optical Constants', null],
  ])('%s → %s', (text, doi) => expect(firstDoi(text)).toBe(doi));

  it('0.2066 µm is 206.6 nm', () => expect(micrometresToNm(0.2066)).toBe(206.6));
});
