import { grid } from './item.ts';

/** 375–750 nm in steps of 5 nm. */
export const SOLAR_NM = grid(375, 750, 5);

/** Global irradiance AM1.5, W m⁻² nm⁻¹, at SOLAR_NM. ASTM G173-03, table of the hemispherical 37° tilted spectrum. */
// biome-ignore format: a table
const AM15_GLOBAL = [
  0.5893, 0.70077, 0.67355, 0.79699, 0.80772, 1.1141, 1.1511, 1.0485, 1.2258, 1.1232,
  1.2488, 0.87462, 1.2452, 1.3499, 1.4619, 1.5595, 1.5224, 1.5291, 1.535, 1.5077,
  1.6185, 1.6181, 1.5683, 1.6224, 1.6485, 1.5451, 1.5635, 1.5481, 1.5314, 1.5236,
  1.5781, 1.5446, 1.5535, 1.4825, 1.5435, 1.5399, 1.5634, 1.474, 1.5201, 1.4816,
  1.4777, 1.502, 1.5324, 1.3709, 1.4308, 1.4753, 1.4895, 1.4686, 1.4697, 1.4739,
  1.4026, 1.3924, 1.4458, 1.434, 1.4567, 1.3594, 1.3499, 1.3992, 1.4214, 1.4196,
  1.3958, 1.3969, 1.3748, 1.1821, 1.2714, 1.2823, 1.3214, 1.3175, 1.2587, 0.9855,
  1.038, 1.1285, 1.2178, 1.2195, 1.2497, 1.2341,
];

/** Relative numbers of photons, λ · irradiance, with 1 as their mean: weights of a target's entries. */
export const PHOTON_WEIGHTS: readonly number[] = (() => {
  const photons = SOLAR_NM.map((nm, i) => nm * AM15_GLOBAL[i]);
  const mean = photons.reduce((sum, p) => sum + p, 0) / photons.length;
  return photons.map((p) => p / mean);
})();
