import { Random } from '#core/design/random.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Target } from '#core/targets/target.ts';
import { floorOf } from './floor.ts';
import { GRID_10_NM, onGlassSlab, SEVENTEEN } from './glass-slab.ts';
import { type Case, type Item, ofFirst } from './item.ts';
import { meanMiss } from './light.ts';

const SEED = 16;
const OF_EACH_KIND = 15;
const [FIRST_NM, LAST_NM] = [GRID_10_NM[0], GRID_10_NM[GRID_10_NM.length - 1]];

/** A wished-for T by wavelength, and its description. R is 1 − T, or free. */
interface Shape {
  readonly title: string;
  readonly transmittance: (nm: number) => number;
}

const round10 = (nm: number): number => 10 * Math.round(nm / 10);
const isWithin = (nm: number, [from, to]: readonly number[]): boolean => from <= nm && nm <= to;

function drawBand(random: Random, narrowest: number, widest: number): [number, number] {
  const width = round10(random.between(narrowest, widest));
  const from = round10(random.between(FIRST_NM + 20, LAST_NM - 20 - width));
  return [from, from + width];
}

function band(random: Random): Shape {
  const range = drawBand(random, 60, 300);
  return { title: `band ${range.join('–')}`, transmittance: (nm) => (isWithin(nm, range) ? 1 : 0) };
}

function notch(random: Random): Shape {
  const range = drawBand(random, 40, 200);
  return { title: `notch ${range.join('–')}`, transmittance: (nm) => (isWithin(nm, range) ? 0 : 1) };
}

function edge(random: Random): Shape {
  const at = round10(random.between(480, 1020)) + 5;
  const isLongpass = random.uniform() < 0.5;
  return {
    title: `${isLongpass ? 'long' : 'short'}pass ${at}`,
    transmittance: (nm) => (nm > at === isLongpass ? 1 : 0),
  };
}

function splitter(random: Random): Shape {
  const T = random.pick([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
  return { title: `splitter T ${T}`, transmittance: () => T };
}

function neutralDensity(random: Random): Shape {
  const OD = random.pick([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.3, 2]);
  return { title: `neutral density ${OD}`, transmittance: () => 10 ** -OD };
}

function line(random: Random): Shape {
  const range = drawBand(random, 0, 30);
  return { title: `line ${range.join('–')}`, transmittance: (nm) => (isWithin(nm, range) ? 1 : 0) };
}

function multiBand(random: Random): Shape {
  const count = 2 + random.integer(2);
  const pitch = (LAST_NM - FIRST_NM) / count;
  const ranges = Array.from({ length: count }, (_, i) => {
    const from = round10(FIRST_NM + pitch * (i + random.between(0.1, 0.4)));
    return [from, from + round10(pitch * random.between(0.2, 0.5))];
  });
  const title = `bands ${ranges.map((range) => range.join('–')).join(', ')}`;
  return { title, transmittance: (nm) => (ranges.some((range) => isWithin(nm, range)) ? 1 : 0) };
}

const KINDS = { band, notch, edge, splitter, density: neutralDensity, line, multi: multiBand };

/** R, T or both; of a neutral density filter always T, and sometimes R = 0 beside it. */
function targetOf(random: Random, kind: string, { transmittance }: Shape): Target {
  const curve = (quantity: 'R' | 'T', value: (nm: number) => number) => {
    return { quantity, wavelengthsNm: [...GRID_10_NM], values: GRID_10_NM.map(value) };
  };
  const T = curve('T', transmittance);
  const R = curve('R', kind === 'density' ? () => 0 : (nm) => 1 - transmittance(nm));
  const draw = random.uniform();
  const spectra = draw < 0.4 ? [R, T] : draw < 0.8 || kind === 'density' ? [T] : [R];
  return { merit: 'mae', spectra, stack: onGlassSlab(SEVENTEEN) };
}

function idealCases(catalogue: MaterialCatalogue): Case[] {
  return Object.entries(KINDS).flatMap(([kind, draw], k) =>
    Array.from({ length: OF_EACH_KIND }, (_, i): Case => {
      const random = new Random(SEED, k, i);
      const shape = draw(random);
      const target = targetOf(random, kind, shape);
      const quantities = target.spectra.map(({ quantity }) => quantity).join(' and ');
      return {
        id: `C16.${kind}-${i}`,
        title: `${shape.title} nm, ${quantities}`,
        target,
        score: ofFirst(meanMiss(target)),
        floor: floorOf(target, catalogue),
      };
    }),
  );
}

export function idealFilters(catalogue: MaterialCatalogue): Item {
  const cases = idealCases(catalogue);
  return {
    id: 'C16',
    title: `ideal filters: ${cases.length} shapes, seventeen materials, at most 20 layers on the glass slab`,
    costName: 'MAE',
    summary: 'mean',
    cases,
    peersFromLayers: 1,
    others: [
      { name: 'multi-start, 2 s', cost: 0.0844, note: "numpy, on PRISM's 105 targets" },
      { name: 'simulated annealing', cost: 0.1305, note: "published, ~160 s, PRISM's targets" },
      { name: 'differentiable TMM', cost: 0.1846, note: "published, ~50 s, PRISM's targets" },
      { name: 'PRISM-44M best of beam', cost: 0.204, note: "published, PRISM's targets" },
      { name: 'OptoGPT', cost: 0.224, note: "re-simulated, PRISM's targets; 0.341 as published" },
    ],
    note: `own set, seed ${SEED}; the floor is what no passive front coating on this slab could go below`,
  };
}
