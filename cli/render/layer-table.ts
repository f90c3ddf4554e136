import { type LayerFigures, layerFigures, mediumLabel, opticalReference } from '#core/fabrication/layer-figures.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Medium, Stack } from '#core/optics/stack.ts';
import { lengthText } from './numbers.ts';
import { harmless, inStyle, type TerminalStyle } from './terminal-style.ts';
import { type Cell, type Column, textTable } from './text-table.ts';

/**
 * The layers of a design from the incident side on, with the media around them. Optical thicknesses where the stack has
 * a reference wavelength.
 * @throws StackwrightError where a material is unknown or has no data at the reference wavelength
 */
export function layerTable(stack: Stack, catalogue: MaterialCatalogue, style: TerminalStyle): string {
  const reference = opticalReference(stack);
  const all = layerFigures(stack, catalogue, reference);
  const columns: Column[] = [
    { heading: '#', align: 'right' },
    { heading: 'material', align: 'left' },
    { heading: 'nm', align: 'point' },
    ...(reference === undefined
      ? []
      : ([
          { heading: 'n·d nm', align: 'point' },
          { heading: 'QWOT', align: 'point' },
        ] as Column[])),
  ];
  const of = (side: LayerFigures['side']) => all.filter((layer) => layer.side === side).map(layerRow);
  const around = (medium: Medium, path: string, role: string): Cell[] => {
    const { id } = resolveMedium(medium, { own: stack.materials, catalogue, path });
    return ['', `${harmless(mediumLabel(medium, id))} (${role})`].map((text) => ({ text, paint: 'dim' }));
  };
  const { medium, thicknessNm, coherent = false } = stack.substrate;
  const isSlab = thicknessNm !== undefined;
  const slab = isSlab ? `substrate, ${lengthText(thicknessNm)}, ${coherent ? 'coherent' : 'incoherent'}` : 'substrate';
  const rows = [
    around(stack.ambient ?? 'air', 'stack.ambient', 'light comes from here'),
    ...of('front'),
    around(medium, 'stack.substrate.medium', slab),
    ...of('back'),
    ...(isSlab ? [around(stack.exit ?? 'air', 'stack.exit', 'exit')] : []),
  ];
  const total = all.reduce((sum, layer) => sum + layer.thicknessNm, 0);
  const count = `${all.length} ${all.length === 1 ? 'layer' : 'layers'}, ${total.toFixed(2)} nm together`;
  const at = reference && `; QWOT at λ₀ = ${reference.wavelengthNm} nm`;
  const angle = reference && reference.matchAngleDeg > 0 ? `, ${reference.matchAngleDeg}° in the ambient` : '';
  return `${[...textTable(columns, rows, style), inStyle(`${count}${at ?? ''}${angle}`, style)].join('\n')}\n`;
}

function layerRow({ side, index, material, thicknessNm, optical }: LayerFigures): string[] {
  return [
    `${side === 'back' ? 'b' : ''}${index + 1}`,
    harmless(material),
    thicknessNm.toFixed(2),
    ...(optical === undefined ? [] : [optical.opticalThicknessNm.toFixed(2), optical.qwot.toFixed(4)]),
  ];
}
