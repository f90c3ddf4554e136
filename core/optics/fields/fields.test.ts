import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '#core/design/random.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import { FieldEvaluator } from '#core/optics/fields/field-evaluator.ts';
import { layerAbsorptions, solveCoherent } from '#core/optics/reference/coherent.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { fieldProfile } from '#core/optics/reference/fields.ts';
import type { LayerSequence, MediumTable } from '#core/optics/types.ts';

// Made with Byrnes' tmm 0.2.0 (arXiv:1603.02720), outside this repository.
const CASES = new URL('../../../../shared/data/reference/tmm-cases.json', import.meta.url);
const isPresent = existsSync(CASES);

const LAMBDA = 550;
const constant = (n: number, k = 0): MediumTable => ({ n: Float64Array.of(n), k: Float64Array.of(k) });
type Pile = LayerSequence & { thicknessNm: Float64Array };
const pile = (media: readonly number[], thicknessNm: readonly number[]): Pile => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NOTHING = pile([], []);

const plain: WaveSetup = {
  wavelengthsNm: Float64Array.of(LAMBDA),
  angleDeg: 0,
  polarization: 's',
  direction: 'forward',
  order: 0,
  ambient: constant(1),
  layerMedia: [constant(1.46), constant(2.35), constant(2.1, 0.03), constant(0.13, 3.9)],
  substrate: constant(1.52),
};
const absorberSubstrate = constant(3.9, 0.5);

function randomCase(random: Random): { setup: WaveSetup; front: Pile } {
  const isDense = random.uniform() < 0.3;
  const setup: WaveSetup = {
    ...plain,
    angleDeg: random.uniform() < 0.3 ? 0 : random.between(0, isDense ? 60 : 80),
    polarization: random.uniform() < 0.5 ? 's' : 'p',
    ambient: isDense ? constant(1.7) : constant(1),
    substrate: random.uniform() < 0.3 ? absorberSubstrate : constant(1.52),
  };
  const count = 1 + random.integer(8);
  const media = Array.from({ length: count }, () => (random.uniform() < 0.15 ? 3 : random.integer(3)));
  return {
    setup,
    front: pile(
      media,
      media.map((medium) => random.between(5, medium === 3 ? 60 : 400)),
    ),
  };
}

function solved(setup: WaveSetup, front: Pile) {
  const indexOf = (medium: MediumTable) => complex(medium.n[0], medium.k[0]);
  const indices = [
    indexOf(setup.ambient),
    ...Array.from(front.media, (medium) => indexOf(setup.layerMedia[medium])),
    indexOf(setup.substrate),
  ];
  const incidence = { n: setup.ambient.n[0], angleRad: (setup.angleDeg * Math.PI) / 180 };
  return solveCoherent({ indices, thicknessNm: [...front.thicknessNm] }, incidence, LAMBDA, setup.polarization);
}

const totalNm = (front: Pile): number => front.thicknessNm.reduce((sum, d) => sum + d, 0);

