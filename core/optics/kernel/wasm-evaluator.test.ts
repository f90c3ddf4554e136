import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createEvaluator } from '#core/optics/kernel/evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import { WasmEvaluator } from '#core/optics/kernel/wasm-evaluator.ts';
import type { EvaluatorSetup, LayerSequence, MediumTable, PartLayers, Polarization } from '#core/optics/types.ts';
import { buildKernel } from '../../../scripts/build-kernel.mjs';

/** Dispersion of any kind will do: neighbouring wavelengths must differ. */
function medium(count: number, n: number, k = 0): MediumTable {
  return {
    n: Float64Array.from({ length: count }, (_, i) => n + (0.1 * i) / count),
    k: Float64Array.from({ length: count }, (_, i) => k * (1 + i / count)),
  };
}
const clear = (count: number): MediumTable => ({ n: new Float64Array(count).fill(1), k: new Float64Array(count) });
const grid = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => 400 + (700 * i) / count);
const layers = (count: number, media: number, seed = 1): LayerSequence => ({
  count,
  media: Int32Array.from({ length: count }, (_, i) => (i * 7 + seed) % media),
  thicknessNm: Float64Array.from({ length: count }, (_, i) => 20 + ((i * 37 + 11 * seed) % 190)),
});

function setupOf(count: number, polarization: Polarization = 'unpolarized'): EvaluatorSetup {
  return {
    wavelengthsNm: grid(count),
    angleDeg: 35,
    polarization,
    direction: 'forward',
    ambient: clear(count),
    layerMedia: [medium(count, 1.46), medium(count, 2.3), medium(count, 2, 0.01), medium(count, 0.2, 3)],
    substrate: medium(count, 1.52, 1e-8),
  };
}
const slab = (count: number, coherent = false) => ({ thicknessNm: 5e5, coherent, exit: clear(count) });

function results(count: number, rows: number): Float64Array[] {
  return [count, count, rows * count, rows * count].map((length) => new Float64Array(length).fill(Number.NaN));
}
function worst(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  return Math.max(...a.map((values, i) => values.reduce((most, x, j) => Math.max(most, Math.abs(x - b[i][j])), 0)));
}

/** Both solvers' R, T, ∂R and ∂T. */
function bothOf(setup: EvaluatorSetup, front: LayerSequence, back: LayerSequence): [Float64Array[], Float64Array[]] {
  const rows = front.count + back.count;
  const [ours, plain] = [createEvaluator(setup), createPlainEvaluator(setup)].map((evaluator) => {
    const [R, T, dR, dT] = results(setup.wavelengthsNm.length, rows);
    evaluator.derivatives(front, back, R, T, dR, dT);
    return [R, T, dR, dT];
  });
  return [ours, plain];
}

test('the committed module is what its sources compile to', async () => {
  const committed = readFileSync(new URL('./kernel.generated.ts', import.meta.url), 'utf8');
  const { text } = await buildKernel();
  expect(text === committed, 'npm run build:kernel').toBe(true);
});

