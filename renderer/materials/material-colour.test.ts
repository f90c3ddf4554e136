import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { luminance, materialColour } from './material-colour.ts';
import { familyOf } from './material-family.ts';
import { mediumName } from './medium-name.ts';

const CATALOGUE = fileURLToPath(new URL('../../models/materials', import.meta.url));
const materials = readdirSync(CATALOGUE)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(CATALOGUE, name), 'utf8')) as { id: string; family: string });

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const distance = (a: string, b: string) => Math.hypot(...channels(a).map((value, i) => value - channels(b)[i]));
/** WCAG contrast */
const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe('material colours', () => {
  it('are the same at each call, and a colour for whatever name', () => {
    for (const id of ['TiO2', 'SiO2/Malitson', 'H', 'n 2.35', 'my own glass', '', '__proto__', 'constructor', 'λ/4'])
      expect(materialColour(id).fill).toMatch(/^#[0-9a-f]{6}$/);
    expect(materialColour('MgF2')).toEqual(materialColour('MgF2'));
  });

  it('tell the pairs of real coatings apart, by lightness too', () => {
    const pairs = 'TiO2 SiO2,Ta2O5 SiO2,Nb2O5 SiO2,TiO2 MgF2,HfO2 Al2O3,Ge ZnS,Si SiO2,Ag TiO2,H L,n2.35 n1.46';
    for (const pair of pairs.split(',')) {
      const [a, b] = pair.split(' ').map((id) => materialColour(id).fill);
      expect(contrast(a, b), pair).toBeGreaterThan(1.4);
    }
  });

  it('keep the well-known materials apart from each other', () => {
    const ids = ['TiO2', 'SiO2', 'Ta2O5', 'Al2O3', 'MgF2', 'HfO2', 'Nb2O5', 'Ag', 'Al', 'Si', 'Ge'];
    for (const a of ids)
      for (const b of ids)
        if (a < b) expect(distance(materialColour(a).fill, materialColour(b).fill), `${a} ${b}`).toBeGreaterThan(40);
  });

  it('of two data sets of one material are close', () => {
    const [bare, one, other] = ['SiO2', 'SiO2/Malitson', 'SiO2/Gao'].map((id) => materialColour(id).fill);
    expect(distance(bare, one)).toBeLessThan(30);
    expect(distance(one, other)).toBeLessThan(30);
    expect(one).not.toBe(other);
  });

  it('leave no catalogue material without a family of its own', () => {
    expect(materials.length).toBeGreaterThan(100);
    for (const { id, family } of materials) expect(familyOf(id, family), id).toBe(family);
  });

  it('guess the family from the formula for nearly all of the catalogue', () => {
    const wrong = materials.filter(({ id, family }) => familyOf(id) !== family).map(({ id }) => id);
    expect(wrong.length, wrong.join(' ')).toBeLessThan(0.1 * materials.length);
  });
});

describe('names of media', () => {
  it('say what a medium is', () => {
    expect(mediumName('TiO2/Siefke')).toBe('TiO2/Siefke');
    expect(mediumName({ n: 2.35 })).toBe('n 2.35');
    expect(mediumName({ n: 0.13, k: 3.99 })).toBe('n 0.13 + 3.99i');
    expect(mediumName({ wavelengthsNm: [400, 700], n: [1.47, 1.46] })).toBe('table, n 1.47 at 400 nm');
  });
});
