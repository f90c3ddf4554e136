import { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import { LIMITS } from '#core/optics/stack.ts';
import { parseOrThrow } from '#core/validation.ts';

/** The one format of manifest that this version reads. */
export const PACK_FORMAT = 'stackwright-pack/1';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'needs 64 hexadecimal digits');
/** A plain name inside the pack's folder: no slash, no "..", nothing hidden. */
const FileName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/, 'is not a plain file name');
export const PackId = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not an id such as "reflector-20"');

/** A medium by its catalogue id and by the numbers that were used: see core/materials/nk-hash.ts. */
const PackMedium = z.strictObject({ id: z.string().min(1), nkHash: Sha256 });
export type PackMedium = z.infer<typeof PackMedium>;

const thicknessNm = z.number().min(0).max(LIMITS.thicknessNm);

/** What stacks the networks know. Layers repeat `materials` in order, the first one outermost. */
const Domain = z.strictObject({
  ambient: PackMedium,
  substrate: PackMedium,
  /** behind a slab; null: the substrate is a half-space */
  exit: PackMedium.nullable(),
  materials: z.array(PackMedium).min(1).max(100),
  layerCount: z.strictObject({ min: z.int().min(1), max: z.int().min(1).max(LIMITS.layers) }),
  thicknessNm: z.strictObject({ min: thicknessNm, max: thicknessNm }),
  coherent: z.boolean(),
  /** absorption is too small to matter to a proposal, so that a wish for T may be read as one for R = 1 − T */
  lossless: z.boolean(),
});

const SpectralGrid = z.strictObject({
  wavelengthsNm: z.array(z.number().min(LIMITS.wavelengthNm[0]).max(LIMITS.wavelengthNm[1])).min(2).max(10_000),
  quantities: z.array(z.enum(['R', 'T', 'A'])).min(1),
  angleDeg: z.number().min(0).lt(90),
  polarization: z.enum(['s', 'p', 'unpolarized']),
  direction: z.enum(['forward', 'reverse']),
});

/** A dimension is a number, or a name: "samples" is free, "layers" and "wavelengths" are the pack's. */
const TensorShape = z.strictObject({
  name: z.string().min(1).max(60),
  shape: z.array(z.union([z.int().min(1), z.enum(['samples', 'layers', 'wavelengths'])])).max(6),
});
const TENSORS = { inputs: z.array(TensorShape).min(1).max(10), outputs: z.array(TensorShape).min(1).max(10) };

/** What one graph of the pack is for. Values go in and out in physical units; normalisation is said in words. */
export const PackNetwork = z.strictObject({
  role: z.enum(['forward', 'inverse', 'encoder', 'attainability', 'adapter', 'reranker']),
  /** inverse networks only */
  decoder: z.enum(['point', 'mixture-density', 'tokens']).optional(),
  file: FileName,
  ...TENSORS,
  normalisation: z.string(),
  parameters: z.int().min(1),
  /** mixture densities: the sharpness with which samples are best drawn (see sampleMixture); 1 if absent */
  sharpness: z.number().min(0.1).max(10).optional(),
  acceptsPartialTargets: z.boolean().optional(),
});
export type PackNetwork = z.infer<typeof PackNetwork>;

const TrainingRecord = z.strictObject({
  dataSeed: z.int(),
  heldOutSeed: z.int(),
  date: z.string(),
  commit: z.string(),
  hardware: z.string(),
  software: z.string(),
  networks: z.record(z.string(), z.strictObject({ samples: z.int(), steps: z.int(), seconds: z.number() })),
  data: z.array(z.strictObject({ name: z.string(), contributors: z.array(z.string()), licence: z.string() })),
});

const Metric = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** the command that reproduces it */
  how: z.string(),
});

const Manifest = z.strictObject({
  format: z.literal(PACK_FORMAT),
  id: PackId,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'is not a version such as "1.0.0"'),
  name: z.string(),
  summary: z.string(),
  licence: z.string(),
  /** the pack that this one builds on */
  base: z.strictObject({ id: PackId, sha256: Sha256 }).optional(),
  supersedes: z.array(z.string()),
  /** family of structures; others may follow */
  structure: z.literal('planar/1'),
  domain: Domain,
  spectrum: SpectralGrid,
  /** the networks can be told that a target says nothing at some wavelengths */
  acceptsPartialTargets: z.boolean(),
  networks: z.array(PackNetwork).min(1).max(20),
  training: TrainingRecord,
  metrics: z.array(Metric),
  files: z.record(FileName, z.strictObject({ sha256: Sha256, bytes: z.int().min(1) })),
});
export type PackManifest = z.infer<typeof Manifest>;

/**
 * Reads a manifest.
 * @param where how errors name the file
 * @throws StackwrightError MODEL saying what is wrong with it, with the place
 */
export function parseManifest(value: unknown, where: string): PackManifest {
  let manifest: PackManifest;
  try {
    manifest = parseOrThrow(Manifest, value);
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    throw fault(where, error.message, error.path);
  }
  checkConsistency(manifest, where);
  return manifest;
}

/** What the schema cannot say. */
function checkConsistency({ domain, spectrum, networks, files }: PackManifest, where: string): void {
  const { layerCount, thicknessNm, coherent } = domain;
  if (layerCount.min > layerCount.max)
    throw fault(where, 'the least layer count exceeds the most.', 'domain.layerCount');
  if (!(thicknessNm.min < thicknessNm.max)) {
    throw fault(where, 'the least thickness must be below the greatest.', 'domain.thicknessNm');
  }
  if (!coherent) throw fault(where, 'layers that do not interfere are not known here.', 'domain.coherent');
  const grid = spectrum.wavelengthsNm;
  const at = grid.findIndex((wavelength, i) => i > 0 && wavelength <= grid[i - 1]);
  if (at >= 0) throw fault(where, 'wavelengths must increase.', `spectrum.wavelengthsNm[${at}]`);
  networks.forEach((network, i) => {
    if (!Object.hasOwn(files, network.file)) {
      throw fault(
        where,
        `${network.file} has no entry in files, so its content cannot be checked.`,
        `networks[${i}].file`,
      );
    }
    if ((network.role === 'inverse') !== (network.decoder !== undefined)) {
      throw fault(
        where,
        'an inverse network names its decoder, and only an inverse network.',
        `networks[${i}].decoder`,
      );
    }
  });
}

function fault(where: string, message: string, path: string | undefined): StackwrightError {
  const options = path === undefined ? {} : { path };
  return new StackwrightError('MODEL', `${where} is not a usable manifest: ${message}`, options);
}
