import { describe, expect, it } from 'vitest';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import { nkHash } from '#core/materials/nk-hash.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { encodeTarget } from './encode.ts';
import { packFits } from './fit.ts';
import { type PackManifest, parseManifest } from './manifest.ts';
import { proposeFromPack, type RunnablePack } from './propose.ts';
import type { InferenceSession, Tensor } from './session.ts';

const NO_CATALOGUE: MaterialCatalogue = { find: () => undefined, suggest: () => [] };
const GRID = [500, 510, 520, 530, 540];
const H = { n: 2.35 };
const L = { n: 1.46 };
const GLASS = { n: 1.52 };
const NO_HASH = '0'.repeat(64);

const hashOf = (medium: string | { n: number }) =>
  nkHash(resolveMedium(medium, { catalogue: NO_CATALOGUE, path: '' }), GRID);

/** A manifest as plain data, to be broken. */
function manifestData() {
  const shape = (name: string, ...dims: (string | number)[]) => ({ name, shape: dims });
  return {
    format: 'stackwright-pack/1',
    id: 'toy-4',
    version: '1.0.0',
    name: 'Toy',
    summary: 'Four layers',
    licence: 'MIT',
    supersedes: [],
    structure: 'planar/1',
    domain: {
      ambient: { id: 'air', nkHash: hashOf('air') },
      substrate: { id: 'glass', nkHash: hashOf(GLASS) },
      exit: null,
      materials: [
        { id: 'H', nkHash: hashOf(H) },
        { id: 'L', nkHash: hashOf(L) },
      ],
      layerCount: { min: 4, max: 4 },
      thicknessNm: { min: 20, max: 150 },
      coherent: true,
      lossless: true,
    },
    spectrum: {
      wavelengthsNm: GRID,
      quantities: ['R'],
      angleDeg: 0,
      polarization: 'unpolarized',
      direction: 'forward',
    },
    acceptsPartialTargets: true,
    networks: [
      {
        role: 'forward',
        file: 'forward.onnx',
        inputs: [shape('thicknessNm', 'samples', 'layers')],
        outputs: [shape('R', 'samples', 'wavelengths')],
        normalisation: 'none',
        parameters: 1,
      },
      {
        role: 'inverse',
        decoder: 'mixture-density',
        file: 'mixture.onnx',
        inputs: [shape('target', 'samples', 'wavelengths')],
        outputs: [shape('thicknessNm', 'samples', 'layers')],
        normalisation: 'none',
        parameters: 1,
      },
    ],
    training: {
      dataSeed: 1,
      heldOutSeed: 2,
      date: '2026-01-01',
      commit: 'none',
      hardware: 'none',
      software: 'none',
      networks: {},
      data: [],
    },
    metrics: [],
    files: {
      'forward.onnx': { sha256: NO_HASH, bytes: 1 },
      'mixture.onnx': { sha256: NO_HASH, bytes: 1 },
    } as Record<string, { sha256: string; bytes: number }>,
  };
}

const manifest = (): PackManifest => parseManifest(manifestData(), 'toy');

function target(stack: object = {}, entry: object = {}) {
  return parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm: GRID, values: GRID.map(() => 0.5), ...entry }],
    stack: { substrate: { medium: GLASS }, materials: { H, L }, maxLayers: 4, ...stack },
  });
}

function fitOf(stack: object = {}, entry: object = {}) {
  const wish = target(stack, entry);
  return packFits(manifest(), wish, openTarget(wish, NO_CATALOGUE).space);
}

describe('manifest', () => {
  it('reads a sound one', () => {
    expect(manifest().domain.layerCount.max).toBe(4);
  });

  const breaks: [string, (data: ReturnType<typeof manifestData>) => void, RegExp][] = [
    ['another format', (m) => Object.assign(m, { format: 'stackwright-pack/2' }), /format/],
    ['an unknown key', (m) => Object.assign(m, { colour: 'red' }), /colour/],
    ['a hash that is none', (m) => Object.assign(m.domain.ambient, { nkHash: 'abc' }), /nkHash/],
    ['a file outside its folder', (m) => Object.assign(m.networks[0] as object, { file: '../other.onnx' }), /file/],
    [
      'a file listed outside its folder',
      (m) => Object.assign(m.files, { 'a/b.onnx': m.files['forward.onnx'] }),
      /files/,
    ],
    ['an absolute file', (m) => Object.assign(m.networks[0] as object, { file: '/etc/passwd' }), /file/],
    ['a file without a hash', (m) => Reflect.deleteProperty(m.files, 'mixture.onnx'), /no entry in files/],
    [
      'an inverse network without decoder',
      (m) => Reflect.deleteProperty(m.networks[1] as object, 'decoder'),
      /decoder/,
    ],
    ['wavelengths out of order', (m) => m.spectrum.wavelengthsNm.splice(0, 2, 510, 500), /must increase/],
    ['limits the wrong way round', (m) => Object.assign(m.domain.thicknessNm, { min: 200 }), /least thickness/],
    ['a family not known', (m) => Object.assign(m, { structure: 'grating/1' }), /structure/],
  ];
  it.each(breaks)('refuses %s, naming the file and the place', (_, spoil, complaint) => {
    const data = structuredClone(manifestData());
    spoil(data);
    expect(() => parseManifest(data, 'models/toy/manifest.json')).toThrow(complaint);
    expect(() => parseManifest(data, 'models/toy/manifest.json')).toThrow(/^models\/toy\/manifest\.json/);
  });
});

