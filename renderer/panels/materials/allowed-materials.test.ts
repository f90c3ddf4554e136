import { describe, expect, it } from 'vitest';
import { matchingOptions, mediumOfText, optionsOf } from '#renderer/controls/medium-options.ts';
import { allowedMaterials, withLimit, withMaterial, withoutMaterial } from './allowed-materials.ts';

const substrate = { medium: 'N-BK7' };

describe('allowed materials', () => {
  it('are added once and removed with their limits', () => {
    expect(withMaterial(undefined, 'TiO2')).toEqual(['TiO2']);
    expect(withMaterial(['TiO2'], 'TiO2')).toEqual(['TiO2']);
    expect(withMaterial({ H: { n: 2.3 } }, 'SiO2')).toEqual({ H: { n: 2.3 }, SiO2: 'SiO2' });
    const rules = { substrate, materials: ['Ag', 'TiO2'], limits: { Ag: { min: 8, max: 20 } } };
    expect(withoutMaterial(rules, 'Ag')).toEqual({ materials: ['TiO2'] });
    expect(withoutMaterial({ substrate, materials: ['TiO2'] }, 'TiO2')).toEqual({});
  });

  it('go by their names, inline ones by their constants', () => {
    expect(allowedMaterials([{ n: 2.35 }, 'SiO2']).map(({ key }) => key)).toEqual(['n 2.35', 'SiO2']);
    expect(allowedMaterials(undefined)).toEqual([]);
  });

  it('have limits of their own that start from the general ones', () => {
    const rules = { substrate, thicknessNm: { min: 20, max: 200 } };
    expect(withLimit(rules, 'Ag', 'max', 30)).toEqual({ Ag: { min: 20, max: 30 } });
    expect(withLimit({ ...rules, limits: { Ag: { min: 5, max: 30 } } }, 'Ag', 'max', undefined)).toBeUndefined();
  });
});

describe('choosing a medium', () => {
  const options = optionsOf([
    {
      id: 'SiO2/Malitson',
      name: 'fused silica',
      family: 'oxide',
      kind: 'bulk',
      rangeNm: [210, 3710],
      source: 'M',
      isDefault: true,
    },
    {
      id: 'SiO/Hass',
      name: 'silicon monoxide',
      family: 'oxide',
      kind: 'film',
      rangeNm: [240, 14000],
      source: 'H',
      isDefault: false,
    },
  ]);

  it('finds by every word, in ids and names', () => {
    expect(matchingOptions(options, 'sio').map(({ id }) => id)).toEqual(['SiO2', 'SiO/Hass']);
    expect(matchingOptions(options, 'oxide mono').map(({ id }) => id)).toEqual(['SiO/Hass']);
    expect(options[1].aside).toBe('oxide, 0.24–14 µm');
  });

  it('reads constants', () => {
    expect(mediumOfText('1.52')).toEqual({ n: 1.52 });
    expect(mediumOfText('0.13 + 3.99i')).toEqual({ n: 0.13, k: 3.99 });
    expect(mediumOfText('SiO2')).toBeNull();
  });
});
