import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layerAbsorptions, solveCoherent } from '#core/optics/reference/coherent.ts';
import { type Complex, complex } from '#core/optics/reference/complex.ts';
import { ellipsometricAngles } from '#core/optics/reference/ellipsometry.ts';
import { fieldAt } from '#core/optics/reference/fields.ts';
import { type Part, reversedPart, solvePart } from '#core/optics/reference/part.ts';
import type { Incidence, LinearPolarization } from '#core/optics/reference/waves.ts';

// Made with Byrnes' tmm 0.2.0 (arXiv:1603.02720), outside this repository.
const CASES = new URL('../../../../shared/data/reference/tmm-cases.json', import.meta.url);
const PARTS = new URL('../../../../shared/data/reference/tmm-parts.json', import.meta.url);
const isPresent = existsSync(CASES) && existsSync(PARTS);

type Pair = [number, number];
interface TmmLayer {
  n: Pair;
  d_nm: number;
}
interface TmmCase {
  id: string;
  polarization: LinearPolarization;
  angle_deg: number;
  wavelength_nm: number;
  ambient: Pair;
  layers: TmmLayer[];
  substrate: Pair;
  r: Pair;
  t: Pair;
  R: number;
  T: number;
  powerEntering: number;
  layerAbsorption?: number[];
  at?: {
    layer: number;
    z_nm: number;
    poynting: number;
    absorptionDensity_per_nm: number;
    Ex: Pair;
    Ey: Pair;
    Ez: Pair;
  };
  onSlab?: { slab: Pair; thickness_nm: number; exit: Pair; R: number; T: number };
  ellipsometry?: { psi_rad: number; delta_rad: number };
}
interface TmmPart {
  id: string;
  polarization: LinearPolarization | 'unpolarized';
  direction: 'forward' | 'reverse';
  angle_deg: number;
  wavelength_nm: number;
  ambient: Pair;
  exit: Pair;
  front: TmmLayer[];
  slab: TmmLayer;
  back: TmmLayer[];
  R: number;
  T: number;
  absorption: { front: number[]; slab: number; back: number[] };
}

const index = ([n, k]: Pair): Complex => complex(n, k);
const coating = (layers: TmmLayer[]) => ({
  indices: layers.map((layer) => index(layer.n)),
  thicknessNm: layers.map((layer) => layer.d_nm),
});
const incidenceIn = (ambient: Complex, angleDeg: number): Incidence => ({
  n: ambient.re,
  angleRad: (angleDeg * Math.PI) / 180,
});

/** The largest deviation seen of each quantity, with the case it was seen in. */
class Deviations {
  private readonly worst = new Map<string, { deviation: number; id: string; count: number }>();

  see(quantity: string, id: string, got: number, expected: number): void {
    const deviation = Math.abs(got - expected);
    const before = this.worst.get(quantity) ?? { deviation: 0, id, count: 0 };
    const isWorse = !(deviation <= before.deviation);
    this.worst.set(quantity, { ...(isWorse ? { deviation, id } : before), count: before.count + 1 });
  }

  seeComplex(quantity: string, id: string, got: Complex, [re, im]: Pair): void {
    this.see(quantity, id, got.re, re);
    this.see(quantity, id, got.im, im);
  }

  /** An angle, compared on the circle. */
  seeAngle(quantity: string, id: string, gotDeg: number, expectedRad: number): void {
    const turn = ((gotDeg - (expectedRad * 180) / Math.PI + 540) % 360) - 180;
    this.see(quantity, id, turn, 0);
  }

  expectWithin(limits: Record<string, number>): void {
    if (process.env.PRINT_DEVIATIONS) console.table(Object.fromEntries(this.worst));
    expect([...this.worst.keys()].sort()).toEqual(Object.keys(limits).sort());
    for (const [quantity, limit] of Object.entries(limits)) {
      const seen = this.worst.get(quantity);
      expect(seen?.deviation, `${quantity}, worst in ${seen?.id}`).toBeLessThan(limit);
    }
  }
}

function solveCase(the: TmmCase, polarization = the.polarization) {
  const { indices, thicknessNm } = coating(the.layers);
  const media = { indices: [index(the.ambient), ...indices, index(the.substrate)], thicknessNm };
  return solveCoherent(media, incidenceIn(index(the.ambient), the.angle_deg), the.wavelength_nm, polarization);
}

