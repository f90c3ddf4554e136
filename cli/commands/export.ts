import { type Command, Option } from 'commander';
import { designDocument, designHash } from '#core/documents/design-document.ts';
import { readableJson } from '#core/documents/readable-json.ts';
import { StackwrightError } from '#core/errors.ts';
import { layerCsv } from '#core/fabrication/layer-csv.ts';
import { opticalReference } from '#core/fabrication/layer-figures.ts';
import { spectrumCsv } from '#core/fabrication/spectrum-csv.ts';
import { wavelengthGrid } from '#core/fabrication/wavelength-grid.ts';
import { Illumination, LIMITS, Stack } from '#core/optics/stack.ts';
import { parseOrThrow } from '#core/validation.ts';
import { writeFileAtomic } from '#services/atomic-file.ts';
import { type DesignSource, readDesignFile, sha256 } from '#services/design-file.ts';
import { type LoadedCatalogue, loadCatalogue } from '#services/materials/load-catalogue.ts';
import { integerOption, numberOption } from '../options.ts';
import { PROGRAM_VERSION } from '../version.ts';

const FORMATS = ['json', 'csv', 'spectrum-csv'] as const;

interface ExportOptions {
  format: (typeof FORMATS)[number];
  out: string;
  force?: boolean;
  candidate?: number;
  referenceWavelength?: number;
  matchAngle?: number;
  from?: number;
  to?: number;
  step?: number;
  angle?: number;
  polarization?: 's' | 'p' | 'unpolarized';
  direction?: 'forward' | 'reverse';
}

const wavelength = numberOption(...LIMITS.wavelengthNm);
const angle = numberOption(0, 89.999999);

/** `stackwright export`: a design as a file for a coater, a spreadsheet or another program. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('write a design as a self-contained document, a layer table or a spectrum')
    .argument('<design>', 'a stack, a candidate, an answer of "design --json" or an exported document; - reads stdin')
    .addOption(
      new Option('--format <format>', 'json: everything; csv: layers for the coater; spectrum-csv: R, T, A')
        .choices(FORMATS)
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'where to write; - is stdout', '-')
    .option('--force', 'replace a file that exists')
    .option('--candidate <number>', 'which candidate of an answer, 1 is the best', integerOption(1, 1e6))
    .option('--reference-wavelength <nm>', 'λ0 of optical thicknesses, in place of the design’s own', wavelength)
    .option('--match-angle <deg>', 'angle in the ambient that QWOT refers to', angle)
    .option('--from <nm>', 'first wavelength of the spectra', wavelength)
    .option('--to <nm>', 'last wavelength of the spectra', wavelength)
    .option('--step <nm>', 'step of the spectra', numberOption(1e-6, 1e7))
    .option('--angle <deg>', 'angle of incidence of the spectra (0)', angle)
    .addOption(new Option('--polarization <which>', 'of the spectra (unpolarized)').choices(['s', 'p', 'unpolarized']))
    .addOption(new Option('--direction <which>', 'of the light (forward)').choices(['forward', 'reverse']))
    .action(exportDesign);
}

async function exportDesign(path: string, options: ExportOptions): Promise<void> {
  const catalogue = loadCatalogue();
  const { stack: found, source } = await readDesignFile(path, {
    catalogue,
    ...(options.candidate === undefined ? {} : { candidate: options.candidate }),
  });
  if (!source.isIntact) {
    process.stderr.write(
      `stackwright: ${path}: the stack was changed after it was exported; its spectra are computed anew\n`,
    );
  }
  const stack = withReference(found, options);
  const text = render(stack, source, options, catalogue);
  if (options.out === '-') return void process.stdout.write(text);
  await writeFileAtomic(options.out, text, { overwrite: options.force ?? false });
  const layers = stack.layers.length + (stack.backLayers?.length ?? 0);
  process.stderr.write(`stackwright: wrote ${options.out} (${layers} ${layers === 1 ? 'layer' : 'layers'})\n`);
}

function withReference(stack: Stack, { referenceWavelength, matchAngle }: ExportOptions): Stack {
  const asked = {
    ...(referenceWavelength === undefined ? {} : { referenceWavelengthNm: referenceWavelength }),
    ...(matchAngle === undefined ? {} : { matchAngleDeg: matchAngle }),
  };
  const checked = parseOrThrow(Stack.pick({ referenceWavelengthNm: true, matchAngleDeg: true }), asked);
  const result = { ...stack, ...(checked as typeof asked) };
  if (matchAngle !== undefined && result.referenceWavelengthNm === undefined) {
    throw new StackwrightError(
      'INVALID',
      'A match angle says what QWOT refers to, and the design has no reference wavelength; give --reference-wavelength too.',
      { path: 'matchAngleDeg' },
    );
  }
  return result;
}

function render(stack: Stack, source: DesignSource, options: ExportOptions, catalogue: LoadedCatalogue): string {
  const facts = { programVersion: PROGRAM_VERSION, date: new Date().toISOString() };
  if (options.format === 'json') {
    const history = Object.keys(source.history).length === 0 ? {} : { history: source.history };
    const light = illumination(stack, source, options, catalogue);
    return readableJson(designDocument(stack, light, catalogue, { ...facts, sha256, ...history }));
  }
  const sheet = { ...facts, designSha256: designHash(stack, catalogue, sha256) };
  if (options.format === 'csv') return layerCsv(stack, catalogue, opticalReference(stack), sheet);
  return spectrumCsv(stack, illumination(stack, source, options, catalogue), catalogue, sheet);
}

/** The light asked for; of a document without a wish, the light that it was exported with. */
function illumination(
  stack: Stack,
  { document }: DesignSource,
  options: ExportOptions,
  catalogue: LoadedCatalogue,
): Illumination {
  const { from, to, step, angle, polarization, direction } = options;
  const before = document?.spectra[0]?.illumination;
  const hasGrid = from !== undefined || to !== undefined || step !== undefined;
  const wish = {
    ...(from === undefined ? {} : { fromNm: from }),
    ...(to === undefined ? {} : { toNm: to }),
    ...(step === undefined ? {} : { stepNm: step }),
  };
  return parseOrThrow(Illumination, {
    angleDeg: angle ?? before?.angleDeg ?? 0,
    polarization: polarization ?? before?.polarization ?? 'unpolarized',
    direction: direction ?? before?.direction ?? 'forward',
    wavelengthsNm: !hasGrid && before !== undefined ? before.wavelengthsNm : wavelengthGrid(stack, catalogue, wish),
  });
}