describe('packFits', () => {
  it('finds the materials by their n and k, whatever their names and order', () => {
    expect(fitOf()).toEqual({ fits: true, media: [0, 1] });
    expect(fitOf({ materials: { X: { n: 2 }, low: L, high: H } })).toEqual({ fits: true, media: [2, 1] });
  });

  const reasons: [string, object, object, RegExp][] = [
    ['other materials', { materials: { H, L: { n: 1.47 } } }, {}, /n and k of L/],
    ['another substrate', { substrate: { medium: { n: 1.5 } } }, {}, /substrate is not glass/],
    ['another incident medium', { ambient: { n: 1.33 } }, {}, /incident medium is not air/],
    ['a slab', { substrate: { medium: GLASS, thicknessNm: 1e6 } }, {}, /half-space/],
    ['too few layers', { maxLayers: 3 }, {}, /At most 3 layers/],
    ['other thicknesses', { thicknessNm: { min: 100, max: 500 } }, {}, /100 to 500 nm/],
    ['a thin total', { totalThicknessNm: { max: 100 } }, {}, /At most 100 nm/],
    ['fixed layers', { fixed: { outermost: [{ medium: 'L', thicknessNm: 10 }] } }, {}, /fixed/],
    ['another angle', {}, { angleDeg: 30 }, /30°/],
    ['another quantity', {}, { quantity: 'A' }, /asks for A/],
    ['reverse light', {}, { direction: 'reverse' }, /forward light only/],
    ['another band', {}, { wavelengthsNm: [900, 910], values: [1, 1] }, /0 of the target's 2 points/],
  ];
  it.each(reasons)('refuses %s and says so', (_, stack, entry, complaint) => {
    const found = fitOf(stack, entry);
    expect(found.fits).toBe(false);
    if (!found.fits) expect(found.reasons.join(' ')).toMatch(complaint);
  });

  it('takes a wish for T of lossless layers, and part of the grid', () => {
    expect(fitOf({}, { quantity: 'T' }).fits).toBe(true);
    expect(fitOf({}, { wavelengthsNm: [520], values: [0] }).fits).toBe(true);
  });
});

describe('encodeTarget', () => {
  const encode = (entry: object) => encodeTarget(target({}, entry), manifest());

  it('joins points inside a band and leaves the rest open', () => {
    const { values, mask } = encode({ wavelengthsNm: [505, 515, 525], values: [0, 0.5, 1] });
    expect([...mask]).toEqual([1, 1, 1, 1, 0]);
    expect([...values]).toEqual([0, 0.25, 0.75, 1, 0]);
  });

  it('does not join across a gap', () => {
    const { mask } = encode({ wavelengthsNm: [500, 501, 539, 540], values: [0, 0, 1, 1] });
    expect([...mask]).toEqual([1, 0, 0, 0, 1]);
  });

  it('reads T, optical density and decibels as R', () => {
    expect([...encode({ quantity: 'T', values: GRID.map(() => 0.25) }).values]).toEqual(GRID.map(() => 0.75));
    expect(encode({ quantity: 'OD', values: GRID.map(() => 1) }).values[0]).toBeCloseTo(0.9, 6);
    expect(encode({ quantity: 'RdB', values: GRID.map(() => -10) }).values[0]).toBeCloseTo(0.1, 6);
  });
});

describe('proposeFromPack', () => {
  /** A mixture that answers the noise it was given, and a forward network that answers the first thickness. */
  const fake: RunnablePack = {
    manifest: manifest(),
    session: (file): InferenceSession => ({
      run: async (inputs): Promise<Record<string, Tensor>> => {
        if (file === 'forward.onnx') {
          const { data, dims } = inputs.thicknessNm as Tensor;
          const rows = dims[0] ?? 0;
          const R = new Float32Array(rows * 5).map((_, i) => (data[Math.floor(i / 5) * 4] ?? 0) / 1000);
          return { R: { data: R, dims: [rows, 5] } };
        }
        const { data, dims } = inputs.noise as Tensor;
        const rows = dims[0] ?? 0;
        const thicknessNm = new Float32Array(rows * 4).map((_, i) => 20 + 130 * (data[3 * i] ?? 0));
        return { thicknessNm: { data: thicknessNm, dims: [rows, 4] } };
      },
    }),
  };

  it('draws the same samples for the same seed, with the network’s own estimate beside each', async () => {
    const ask = (seed: number) => proposeFromPack(fake, target(), { samples: 100, random: new Random(seed) });
    const [once, again, other] = [await ask(1), await ask(1), await ask(2)];
    expect(once).toHaveLength(100);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
    expect(once[99]).toMatchObject({ media: [0, 1, 0, 1], origin: 'mdn' });
    expect(once[99]?.surrogate?.R[0]).toBeCloseTo((once[99]?.thicknessNm[0] ?? 0) / 1000, 6);
    expect(once[0]).not.toHaveProperty('spectra');
  });

  it('refuses an answer that is no number', async () => {
    const broken: RunnablePack = {
      ...fake,
      session: () => ({
        run: async () => ({ thicknessNm: { data: new Float32Array(4).fill(Number.NaN), dims: [1, 4] } }),
      }),
    };
    await expect(proposeFromPack(broken, target(), { samples: 1, random: new Random(1) })).rejects.toThrow(
      /not a number/,
    );
  });
});
