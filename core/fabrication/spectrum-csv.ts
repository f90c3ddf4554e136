import { csvText } from '#core/fabrication/csv.ts';
import type { SheetFacts } from '#core/fabrication/layer-csv.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Illumination, Stack } from '#core/optics/stack.ts';

/** What T means on this part, in a few words: docs/conventions.md. */
export function evaluatedPart({ substrate }: Stack): string {
  if (substrate.thicknessNm === undefined) return 'front only (T enters the substrate)';
  return `whole part (${substrate.coherent ? 'coherent' : 'incoherent'} slab; T leaves the part)`;
}

/**
 * R, T, A of a design as columns, computed by the exact solver, in full precision.
 * @throws StackwrightError as `simulateRequest`
 */
export function spectrumCsv(
  stack: Stack,
  illumination: Illumination,
  catalogue: MaterialCatalogue,
  facts: SheetFacts,
): string {
  const { R, T, A } = simulateRequest({ stack, illumination }, catalogue);
  const { wavelengthsNm, angleDeg = 0, polarization = 'unpolarized', direction = 'forward' } = illumination;
  return csvText(
    [
      ['format', 'stackwright-spectrum/1'],
      ['program', `stackwright ${facts.programVersion}`],
      ['date', facts.date],
      ['design_sha256', facts.designSha256],
      ['angle_deg', angleDeg],
      ['polarization', polarization],
      ['direction', direction],
      ['part', evaluatedPart(stack)],
      ['quantities', 'fractions of the incident power; A = 1 - R - T; vacuum wavelengths'],
    ],
    ['wavelength_nm', 'R', 'T', 'A'],
    wavelengthsNm.map((wavelength, i) => [wavelength, R[i], T[i], A[i]]),
  );
}