describe('the kernel and the plain solver', () => {
  test('this host runs the kernel', () => {
    expect(createEvaluator(setupOf(4))).toBeInstanceOf(WasmEvaluator);
  });

  test.each([0, 1, 2, 3, 4, 5, 7, 8, 71])('agree to 1e-14 on a grid of %d wavelengths', (count) => {
    for (const polarization of ['s', 'p', 'unpolarized'] as const) {
      for (const direction of ['forward', 'reverse'] as const) {
        for (const part of [{}, { slab: slab(count) }, { slab: slab(count, true) }]) {
          const isReverse = direction === 'reverse';
          if (isReverse && part.slab === undefined) continue; // light from the absorbing substrate
          const setup = { ...setupOf(count, polarization), direction, ...part };
          const back = layers(part.slab === undefined ? 0 : 5, 4, 3);
          expect(worst(...bothOf(setup, layers(19, 4), back))).toBeLessThan(1e-14);
          expect(worst(...bothOf(setup, layers(19, 2), back))).toBeLessThan(1e-14);
        }
      }
    }
  });

  test('agree where the results are too large for one call', () => {
    const setup = setupOf(401, 's');
    expect(worst(...bothOf(setup, layers(700, 2), layers(0, 1)))).toBeLessThan(1e-12);
    expect(worst(...bothOf({ ...setup, slab: slab(401) }, layers(650, 2), layers(50, 4)))).toBeLessThan(1e-12);
  });

  test('agree on many parts at once, few or more than one call takes', () => {
    for (const part of [{}, { slab: slab(71) }]) {
      const setup = { ...setupOf(71), ...part };
      const parts: PartLayers[] = Array.from({ length: 1900 }, (_, i) => ({
        front: layers(1 + (i % 5), 4, i),
        back: layers(part.slab === undefined ? 0 : i % 3, 4, i),
      }));
      const [ours, plain] = [createEvaluator(setup), createPlainEvaluator(setup)].map((evaluator) => {
        const [R, T] = results(1900 * 71, 0);
        evaluator.spectraOfMany(parts, R, T);
        return [R, T];
      });
      expect(worst(ours, plain)).toBeLessThan(1e-14);
    }
  });

  test('name the same wavelength where a slab absorbs too strongly', () => {
    const count = 71;
    const k = new Float64Array(count);
    k[66] = 1; // within the last block but one
    const film = medium(count, 1.5);
    const setup: EvaluatorSetup = {
      ...setupOf(count, 's'),
      layerMedia: [film],
      substrate: { n: new Float64Array(count).fill(0.72), k },
      slab: { thicknessNm: 10, coherent: false, exit: clear(count) },
    };
    const messageOf = (create: typeof createEvaluator): string => {
      try {
        const [R, T] = results(count, 0);
        for (let nm = 5; nm < 300; nm += 5) {
          const one = { count: 1, media: Int32Array.of(0), thicknessNm: Float64Array.of(nm) };
          create(setup).spectra(one, one, R, T);
        }
      } catch (error) {
        return String(error);
      }
      return 'not refused';
    };
    expect(messageOf(createEvaluator)).toMatch(new RegExp(`at ${setup.wavelengthsNm[66]} nm`));
    expect(messageOf(createPlainEvaluator)).toBe(messageOf(createEvaluator));
  });

  test('an evaluator outlives the memory that its tables were in', () => {
    const first = createEvaluator(setupOf(40));
    const front = layers(12, 4);
    const [R, T] = results(40, 0);
    first.spectra(front, layers(0, 1), R, T);
    const [again, more] = results(40, 0);
    for (let i = 0; i < 8; i++) {
      const [r, t] = results(20_000, 0); // tables of 14 MB
      createEvaluator(setupOf(20_000)).spectra(front, layers(0, 1), r, t);
    }
    first.spectra(front, layers(0, 1), again, more);
    expect([again, more]).toEqual([R, T]);
  });
});

describe('a host without SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([
    ['no WebAssembly', undefined],
    ['WebAssembly without SIMD', { ...WebAssembly, validate: (): boolean => false }],
    [
      'WebAssembly forbidden by the page',
      {
        validate: (): boolean => true,
        CompileError: WebAssembly.CompileError,
        Module: class {
          constructor() {
            throw new WebAssembly.CompileError('content security policy');
          }
        },
      },
    ],
  ])('%s: the plain solver serves', async (_, host) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', host);
    const fresh = await import('#core/optics/kernel/evaluator.ts');
    const { WasmEvaluator: FreshWasmEvaluator } = await import('#core/optics/kernel/wasm-evaluator.ts');
    const evaluator = fresh.createEvaluator(setupOf(5));
    expect(evaluator).not.toBeInstanceOf(FreshWasmEvaluator);
    const [R, T] = results(5, 0);
    evaluator.spectra(layers(3, 2), layers(0, 1), R, T);
    expect(Math.min(...R, ...T)).toBeGreaterThan(0);
  });
});
