import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type { Direction, LayerSequence, MediumTable, Polarization } from '#core/optics/types.ts';

const FOLDER = new URL('../../../../shared/data/reference/', import.meta.url);
const isThere = existsSync(new URL('tmm-cases.json', FOLDER)) && existsSync(new URL('tmm-parts.json', FOLDER));

type Index = readonly [number, number];
interface TmmLayer {
  readonly n: Index;
  readonly d_nm: number;
}
interface TmmCase {
  readonly id: string;
  readonly family: string;
  readonly polarization: Polarization;
  readonly angle_deg: number;
  readonly wavelength_nm: number;
  readonly ambient: Index;
  readonly layers: readonly TmmLayer[];
  readonly substrate: Index;
  readonly R: number;
  readonly T: number;
  readonly onSlab?: {
    readonly slab: Index;
    readonly thickness_nm: number;
    readonly exit: Index;
    readonly R: number;
    readonly T: number;
  };
}
interface TmmPart {
  readonly id: string;
  readonly polarization: Polarization;
  readonly angle_deg: number;
  readonly wavelength_nm: number;
  readonly direction: Direction;
  readonly ambient: Index;
  readonly exit: Index;
  readonly front: readonly TmmLayer[];
  readonly slab: TmmLayer;
  readonly back: readonly TmmLayer[];
  readonly R: number;
  readonly T: number;
}

const medium = ([n, k]: Index): MediumTable => ({ n: Float64Array.of(n), k: Float64Array.of(k) });

function sequence(layers: readonly TmmLayer[], firstMedium: number): LayerSequence {
  return {
    count: layers.length,
    media: Int32Array.from(layers, (_, i) => firstMedium + i),
    thicknessNm: Float64Array.from(layers, (layer) => layer.d_nm),
  };
}

describe.each([
  ['WebAssembly', createEvaluator],
  ['plain TypeScript', createPlainEvaluator],
] as const)('%s', (_, create) => {
  function solve(
    part: Omit<TmmPart, 'id' | 'R' | 'T' | 'slab' | 'exit'>,
    substrate: Index,
    slab?: { nm: number; exit: Index },
  ) {
    const evaluator = create({
      wavelengthsNm: Float64Array.of(part.wavelength_nm),
      angleDeg: part.angle_deg,
      polarization: part.polarization,
      direction: part.direction,
      ambient: medium(part.ambient),
      layerMedia: [...part.front, ...part.back].map((layer) => medium(layer.n)),
      substrate: medium(substrate),
      ...(slab === undefined ? {} : { slab: { thicknessNm: slab.nm, coherent: false, exit: medium(slab.exit) } }),
    });
    const R = new Float64Array(1);
    const T = new Float64Array(1);
    evaluator.spectra(sequence(part.front, 0), sequence(part.back, part.front.length), R, T);
    return { R: R[0], T: T[0] };
  }

  describe.skipIf(!isThere)('agreement with tmm (needs ../shared/data/reference)', () => {
    const load = (name: string) => (isThere ? JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')).cases : []);
    const cases: readonly TmmCase[] = load('tmm-cases.json');
    const parts: readonly TmmPart[] = load('tmm-parts.json');

    test.each(['dielectric', 'single', 'lossy', 'metal', 'thick', 'tir'])('coatings on a half-space: %s', (family) => {
      const chosen = cases.filter((c) => c.family === family);
      expect(chosen.length).toBe(100);
      for (const c of chosen) {
        const ours = solve({ ...c, direction: 'forward', front: c.layers, back: [] }, c.substrate);
        expect(Math.abs(ours.R - c.R), `R of ${c.id}`).toBeLessThan(1e-12);
        expect(Math.abs(ours.T - c.T), `T of ${c.id}`).toBeLessThan(1e-12);
      }
    });

    test('the same coatings on an incoherent slab with a bare back', () => {
      const chosen = cases.filter((c) => c.onSlab !== undefined);
      expect(chosen.length).toBeGreaterThan(50);
      for (const { id, onSlab, ...c } of chosen) {
        if (onSlab === undefined) continue;
        const slab = { nm: onSlab.thickness_nm, exit: onSlab.exit };
        const ours = solve({ ...c, direction: 'forward', front: c.layers, back: [] }, onSlab.slab, slab);
        expect(Math.abs(ours.R - onSlab.R), `R of ${id}`).toBeLessThan(1e-12);
        expect(Math.abs(ours.T - onSlab.T), `T of ${id}`).toBeLessThan(1e-12);
      }
    });

    test('parts with an incoherent slab, both directions', () => {
      expect(parts.length).toBe(200);
      for (const part of parts) {
        const ours = solve(part, part.slab.n, { nm: part.slab.d_nm, exit: part.exit });
        expect(Math.abs(ours.R - part.R), `R of ${part.id}`).toBeLessThan(1e-12);
        expect(Math.abs(ours.T - part.T), `T of ${part.id}`).toBeLessThan(1e-12);
      }
    });
  });
});
