import { useId } from 'react';
import { type MaterialPattern, materialColour } from './material-colour.ts';

/** A small square in the material's colour and pattern. Only beside the material's name: it says nothing by itself. */
export function MaterialSwatch({ id, family, sizePx = 12 }: { id: string; family?: string; sizePx?: number }) {
  const patternId = useId();
  const { fill, ink, pattern } = materialColour(id, family);
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 12 12" aria-hidden="true" style={{ flex: 'none' }}>
      <defs>
        <MaterialPatternDef id={patternId} ink={ink} pattern={pattern} />
      </defs>
      <rect x="0.5" y="0.5" width="11" height="11" rx="2" fill={fill} />
      <rect
        x="0.5"
        y="0.5"
        width="11"
        height="11"
        rx="2"
        fill={pattern.kind === 'solid' ? 'none' : `url(#${patternId})`}
        stroke="currentColor"
        strokeOpacity="0.45"
      />
    </svg>
  );
}

/** The pattern alone, on nothing, for an SVG that fills one shape twice: with the colour, and with this. */
export function MaterialPatternDef({ id, ink, pattern }: { id: string; ink: string; pattern: MaterialPattern }) {
  const { kind, angleDeg, spacingPx } = pattern;
  if (kind === 'solid') return null;
  return (
    <pattern
      id={id}
      width={spacingPx}
      height={spacingPx}
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${angleDeg})`}
    >
      {kind === 'dots' ? (
        <circle cx={spacingPx / 2} cy={spacingPx / 2} r="0.8" fill={ink} fillOpacity="0.4" />
      ) : (
        <path
          d={kind === 'cross' ? `M0 0V${spacingPx}M0 0H${spacingPx}` : `M0 0V${spacingPx}`}
          stroke={ink}
          strokeOpacity="0.35"
          strokeWidth="1"
        />
      )}
    </pattern>
  );
}
