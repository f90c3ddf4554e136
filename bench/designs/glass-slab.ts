import type { Target } from '#core/targets/target.ts';
import { grid } from './item.ts';

/** The seventeen materials, with the refractiveindex.info pages that define their n and k. */
export const SEVENTEEN = [
  'Al/Rakic',
  'Al2O3/Boidin',
  'AlN/Beliaev1',
  'Ge/Nunley',
  'HfO2/Al-Kuhaili',
  'ITO/Minenkov-glass',
  'MgF2/Rodriguez-de_Marcos',
  'MgO/Stephens',
  'Si/Green-2008',
  'Si3N4/Philipp',
  'SiO2/Malitson',
  'Ta2O5/Gao',
  'TiN/Pfluger',
  'TiO2/Siefke',
  'ZnO/Stelling',
  'ZnS/Amotchkina',
  'ZnSe/Amotchkina',
] as const;

/** Those of them that hardly absorb. */
export const NINE_DIELECTRICS = [
  'Al2O3/Boidin',
  'AlN/Beliaev1',
  'HfO2/Al-Kuhaili',
  'MgF2/Rodriguez-de_Marcos',
  'MgO/Stephens',
  'Si3N4/Philipp',
  'SiO2/Malitson',
  'Ta2O5/Gao',
  'TiO2/Siefke',
] as const;

/** 400–1100 nm in steps of 10 nm: 71 points. */
export const GRID_10_NM = grid(400, 1100, 10);

/** At most 20 layers of 10 to 500 nm on 0.5 mm of incoherent N-BK7 whose back is bare, in air. */
export function onGlassSlab(materials: readonly string[]): Target['stack'] {
  return {
    substrate: { medium: 'N-BK7/SCHOTT', thicknessNm: 500_000 },
    exit: 'air',
    materials: [...materials],
    maxLayers: 20,
    thicknessNm: { min: 10, max: 500 },
  };
}
