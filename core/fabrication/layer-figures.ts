import { StackwrightError } from '#core/errors.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { complex } from '#core/optics/reference/complex.ts';
import { type Incidence, normalIndex } from '#core/optics/reference/waves.ts';
import type { Layer, Medium, Stack } from '#core/optics/stack.ts';

/** The wavelength and angle that optical thicknesses refer to. */
export interface OpticalReference {
  /** λ₀, nm */
  readonly wavelengthNm: number;
  /** in the ambient, degrees */
  readonly matchAngleDeg: number;
}

/** Which face of the part a layer lies on: the one that forward light meets first, or the slab's far side. */
export type Side = 'front' | 'back';

/** One layer as a coater knows it. */
export interface LayerFigures {
  readonly side: Side;
  /** order of deposition on its side: 1 touches the substrate */
  readonly number: number;
  /** place in `layers` or `backLayers`, from 0 */
  readonly index: number;
  /** name or full id of the material; constants and tables without a name say what they are */
  readonly material: string;
  /** physical thickness, nm */
  readonly thicknessNm: number;
  /** absent where the stack has no reference wavelength */
  readonly optical?: OpticalFigures;
}

/** A layer at λ₀. */
export interface OpticalFigures {
  readonly n: number;
  readonly k: number;
  /** n·d, nm: the angle does not enter */
  readonly opticalThicknessNm: number;
  /** 4 Re(N cos θ) d / λ₀, θ inside the layer: in quarter waves */
  readonly qwot: number;
  /** the same in full waves */
  readonly fwot: number;
}

/** The reference that a stack carries, or the one asked for; undefined where neither has a wavelength. */
export function opticalReference(
  stack: Stack,
  asked: { readonly referenceWavelengthNm?: number; readonly matchAngleDeg?: number } = {},
): OpticalReference | undefined {
  const wavelengthNm = asked.referenceWavelengthNm ?? stack.referenceWavelengthNm;
  if (wavelengthNm === undefined) return undefined;
  return { wavelengthNm, matchAngleDeg: asked.matchAngleDeg ?? stack.matchAngleDeg ?? 0 };
}

/**
 * Every layer from the incident side to the far side, numbered as it is deposited. Conventions: docs/conventions.md.
 * @throws StackwrightError UNKNOWN_MATERIAL, OUT_OF_RANGE where a material has no data at λ₀, ABSORBING_AMBIENT where a
 *   match angle is asked in an ambient that absorbs
 */
export function layerFigures(
  stack: Stack,
  catalogue: MaterialCatalogue,
  reference: OpticalReference | undefined,
): LayerFigures[] {
  const own = stack.materials;
  const incidence = reference && incidenceOf(stack, catalogue, reference);
  const figures = (side: Side, list: readonly Layer[], path: string): LayerFigures[] =>
    list.map(({ medium, thicknessNm }, index) => {
      const material = resolveMedium(medium, { own, catalogue, path: `${path}[${index}].medium` });
      const number = side === 'front' ? list.length - index : index + 1;
      const layer = { side, number, index, material: mediumLabel(medium, material.id), thicknessNm };
      if (reference === undefined || incidence === undefined) return layer;
      const { n, k } = material.sample([reference.wavelengthNm]);
      return { ...layer, optical: opticalFigures(n[0], k[0], thicknessNm, reference.wavelengthNm, incidence) };
    });
  return [
    ...figures('front', stack.layers, 'stack.layers'),
    ...figures('back', stack.backLayers ?? [], 'stack.backLayers'),
  ];
}

/** Optical thickness, QWOT and FWOT of a layer n + ik of d nm at λ₀. */
export function opticalFigures(
  n: number,
  k: number,
  thicknessNm: number,
  referenceWavelengthNm: number,
  incidence: Incidence,
): OpticalFigures {
  const fwot = (normalIndex(complex(n, k), incidence).re * thicknessNm) / referenceWavelengthNm;
  return { n, k, opticalThicknessNm: n * thicknessNm, qwot: 4 * fwot, fwot };
}

function incidenceOf(stack: Stack, catalogue: MaterialCatalogue, reference: OpticalReference): Incidence {
  const path = 'stack.ambient';
  const ambient = resolveMedium(stack.ambient ?? 'air', { own: stack.materials, catalogue, path });
  if (reference.matchAngleDeg === 0) return { n: 1, angleRad: 0 };
  const { n, k } = ambient.sample([reference.wavelengthNm]);
  if (k[0] > 0) {
    const message = `The ambient ${ambient.id} absorbs at ${reference.wavelengthNm} nm, and an angle in it is not defined; use a match angle of 0.`;
    throw new StackwrightError('ABSORBING_AMBIENT', message, { path });
  }
  return { n: n[0], angleRad: (reference.matchAngleDeg * Math.PI) / 180 };
}

/** What a medium is called in tables. */
export function mediumLabel(medium: Medium, id: string): string {
  if (typeof medium === 'string') return id;
  if ('wavelengthsNm' in medium) return `table, n ${short(medium.n[0])} at ${short(medium.wavelengthsNm[0])} nm`;
  return medium.k === undefined || medium.k === 0
    ? `n ${short(medium.n)}`
    : `n ${short(medium.n)} + ${short(medium.k)}i`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));
