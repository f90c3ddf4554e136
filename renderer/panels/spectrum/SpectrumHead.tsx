import type { Stack } from '#core/optics/stack.ts';
import type { AxisRange } from '#renderer/charts/chart-types.ts';
import { Button } from '#renderer/controls/Button.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { useStores, useView } from '#renderer/state/stores.tsx';
import type { DrawingTool, ValueScale } from '#renderer/state/view-store.ts';
import { partLabel } from './part-label.ts';
import type { RangeNm } from './shown-range.ts';
import styles from './spectrum.module.css';
import { ToolIcon } from './ToolIcon.tsx';
import { SOURCES, type Source, scaleLabel } from './value-scale.ts';

interface SpectrumHeadProps {
  readonly stack: Stack | null;
  readonly rangeNm: RangeNm;
  readonly onRange: (range: AxisRange | null) => void;
  readonly isFitted: boolean;
  readonly onFit: (isFitted: boolean) => void;
}

const SCALES: readonly ValueScale[] = ['percent', 'opticalDensity', 'decibel'];
const SOURCE_NAME: Record<Source, string> = { R: 'Reflectance', T: 'Transmittance', A: 'Absorptance' };
const SCALE_NAME: Record<ValueScale, string> = {
  percent: 'Per cent',
  opticalDensity: 'Optical density, −log10',
  decibel: 'Decibels, 10 log10',
};
const TOOLS: readonly (readonly [DrawingTool, string, string])[] = [
  ['select', 'Select', 'Drag points and lines; drag beside them to pan'],
  ['freehand', 'Freehand', 'Draw the curve you want'],
  ['line', 'Line', 'Drag a line, or click its corners and press Enter'],
  ['band', 'Band', 'Drag one value over a range of wavelengths'],
  ['point', 'Point', 'Click to add a point'],
  ['erase', 'Erase', 'Drag over wavelengths that do not matter'],
];

/** Which part is shown, of what, on which scale, over which wavelengths; and the tools to draw with. */
export function SpectrumHead({ stack, rangeNm, onRange, isFitted, onFit }: SpectrumHeadProps) {
  return (
    <div className={styles.head}>
      <Tools />
      {stack === null ? null : <PartBadge stack={stack} />}
      <Kinds />
      <span className={styles.range}>
        <NumberField
          label="Shown from, nm"
          value={rangeNm[0]}
          min={1}
          max={1e7}
          width={58}
          format={rounded}
          onCommit={(value) => onRange([value, Math.max(rangeNm[1], value + 1)])}
        />
        –
        <NumberField
          label="Shown to, nm"
          value={rangeNm[1]}
          min={1}
          max={1e7}
          width={58}
          format={rounded}
          onCommit={(value) => onRange([Math.min(rangeNm[0], value - 1), value])}
        />
        nm
        <span className={styles.group}>
          <Button title="Heights as the curves need them" aria-pressed={isFitted} onClick={() => onFit(!isFitted)}>
            Fit height
          </Button>
          <Button title="Show all that the target and the design ask for" onClick={() => onRange(null)}>
            Reset zoom
          </Button>
        </span>
      </span>
    </div>
  );
}

const rounded = (value: number): string => String(Number(value.toPrecision(5)));

function Tools() {
  const { view } = useStores();
  const current = useView((state) => state.tool);
  return (
    <div className={styles.group} role="toolbar" aria-label="Drawing tools">
      {TOOLS.map(([tool, name, title]) => (
        <Button
          key={tool}
          aria-label={name}
          aria-pressed={current === tool}
          title={`${name}: ${title}`}
          onClick={() => view.setState({ tool })}
        >
          <ToolIcon tool={tool} />
          <span className={styles.toolText}>{name}</span>
        </Button>
      ))}
    </div>
  );
}

/** R, T and A to show, and their scale. */
function Kinds() {
  const { view } = useStores();
  const shown = useView((state) => state.shown);
  const scale = useView((state) => state.scale);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of joined buttons */}
      <span className={styles.group} role="group" aria-label="Shown">
        {SOURCES.map((source) => (
          <Button
            key={source}
            aria-pressed={shown[source]}
            title={SOURCE_NAME[source]}
            onClick={() => view.setState({ shown: { ...shown, [source]: !shown[source] } })}
          >
            <span className={styles.swatch} style={{ color: `var(--sw-${source})` }} />
            {source}
          </Button>
        ))}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <span className={styles.group} role="group" aria-label="Scale">
        {SCALES.map((one) => (
          <Button
            key={one}
            aria-pressed={scale === one}
            title={SCALE_NAME[one]}
            onClick={() => view.setState({ scale: one })}
          >
            {scaleLabel[one]}
          </Button>
        ))}
      </span>
    </>
  );
}

function PartBadge({ stack }: { readonly stack: Stack }) {
  const { medium, thicknessNm } = stack.substrate;
  const name = typeof medium === 'string' ? medium : 'the substrate';
  const meaning = thicknessNm === undefined ? `enters ${name}` : 'leaves the part';
  return (
    <span className={styles.badge} title={`T is the light that ${meaning}`}>
      {partLabel(stack)}
    </span>
  );
}
