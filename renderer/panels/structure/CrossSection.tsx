import { useElementSize } from '@mantine/hooks';
import { useId, useMemo } from 'react';
import { MaterialPatternDef } from '#renderer/materials/MaterialSwatch.tsx';
import { materialColour } from '#renderer/materials/material-colour.ts';
import classes from './StructurePanel.module.css';
import { layOut, type StructureLayout, type SubstratePiece, scaleBarNm, zigzag } from './structure-layout.ts';
import { formatLength, materialTotals, type Structure, thicknessOf } from './structure-model.ts';

interface CrossSectionProps {
  readonly structure: Structure;
  readonly selectedLayer: number | null;
  readonly onSelect: (layer: number | null) => void;
}

const MARGIN_PX = { top: 26, bottom: 24, left: 76, right: 96 };
const CUT_PX = 6;

/** The structure cut across, to scale, with colour and pattern: what is shown where three dimensions are not to be had. */
export function CrossSection({ structure, selectedLayer, onSelect }: CrossSectionProps) {
  const { ref, width, height } = useElementSize();
  const patterns = useId();
  const layout = useMemo(() => layOut(structure), [structure]);
  const names = useMemo(
    () => [...new Set([...materialTotals(structure).map(({ name }) => name), structure.substrate.name])],
    [structure],
  );
  const { top, bottom } = layout;
  const room = Math.max(10, height - MARGIN_PX.top - MARGIN_PX.bottom);
  const y = (units: number) => MARGIN_PX.top + ((top - units) / (top - bottom)) * room;
  const [left, right] = [MARGIN_PX.left, Math.max(MARGIN_PX.left + 20, width - MARGIN_PX.right)];
  const patternOf = (name: string) => `${patterns}-${names.indexOf(name)}`;
  return (
    <div ref={ref} className={classes.surface}>
      <svg width={width} height={height} role="img" aria-label="Cross-section of the structure, to scale">
        <defs>
          {names.map((name) => (
            <MaterialPatternDef key={name} id={patternOf(name)} {...materialColour(name)} />
          ))}
        </defs>
        <text x={left} y={MARGIN_PX.top - 10} className={classes.axisText}>
          {structure.ambient.name}, light from here ↓
        </text>
        {layout.boxes.map(({ layer, top: from, bottom: to }) => (
          <LayerBar
            key={`${layer.side}${layer.index}`}
            x={left}
            width={right - left}
            top={y(from)}
            height={y(to) - y(from)}
            name={layer.name}
            title={`${layer.name}, ${formatLength(layer.thicknessNm)}`}
            patternId={patternOf(layer.name)}
            isSelected={layer.side === 'front' && layer.index === selectedLayer}
            {...(layer.side === 'front' && { onSelect: () => onSelect(layer.index) })}
          />
        ))}
        {layout.substrate.map((piece) => (
          <path
            key={piece.cut}
            d={cutOutline(piece, left, right, y)}
            fill={materialColour(structure.substrate.name).fill}
            className={classes.outline}
          />
        ))}
        <text
          x={right + 8}
          y={y((layout.substrate[0].top + layout.substrate[0].bottom) / 2) + 4}
          className={classes.axisText}
        >
          {structure.substrate.name}
        </text>
        <ScaleBar structure={structure} layout={layout} y={y} />
      </svg>
    </div>
  );
}

interface LayerBarProps {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  readonly name: string;
  readonly title: string;
  readonly patternId: string;
  readonly isSelected: boolean;
  readonly onSelect?: () => void;
}

function LayerBar({ x, width, top, height, name, title, patternId, isSelected, onSelect }: LayerBarProps) {
  const { fill, pattern } = materialColour(name);
  const place = { x, y: top, width, height: Math.max(height, 0.25) };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the Layers table is the keyboard's way to select
    <g onClick={onSelect}>
      <title>{title}</title>
      <rect {...place} fill={fill} />
      {pattern.kind !== 'solid' && <rect {...place} fill={`url(#${patternId})`} />}
      {isSelected && <rect {...place} fill="none" className={classes.selected} />}
    </g>
  );
}

function ScaleBar({
  structure,
  layout,
  y,
}: {
  structure: Structure;
  layout: StructureLayout;
  y: (units: number) => number;
}) {
  const lengthNm = scaleBarNm(thicknessOf(structure.front) + thicknessOf(structure.back));
  if (lengthNm === 0) return null;
  const [from, to] = [y(layout.top), y(layout.top - lengthNm * layout.unitsPerNm)];
  const x = MARGIN_PX.left - 10;
  return (
    <>
      <path d={`M${x - 3} ${from}h6m-3 0V${to}m-3 0h6`} className={classes.axis} />
      <text x={x - 6} y={(from + to) / 2 + 4} textAnchor="end" className={classes.axisText}>
        {formatLength(lengthNm)}
      </text>
    </>
  );
}

function cutOutline({ top, bottom, cut }: SubstratePiece, left: number, right: number, y: (u: number) => number) {
  const [flat, jagged, depth] = cut === 'bottom' ? [top, bottom, -CUT_PX] : [bottom, top, CUT_PX];
  const edge = zigzag(left, right, y(jagged), depth, 9).map(([px, py]) => `L${px.toFixed(1)} ${py.toFixed(1)}`);
  return `M${left} ${y(flat)}${edge.join('')}L${right} ${y(flat)}Z`;
}
