import { defaultTolerance } from '#core/targets/quantity.ts';
import type { Quantity } from '#core/targets/target.ts';
import type { RowShape, TargetRow } from '#core/targets/target-rows.ts';
import { Button, IconButton } from '#renderer/controls/Button.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { formatNumber } from '#renderer/controls/number-text.ts';
import { SelectField } from '#renderer/controls/SelectField.tsx';
import type { RowChange } from '#renderer/state/workbench-store.ts';
import { PieceTable } from './PieceTable.tsx';
import {
  DIRECTIONS,
  KINDS,
  lightText,
  POLARIZATIONS,
  QUANTITIES,
  STATISTICS,
  shapeText,
  valueUnit,
  wishText,
} from './row-labels.ts';
import { converted } from './row-quantity.ts';
import styles from './target.module.css';

interface TargetRowItemProps {
  readonly row: TargetRow;
  readonly index: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onChange: (change: RowChange) => void;
  readonly onRemove: () => void;
}

/** One wish: in a line, and with all its numbers once it is selected and drawn on the chart. */
export function TargetRowItem({ row, index, isSelected, onSelect, onChange, onRemove }: TargetRowItemProps) {
  const n = index + 1;
  return (
    <li className={styles.row} data-selected={isSelected} data-used={row.isUsed}>
      <div className={styles.rowHead}>
        <input
          type="checkbox"
          aria-label={`Use row ${n}`}
          title={row.isUsed ? 'Counts in the design' : 'Kept, but does not count'}
          checked={row.isUsed}
          onChange={(event) => onChange({ isUsed: event.currentTarget.checked })}
        />
        <button
          type="button"
          className={styles.rowButton}
          aria-pressed={isSelected}
          title={isSelected ? 'Drawn on the chart now' : 'Draw this row on the chart'}
          onClick={onSelect}
        >
          <span className="sw-hidden">Row {n}</span>
          <b>{wishText(row)}</b>
          <span className={styles.what}>{shapeText(row.quantity, row.shape)}</span>
          <span className={styles.light}>{lightText(row)}</span>
        </button>
        <IconButton icon="remove" label={`Remove row ${n}`} onClick={onRemove} />
      </div>
      {isSelected ? (
        <div className={styles.details}>
          <RowFields row={row} onChange={onChange} />
          <ShapeFields row={row} onChange={(shape) => onChange({ shape })} />
        </div>
      ) : null}
    </li>
  );
}

function RowFields({ row, onChange }: Pick<TargetRowItemProps, 'row' | 'onChange'>) {
  const { unit, factor } = valueUnit(row.quantity);
  return (
    <div className={styles.grid}>
      <Labelled text="Quantity">
        <SelectField
          label="Quantity"
          value={row.quantity}
          options={QUANTITIES}
          onChange={(quantity: Quantity) => onChange(converted(row, quantity))}
        />
      </Labelled>
      <Labelled text="Wish">
        <SelectField label="Wish" value={row.kind} options={KINDS} onChange={(kind) => onChange({ kind })} />
      </Labelled>
      <Labelled text="Angle, °">
        <NumberField
          label="Angle, °"
          value={row.angleDeg}
          min={0}
          max={89.999}
          unit="°"
          onCommit={(angleDeg) => onChange({ angleDeg })}
        />
      </Labelled>
      <Labelled text="Light">
        <SelectField
          label="Polarization"
          value={row.polarization}
          options={POLARIZATIONS}
          onChange={(polarization) => onChange({ polarization })}
        />
      </Labelled>
      <Labelled text={`±, ${unit}`}>
        <NumberField
          label={`Tolerance, ${unit}`}
          value={row.tolerance === undefined ? undefined : row.tolerance * factor}
          placeholder={formatNumber(defaultTolerance(row.quantity) * factor)}
          min={1e-6}
          step={0.1}
          unit={unit}
          onCommit={(shown) => onChange({ tolerance: Number((shown / factor).toPrecision(12)) })}
          onClear={() => onChange({ tolerance: undefined })}
        />
      </Labelled>
      <Labelled text="Weight">
        <NumberField label="Weight" value={row.weight} min={0} step={0.1} onCommit={(weight) => onChange({ weight })} />
      </Labelled>
      <Labelled text="Counts">
        <SelectField
          label="What counts"
          value={row.statistic}
          options={STATISTICS}
          onChange={(statistic) => onChange({ statistic })}
        />
      </Labelled>
      <Labelled text="From">
        <SelectField
          label="Direction"
          value={row.direction}
          options={DIRECTIONS}
          onChange={(direction) => onChange({ direction })}
        />
      </Labelled>
    </div>
  );
}

function Labelled({ text, children }: { readonly text: string; readonly children: React.ReactNode }) {
  return (
    <>
      <span className={styles.light} aria-hidden="true">
        {text}
      </span>
      {children}
    </>
  );
}

function ShapeFields({ row, onChange }: { readonly row: TargetRow; readonly onChange: (shape: RowShape) => void }) {
  const { shape } = row;
  if (shape.kind === 'lines') return <PieceTable quantity={row.quantity} shape={shape} onChange={onChange} />;
  const knots = shape.wavelengthsNm.map((nm, i): [number, number] => [nm, shape.values[i]]);
  const toLines = () => {
    const ascending = [...knots].sort(([a], [b]) => a - b).filter(([nm], i, all) => i === 0 || nm > all[i - 1][0]);
    const span = ascending[ascending.length - 1][0] - ascending[0][0];
    onChange({ kind: 'lines', pieces: [ascending], stepNm: span > 0 ? span / (ascending.length - 1) : 5 });
  };
  return (
    <div className={styles.tools}>
      <span>{knots.length} imported points</span>
      {knots.length > 0 && knots.length <= 10_000 ? (
        <Button onClick={toLines} title="The points become knots of a line that can be drawn over">
          Make editable
        </Button>
      ) : null}
    </div>
  );
}
