import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { materialColour } from '#renderer/materials/material-colour.ts';
import { indexProfile, stepPath, ticks } from './index-profile.ts';
import classes from './StructurePanel.module.css';
import type { Structure } from './structure-model.ts';

interface IndexProfileChartProps {
  readonly structure: Structure;
  readonly selectedLayer: number | null;
  readonly onSelect: (layer: number | null) => void;
}

/** A smaller k has no axis: it would draw the noise of transparent glass. */
const LEAST_K = 1e-4;
/** With more layers the curve is drawn thin, or it covers itself. */
const MANY_LAYERS = 200;

const MARGIN_PX = { top: 12, bottom: 34, left: 40, right: 44 };

/** n (solid) and k (dashed, own axis) at the reference wavelength, against depth from the face that light meets first. */
export function IndexProfileChart({ structure, selectedLayer, onSelect }: IndexProfileChartProps) {
  const { ref, width, height } = useElementSize();
  const profile = useMemo(() => indexProfile(structure), [structure]);
  const [from, to] = profile.extent;
  const [left, right] = [MARGIN_PX.left, Math.max(MARGIN_PX.left + 20, width - MARGIN_PX.right)];
  const [top, bottom] = [MARGIN_PX.top, Math.max(MARGIN_PX.top + 20, height - MARGIN_PX.bottom)];
  const x = (nm: number) => left + ((nm - from) / (to - from)) * (right - left);
  const [low, high] = [profile.lowestN, profile.highestN + 0.06 * (profile.highestN - profile.lowestN + 0.1)];
  const yn = (n: number) => bottom - ((n - low) / (high - low)) * (bottom - top);
  const hasK = profile.highestK >= LEAST_K;
  const yk = (k: number) => bottom - (k / (1.06 * profile.highestK || 1)) * (bottom - top);
  const coatingNm = structure.front.reduce((sum, { thicknessNm }) => sum + thicknessNm, 0);
  return (
    <div ref={ref} className={classes.surface}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`Refractive index against depth at ${structure.referenceNm} nm`}
      >
        {profile.steps.map(({ medium, layer, from: start, to: end }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the Layers table is the keyboard's way to select
          <rect
            key={start}
            x={x(start)}
            y={top}
            width={Math.max(0, x(end) - x(start))}
            height={bottom - top}
            fill={materialColour(medium.name).fill}
            fillOpacity={layer === null ? 0.18 : 0.4}
            className={layer?.side === 'front' && layer.index === selectedLayer ? classes.selected : undefined}
            onClick={() => onSelect(layer?.side === 'front' ? layer.index : null)}
          >
            <title>
              {medium.constants === null
                ? medium.name
                : `${medium.name}: n ${short(medium.constants.n)}, k ${short(medium.constants.k)}`}
            </title>
          </rect>
        ))}
        <path
          d={stepPath(profile.steps, 'n', x, yn)}
          className={classes.curve}
          strokeWidth={profile.steps.length > MANY_LAYERS ? 0.4 : 1.5}
        />
        {hasK && <path d={stepPath(profile.steps, 'k', x, yk)} className={classes.curveK} />}
        <path d={`M${left} ${top}V${bottom}H${right}${hasK ? `V${top}` : ''}`} className={classes.axis} />
        {ticks(low, high).map((n) => (
          <Tick key={n} x={left - 6} y={yn(n)} anchor="end" text={short(n)} />
        ))}
        {hasK &&
          ticks(0, profile.highestK).map((k) => (
            <Tick key={k} x={right + 6} y={yk(k)} anchor="start" text={short(k)} />
          ))}
        {coatingNm > 0 &&
          ticks(0, coatingNm).map((nm) => <Tick key={nm} x={x(nm)} y={bottom + 12} anchor="middle" text={short(nm)} />)}
        <text x={left} y={height - 4} className={classes.axisText}>
          depth, nm (n solid{hasK ? ', k dashed, right' : `, k below ${LEAST_K}`}; {structure.substrate.name} cut)
        </text>
      </svg>
    </div>
  );
}

function Tick({ x, y, anchor, text }: { x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string }) {
  return (
    <text x={x} y={y + 4} textAnchor={anchor} className={classes.axisText}>
      {text}
    </text>
  );
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