function compareCase(the: TmmCase, seen: Deviations): void {
  const solution = solveCase(the);
  seen.see('R', the.id, solution.R, the.R);
  seen.see('T', the.id, solution.T, the.T);
  seen.see('power entering', the.id, solution.powerEntering, the.powerEntering);
  seen.seeComplex('r', the.id, solution.r, the.r);
  seen.seeComplex('t', the.id, solution.t, the.t);
  if (the.layerAbsorption !== undefined) {
    const all = [solution.R, ...layerAbsorptions(solution), solution.T];
    expect(all).toHaveLength(the.layerAbsorption.length);
    the.layerAbsorption.forEach((expected, layer) => {
      seen.see('layer absorption', the.id, all[layer], expected);
    });
  }
  if (the.at !== undefined) {
    const point = fieldAt(solution, the.at.layer + 1, the.at.z_nm); // there 0 is the first layer
    seen.see('Poynting flux', the.id, point.poynting, the.at.poynting);
    seen.see('absorption per nm', the.id, point.absorptionPerNm, the.at.absorptionDensity_per_nm);
    seen.seeComplex('E', the.id, point.E[0], the.at.Ex);
    seen.seeComplex('E', the.id, point.E[1], the.at.Ey);
    seen.seeComplex('E', the.id, point.E[2], the.at.Ez);
  }
  if (the.ellipsometry !== undefined) {
    const { psiDeg, deltaDeg } = ellipsometricAngles(solveCase(the, 's').r, solveCase(the, 'p').r);
    seen.see('Ψ (deg)', the.id, psiDeg, (the.ellipsometry.psi_rad * 180) / Math.PI);
    seen.seeAngle('Δ (deg)', the.id, deltaDeg, the.ellipsometry.delta_rad);
  }
  if (the.onSlab !== undefined) {
    const { slab, thickness_nm, exit, R, T } = the.onSlab;
    const part: Part = {
      ambient: index(the.ambient),
      front: coating(the.layers),
      substrate: index(slab),
      slab: { thicknessNm: thickness_nm, coherent: false, back: coating([]), exit: index(exit) },
    };
    const incidence = incidenceIn(part.ambient, the.angle_deg);
    const got = solvePart(part, incidence, the.wavelength_nm, the.polarization);
    seen.see('R on a slab', the.id, got.R, R);
    seen.see('T on a slab', the.id, got.T, T);
  }
}

function comparePart(the: TmmPart, seen: Deviations): void {
  const forward: Part = {
    ambient: index(the.ambient),
    front: coating(the.front),
    substrate: index(the.slab.n),
    slab: { thicknessNm: the.slab.d_nm, coherent: false, back: coating(the.back), exit: index(the.exit) },
  };
  const part = the.direction === 'forward' ? forward : reversedPart(forward);
  const incidence = incidenceIn(part.ambient, the.angle_deg);
  const polarizations: LinearPolarization[] = the.polarization === 'unpolarized' ? ['s', 'p'] : [the.polarization];
  const solved = polarizations.map((polarization) => solvePart(part, incidence, the.wavelength_nm, polarization, true));
  const mean = (pick: (one: (typeof solved)[number]) => number | undefined): number =>
    solved.reduce((sum, one) => sum + (pick(one) ?? Number.NaN), 0) / solved.length;

  seen.see(
    'R',
    the.id,
    mean((one) => one.R),
    the.R,
  );
  seen.see(
    'T',
    the.id,
    mean((one) => one.T),
    the.T,
  );
  const { front, slab, back } = the.absorption;
  const [first, second] = the.direction === 'forward' ? [front, back] : [back.toReversed(), front.toReversed()];
  seen.see(
    'slab absorption',
    the.id,
    mean((one) => one.absorption?.slab),
    slab,
  );
  first.forEach((expected, layer) => {
    seen.see(
      'layer absorption',
      the.id,
      mean((one) => one.absorption?.front[layer]),
      expected,
    );
  });
  second.forEach((expected, layer) => {
    seen.see(
      'layer absorption',
      the.id,
      mean((one) => one.absorption?.back[layer]),
      expected,
    );
  });
}

const title = isPresent
  ? "agreement with Byrnes' tmm"
  : "agreement with Byrnes' tmm: SKIPPED, ../shared/data/reference is not on this machine";

describe.skipIf(!isPresent)(title, () => {
  it('holds for 600 stacks: powers, amplitudes, absorption, fields, Ψ and Δ', () => {
    const { cases } = JSON.parse(readFileSync(CASES, 'utf8')) as { cases: TmmCase[] };
    expect(cases).toHaveLength(600);
    const seen = new Deviations();
    for (const one of cases) compareCase(one, seen);
    seen.expectWithin({
      R: 1e-10,
      T: 1e-10,
      'power entering': 1e-10,
      r: 1e-10,
      t: 1e-10,
      'layer absorption': 1e-8,
      'Poynting flux': 1e-8,
      'absorption per nm': 1e-8,
      E: 1e-8,
      'Ψ (deg)': 1e-8,
      'Δ (deg)': 1e-8,
      'R on a slab': 1e-10,
      'T on a slab': 1e-10,
    });
  });

  it('holds for 200 whole parts, lit from either side', () => {
    const { cases } = JSON.parse(readFileSync(PARTS, 'utf8')) as { cases: TmmPart[] };
    expect(cases).toHaveLength(200);
    const seen = new Deviations();
    for (const one of cases) comparePart(one, seen);
    seen.expectWithin({ R: 1e-10, T: 1e-10, 'layer absorption': 1e-8, 'slab absorption': 1e-8 });
  });
});
