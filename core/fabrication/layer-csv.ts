import { csvText } from '#core/fabrication/csv.ts';
import {
  type LayerFigures,
  layerFigures,
  mediumLabel,
  type OpticalReference,
} from '#core/fabrication/layer-figures.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Medium, Stack } from '#core/optics/stack.ts';

/** What a sheet says besides the design. */
export interface SheetFacts {
  readonly programVersion: string;
  /** ISO 8601; core does not read the clock */
  readonly date: string;
  /** SHA-256 that names the design, the same on every sheet of it */
  readonly designSha256: string;
}

/** The columns of docs' run sheet that a design alone can fill. */
export const LAYER_COLUMNS = [
  'layer',
  'side',
  'material',
  'd_nm',
  'OT_nm',
  'QWOT',
  'FWOT',
  'n_l0',
  'k_l0',
  'lambda0_nm',
] as const;

type HeaderLine = readonly [key: string, value: string | number];

/**
 * The layers as a coater deposits them: layer 1 touches the substrate, front side first. Layers of no thickness are
 * left out. d is written in full, so that its sum can be checked; the header says the sum.
 * @throws StackwrightError as `layerFigures`
 */
export function layerCsv(
  stack: Stack,
  catalogue: MaterialCatalogue,
  reference: OpticalReference | undefined,
  facts: SheetFacts,
): string {
  const all = layerFigures(stack, catalogue, reference);
  const order = depositionOrder(all);
  const rows = order.map(({ layer, number }) => {
    const { optical } = layer;
    return [
      number,
      layer.side,
      layer.material,
      layer.thicknessNm,
      ...[optical?.opticalThicknessNm, optical?.qwot, optical?.fwot, optical?.n, optical?.k].map(rounded),
      reference?.wavelengthNm,
    ];
  });
  return csvText(header(stack, catalogue, reference, facts, order, all.length), LAYER_COLUMNS, rows);
}

interface Deposited {
  readonly layer: LayerFigures;
  /** counted on its side without the layers of no thickness */
  readonly number: number;
}

function depositionOrder(all: readonly LayerFigures[]): Deposited[] {
  return (['front', 'back'] as const).flatMap((side) =>
    all
      .filter((layer) => layer.side === side && layer.thicknessNm > 0)
      .sort((a, b) => a.number - b.number)
      .map((layer, i) => ({ layer, number: i + 1 })),
  );
}

function header(
  stack: Stack,
  catalogue: MaterialCatalogue,
  reference: OpticalReference | undefined,
  facts: SheetFacts,
  order: readonly Deposited[],
  listed: number,
): HeaderLine[] {
  const label = (medium: Medium, path: string): string =>
    mediumLabel(medium, resolveMedium(medium, { own: stack.materials, catalogue, path }).id);
  const { thicknessNm, coherent = false } = stack.substrate;
  const of = (side: string) => order.filter(({ layer }) => layer.side === side);
  const isSlab = thicknessNm !== undefined;
  const omitted = listed - order.length;
  return [
    ['format', 'stackwright-layers/1'],
    ['program', `stackwright ${facts.programVersion}`],
    ['date', facts.date],
    ['design_sha256', facts.designSha256],
    ['numbering', '1 touches the substrate; rows in order of deposition'],
    ['ambient', label(stack.ambient ?? 'air', 'stack.ambient')],
    ['substrate', label(stack.substrate.medium, 'stack.substrate.medium')],
    ['substrate_nm', isSlab ? thicknessNm : 'not given (half-space)'],
    ...(isSlab ? ([['substrate_coherent', coherent ? 'yes' : 'no']] as const) : []),
    ...(isSlab ? ([['exit', label(stack.exit ?? 'air', 'stack.exit')]] as const) : []),
    ['lambda0_nm', reference?.wavelengthNm ?? 'not given (OT, QWOT, FWOT, n and k are left empty)'],
    ...(reference === undefined ? [] : ([['match_angle_deg', reference.matchAngleDeg]] as const)),
    ['quantities', 'd physical thickness; OT = n d; QWOT = 4 Re(N cos theta) d / lambda0; FWOT = QWOT / 4'],
    ['layers_front', of('front').length],
    ['layers_back', of('back').length],
    ...(omitted === 0 ? [] : ([['omitted_without_thickness', omitted]] as const)),
    ['sum_d_front_nm', sum(of('front'))],
    ['sum_d_back_nm', sum(of('back'))],
    ['sum_d_nm', sum(order)],
    ['note', 'The program computes; the coater decides.'],
  ];
}

/** In the order of the rows, so that whoever adds them up gets the same float64. */
const sum = (layers: readonly Deposited[]): number => layers.reduce((total, { layer }) => total + layer.thicknessNm, 0);

/** Nine digits of what is computed; the thickness itself is never rounded. */
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(9));
