import { describe, expect, it } from 'vitest';
import { describeColumn, spectralUnit, toNm } from './column-headers.ts';
import { readSpectrumTable, type TableRow } from './spectrum-table.ts';
import { targetFromTable } from './target-from-table.ts';

const table = (...lines: string[]): TableRow[] => lines.map((line, i) => ({ line: i + 1, cells: line.split(';') }));

describe('headings', () => {
  it('name quantity, polarization, angle and percent', () => {
    expect(describeColumn('R')).toEqual({ quantity: 'R', isPercent: false });
    expect(describeColumn('%T')).toEqual({ quantity: 'T', isPercent: true });
    expect(describeColumn('Rs 45°')).toEqual({ quantity: 'R', polarization: 's', angleDeg: 45, isPercent: false });
    expect(describeColumn('Transmittance (p, 30 deg) %')).toEqual({
      quantity: 'T',
      polarization: 'p',
      angleDeg: 30,
      isPercent: true,
    });
    expect(describeColumn('Absorbance')).toEqual({ quantity: 'OD', isPercent: false });
    expect(describeColumn('Absorptance')).toEqual({ quantity: 'A', isPercent: false });
    expect(describeColumn('sigma')).toBe('tolerance');
    expect(describeColumn('Temperature')).toBeUndefined();
    expect(describeColumn('')).toBeUndefined();
  });

  it('name the unit of x', () => {
    expect(['Wavelength (nm)', 'lambda/µm', 'Wavenumber', 'cm-1', 'Energy [eV]', 'nonsense'].map(spectralUnit)).toEqual(
      ['nm', 'µm', 'cm⁻¹', 'cm⁻¹', 'eV', undefined],
    );
    expect(toNm(2, 'µm')).toBe(2000);
    expect(toNm(20_000, 'cm⁻¹')).toBe(500);
    expect(toNm(5000, 'Å')).toBe(500);
    expect(toNm(2, 'eV')).toBeCloseTo(619.92, 2);
  });
});

describe('a table of spectra', () => {
  it('has one entry for each curve, points that were not measured left out', () => {
    const { entries, notes } = readSpectrumTable(table('nm;R %;T', '400;10;0.9', '500;;0.8', '600;30'));
    expect(notes).toEqual([]);
    expect(entries).toEqual([
      { quantity: 'R', wavelengthsNm: [400, 600], values: [0.1, 0.3] },
      { quantity: 'T', wavelengthsNm: [400, 500], values: [0.9, 0.8] },
    ]);
  });

  it('reads decimal commas, tolerances and units that only the numbers tell', () => {
    const read = readSpectrumTable(table('x;T;tol', '0,4;90;0,5', '0,5;80;1'), ',');
    expect(read.entries).toEqual([
      { quantity: 'T', wavelengthsNm: [400, 500], values: [0.9, 0.8], tolerance: [0.005, 0.01] },
    ]);
    expect(read.notes).toHaveLength(2);
  });

  it('leaves out text after the numbers, and says so', () => {
    const { entries, notes } = readSpectrumTable(table('nm;R', '400;0.1', 'Method: scan', 'Baseline'));
    expect(entries[0].values).toEqual([0.1]);
    expect(notes.join(' ')).toContain('line 3');
  });

  it.each([
    ['no numbers', table('a;b', 'c;d'), undefined],
    ['a word among numbers', table('nm;R', '400;0.1', '500;low'), 'line 3'],
    ['a broken first cell', table('nm;R', '400;0.1', '5oo;0.2', '600;0.3'), 'line 3'],
    ['no quantity', table('400;0.1', '500;0.2'), undefined],
    ['a negative wavelength', table('nm;R', '-400;0.1'), 'line 2'],
    ['a tolerance without curve', table('nm;sigma', '400;0.1'), undefined],
    ['a missing tolerance', table('nm;R;sigma', '400;0.1;'), 'line 2'],
  ])('refuses %s', (_, rows, path) => {
    expect(() => readSpectrumTable(rows)).toThrowError(expect.objectContaining({ code: 'BAD_DATA', path }));
  });
});

describe('a target from a table', () => {
  it('takes what may be built from the remarks', () => {
    const { target, notes } = targetFromTable(table('400;0.1', '500;0.2'), [
      'name: part 7',
      'Quantity: R',
      'substrate: fused silica',
      'substrate mm: 2',
      'materials: SiO2, TiO2/Siefke',
      'max layers: 12',
      'operator: nobody',
    ]);
    expect(target).toEqual({
      name: 'part 7',
      spectra: [{ quantity: 'R', wavelengthsNm: [400, 500], values: [0.1, 0.2] }],
      stack: {
        substrate: { medium: 'fused silica', thicknessNm: 2e6 },
        materials: ['SiO2', 'TiO2/Siefke'],
        maxLayers: 12,
      },
    });
    expect(notes).toHaveLength(1);
  });

  it('says what it assumed', () => {
    const { target, notes } = targetFromTable(table('nm;R', '400;0.1'), [], { name: 'file' });
    expect(target.name).toBe('file');
    expect(target.stack).toEqual({ substrate: { medium: 'N-BK7' } });
    expect(notes.join(' ')).toContain('N-BK7 is assumed');
  });

  it('refuses a remark that is no number', () => {
    expect(() => targetFromTable(table('nm;R', '400;0.1'), ['substrate mm: thick'])).toThrowError(/needs a number/);
  });
});