describe('closed forms', () => {
  it('before a bare interface stands 1 + |r|² + 2|r| cos, behind it |t|²', () => {
    const depths = [-300, -LAMBDA / 4, -17, 0, 5, 4000];
    const { intensity } = new FieldEvaluator(plain).profile(NOTHING, NOTHING, depths);
    const r = (1 - 1.52) / 2.52;
    depths.forEach((z, i) => {
      const standing = 1 + r * r + 2 * r * Math.cos((4 * Math.PI * z) / LAMBDA);
      expect(intensity[i]).toBeCloseTo(z > 0 ? (1 + r) * (1 + r) : standing, 13);
    });
  });

  it('a thick absorber: |t|² exp(−4πkz/λ), and what it takes in is the whole flux', () => {
    const setup = { ...plain, substrate: absorberSubstrate };
    const depths = [1e-9, 40, 200, 4000];
    const { intensity, absorptionPerNm } = new FieldEvaluator(setup).profile(NOTHING, NOTHING, depths);
    const t2 = 4 / (4.9 * 4.9 + 0.25);
    depths.forEach((z, i) => {
      const expected = t2 * Math.exp((-4 * Math.PI * 0.5 * z) / LAMBDA);
      expect(intensity[i] / expected).toBeCloseTo(1, 12);
      expect(absorptionPerNm[i] / (((2 * Math.PI) / LAMBDA) * 2 * 3.9 * 0.5 * expected)).toBeCloseTo(1, 12);
    });
  });

  it('a quarter-wave mirror that begins with H: E is 0 at its surface and 2/n_H at the first inner border', () => {
    const pairs = 20;
    const media = Array.from({ length: 2 * pairs }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const front = pile(
      media,
      media.map((medium) => LAMBDA / 4 / (medium === 1 ? 2.35 : 1.46)),
    );
    const { value, row, depthNm } = new FieldEvaluator(plain).peak(front, NOTHING);
    expect(value[0]).toBeCloseTo((2 / 2.35) ** 2, 4);
    expect(row[0]).toBe(0);
    expect(depthNm[0]).toBeCloseTo(LAMBDA / 4 / 2.35, 3);
  });
});

describe('against the reference', () => {
  it('the profile is the same in random stacks, clear and absorbing, s and p, beyond total reflection', () => {
    const random = new Random(2);
    for (let i = 0; i < 150; i++) {
      const { setup, front } = randomCase(random);
      const depths = Array.from({ length: 12 }, () => random.between(-200, totalNm(front) + 200));
      const got = new FieldEvaluator(setup).profile(front, NOTHING, depths);
      fieldProfile(solved(setup, front), depths).forEach(({ intensity, absorptionPerNm }, z) => {
        expect(Math.abs(got.intensity[z] - intensity)).toBeLessThan(1e-11 * (1 + intensity));
        expect(Math.abs(got.absorptionPerNm[z] - absorptionPerNm)).toBeLessThan(1e-12 * (1 + absorptionPerNm));
      });
    }
  });

  it('reverse light sees the mirrored stack', () => {
    const front = pile([1, 2, 0], [120, 60, 200]);
    const depths = [-40, 30, 150, 300, 500];
    const reverse = new FieldEvaluator({ ...plain, direction: 'reverse', angleDeg: 20 });
    const mirrored = { ...plain, ambient: plain.substrate, substrate: plain.ambient, angleDeg: 20 };
    const got = reverse.profile(front, NOTHING, depths).intensity;
    const expected = new FieldEvaluator(mirrored).profile(pile([0, 2, 1], [200, 60, 120]), NOTHING, depths).intensity;
    expect([...got]).toEqual([...expected]);
  });
});

describe('Poynting', () => {
  it('the absorption density of a layer adds up to its absorptance', () => {
    const random = new Random(4);
    for (let i = 0; i < 20; i++) {
      const { setup, front } = randomCase(random);
      const absorbed = layerAbsorptions(solved(setup, front));
      let from = 0;
      front.thicknessNm.forEach((d, layer) => {
        // Gauss–Legendre, 5 nodes in each of 60 parts
        const nodes = [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664];
        const weights = [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189];
        const width = d / 60;
        const depths = Array.from(
          { length: 300 },
          (_, j) => from + width * (Math.floor(j / 5) + (1 + nodes[j % 5]) / 2),
        );
        const { absorptionPerNm } = new FieldEvaluator(setup).profile(front, NOTHING, depths);
        const sum = absorptionPerNm.reduce((total, value, j) => total + (value * weights[j % 5] * width) / 2, 0);
        expect(Math.abs(sum - absorbed[layer])).toBeLessThan(1e-11);
        from += d;
      });
    }
  });
});

describe('the peak', () => {
  it('is the highest of a fine profile of the layers, and no point is higher', () => {
    const random = new Random(6);
    for (let i = 0; i < 60; i++) {
      const { setup, front } = randomCase(random);
      const evaluator = new FieldEvaluator(setup);
      const { value, row, depthNm } = evaluator.peak(front, NOTHING);
      const depths = Array.from({ length: 3000 }, (_, j) => ((j + 0.5) / 3000) * totalNm(front));
      const seen = evaluator.profile(front, NOTHING, depths).intensity;
      const highest = seen.reduce((most, one) => Math.max(most, one), 0);
      expect(value[0]).toBeGreaterThan(highest * (1 - 1e-12));
      expect(value[0]).toBeLessThan(highest * 1.02);
      const above = front.thicknessNm.subarray(0, row[0]).reduce((sum, d) => sum + d, 0);
      const within = Math.min(Math.max(depthNm[0], 1e-8), front.thicknessNm[row[0]] - 1e-8); // not on an interface
      const there = evaluator.profile(front, NOTHING, [above + within]).intensity[0];
      expect(there / value[0]).toBeCloseTo(1, 6);
    }
  });

  it('has the derivative by every thickness that differences show', () => {
    const random = new Random(8);
    let compared = 0;
    for (let i = 0; i < 80; i++) {
      const { setup: half, front } = randomCase(random);
      const hasSlab = random.uniform() < 0.3;
      const setup = hasSlab
        ? { ...half, slab: { thicknessNm: 700, coherent: true, exit: constant(1) }, substrate: constant(1.52) }
        : half;
      const only = random.integer(front.count);
      const choice = random.uniform() < 0.5 ? (row: number) => row === only : undefined;
      const evaluator = new FieldEvaluator(setup);
      const { row, byThickness } = evaluator.peak(front, NOTHING, choice);
      for (let layer = 0; layer < front.count; layer++) {
        const h = 0.01;
        const d = front.thicknessNm[layer];
        let moved = false; // to another layer: there the derivative may jump
        const at = (m: number) => {
          front.thicknessNm[layer] = d + m * h;
          const { value, row: now } = evaluator.peak(front, NOTHING, choice);
          front.thicknessNm[layer] = d;
          moved ||= now[0] !== row[0];
          return value[0];
        };
        const slope = (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
        if (moved) continue;
        compared++;
        expect(Math.abs(byThickness[layer] - slope)).toBeLessThan(2e-7 * (0.1 + Math.abs(slope)));
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('is 0 where no layer counts, and looks only in those that do', () => {
    const front = pile([1, 0, 1], [60, 90, 60]);
    const evaluator = new FieldEvaluator(plain);
    expect(evaluator.peak(front, NOTHING, () => false)).toMatchObject({
      value: Float64Array.of(0),
      row: Int32Array.of(-1),
    });
    expect(evaluator.peak(front, NOTHING, (_, medium) => medium === 0).row[0]).toBe(1);
  });
});

const title = isPresent
  ? "agreement with Byrnes' tmm"
  : "agreement with Byrnes' tmm: SKIPPED, ../shared/data/reference is not on this machine";

describe.skipIf(!isPresent)(title, () => {
  it('|E|² and absorption per nm at one depth of each of its stacks', () => {
    type Pair = [number, number];
    interface Case {
      polarization: 's' | 'p';
      angle_deg: number;
      wavelength_nm: number;
      ambient: Pair;
      layers: { n: Pair; d_nm: number }[];
      substrate: Pair;
      at?: { layer: number; z_nm: number; absorptionDensity_per_nm: number; Ex: Pair; Ey: Pair; Ez: Pair };
    }
    const { cases } = JSON.parse(readFileSync(CASES, 'utf8')) as { cases: Case[] };
    let count = 0;
    for (const one of cases) {
      if (one.at === undefined || one.ambient[1] > 0) continue;
      count++;
      const setup: WaveSetup = {
        ...plain,
        wavelengthsNm: Float64Array.of(one.wavelength_nm),
        angleDeg: one.angle_deg,
        polarization: one.polarization,
        ambient: constant(...one.ambient),
        layerMedia: one.layers.map(({ n }) => constant(...n)),
        substrate: constant(...one.substrate),
      };
      const thicknesses = one.layers.map(({ d_nm }) => d_nm);
      const front = pile(
        thicknesses.map((_, i) => i),
        thicknesses,
      );
      const depth = thicknesses.slice(0, one.at.layer).reduce((sum, d) => sum + d, 0) + one.at.z_nm;
      const { intensity, absorptionPerNm } = new FieldEvaluator(setup).profile(front, NOTHING, [depth]);
      const { Ex, Ey, Ez, absorptionDensity_per_nm } = one.at;
      const expected = [...Ex, ...Ey, ...Ez].reduce((sum, part) => sum + part * part, 0);
      expect(Math.abs(intensity[0] - expected)).toBeLessThan(1e-8 * (1 + expected));
      expect(Math.abs(absorptionPerNm[0] - absorptionDensity_per_nm)).toBeLessThan(1e-8);
    }
    expect(count).toBeGreaterThan(100);
  });
});
