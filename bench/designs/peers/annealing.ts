import { type Coating, copyCoating, type Face } from '#core/design/coating.ts';
import type { Random } from '#core/design/random.ts';
import type { SearchContext } from '#core/design/search-context.ts';
import { randomStack } from './random-stack.ts';

/** Metropolis' rule at a temperature that falls geometrically; energy is the MAE. */
export const ANNEALING = {
  spectra: 200_000,
  firstTemperature: 2e-2,
  lastTemperature: 1e-4,
  /** standard deviation of a change of thickness, as a share of the allowed range, at the first and last temperature */
  firstStep: 0.15,
  lastStep: 0.005,
} as const;

/** A change of the face in place; false where it is not possible. */
type Move = (random: Random, face: Face, context: SearchContext, step: number) => boolean;

/** Simulated annealing over thicknesses, materials and layer counts, by exact spectra alone. */
export function anneal(context: SearchContext, random: Random, fewestLayers: number): Coating {
  const { spectra, firstTemperature, lastTemperature, firstStep, lastStep } = ANNEALING;
  let current = randomStack(random, context.space, fewestLayers);
  let energy = context.refiner.merit(current);
  let best = { coating: current, energy };
  for (let i = 1; i < spectra; i++) {
    const share = i / spectra;
    const temperature = firstTemperature * (lastTemperature / firstTemperature) ** share;
    const trial = copyCoating(current);
    const move = drawMove(random);
    if (!move(random, trial.front, context, firstStep * (lastStep / firstStep) ** share)) continue;
    const trialEnergy = context.refiner.merit(trial);
    const rise = trialEnergy - energy;
    if (rise > 0 && random.uniform() >= Math.exp(-rise / temperature)) continue;
    current = trial;
    energy = trialEnergy;
    if (energy < best.energy) best = { coating: current, energy };
  }
  return best.coating;
}

function drawMove(random: Random): Move {
  const draw = random.uniform();
  if (draw < 0.55) return changeThickness;
  if (draw < 0.62) return redrawThickness;
  if (draw < 0.76) return changeMedium;
  if (draw < 0.84) return insertLayer;
  return draw < 0.92 ? removeLayer : swapLayers;
}

const changeThickness: Move = (random, face, { space }, step) => {
  const layer = random.integer(face.media.length);
  const [least, most] = [space.minNm[face.media[layer]], space.maxNm[face.media[layer]]];
  const changed = face.thicknessNm[layer] + step * (most - least) * random.bell();
  face.thicknessNm[layer] = Math.min(Math.max(changed, least), most);
  return true;
};

const redrawThickness: Move = (random, face, { space }) => {
  const layer = random.integer(face.media.length);
  face.thicknessNm[layer] = random.between(space.minNm[face.media[layer]], space.maxNm[face.media[layer]]);
  return true;
};

const changeMedium: Move = (random, face, { space }) => {
  const layer = random.integer(face.media.length);
  const medium = random.pick(space.allowed);
  if ([layer - 1, layer, layer + 1].some((at) => face.media[at] === medium)) return false;
  face.media[layer] = medium;
  face.thicknessNm[layer] = Math.min(Math.max(face.thicknessNm[layer], space.minNm[medium]), space.maxNm[medium]);
  return true;
};

const insertLayer: Move = (random, face, { space }) => {
  if (face.media.length >= space.maxLayers) return false;
  const gap = random.integer(face.media.length + 1);
  const medium = random.pick(space.allowed);
  if (face.media[gap - 1] === medium || face.media[gap] === medium) return false;
  face.media.splice(gap, 0, medium);
  face.thicknessNm.splice(gap, 0, random.between(space.minNm[medium], space.maxNm[medium]));
  face.locked.splice(gap, 0, false);
  return true;
};

const removeLayer: Move = (random, face) => {
  const layer = random.integer(face.media.length);
  const closes = layer > 0 && face.media[layer - 1] === face.media[layer + 1];
  if (face.media.length < 2 || closes) return false;
  face.media.splice(layer, 1);
  face.thicknessNm.splice(layer, 1);
  face.locked.splice(layer, 1);
  return true;
};

/** Two neighbours change places; only where no equal layers meet. */
const swapLayers: Move = (random, face) => {
  if (face.media.length < 2) return false;
  const layer = random.integer(face.media.length - 1);
  const { media, thicknessNm } = face;
  if (media[layer - 1] === media[layer + 1] || media[layer] === media[layer + 2]) return false;
  [media[layer], media[layer + 1]] = [media[layer + 1], media[layer]];
  [thicknessNm[layer], thicknessNm[layer + 1]] = [thicknessNm[layer + 1], thicknessNm[layer]];
  return true;
};
