import type { Stack } from '#core/optics/stack.ts';

/** Which part T and R are those of: stands on every chart and picture. */
export function partLabel({ substrate, backLayers = [] }: Stack): string {
  if (substrate.thicknessNm === undefined) return 'front only';
  return `whole part, back ${backLayers.length > 0 ? 'coated' : 'bare'}`;
}
