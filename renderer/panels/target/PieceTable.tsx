import type { Quantity } from '#core/targets/target.ts';
import type { Knot, RowShape } from '#core/targets/target-rows.ts';
import { Button, IconButton } from '#renderer/controls/Button.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { formatNumber } from '#renderer/controls/number-text.ts';
import { appendedPiece, movedEnd } from './pieces.ts';
import { valueUnit } from './row-labels.ts';
import styles from './target.module.css';

type Lines = Extract<RowShape, { kind: 'lines' }>;

interface PieceTableProps {
  readonly quantity: Quantity;
  readonly shape: Lines;
  readonly onChange: (shape: Lines) => void;
}

/** Pieces beyond these are edited on the chart: a freehand stroke is no table. */
const MOST_PIECES = 40;

/** The drawn lines as numbers: where each begins and ends, and its value at both ends. */
export function PieceTable({ quantity, shape, onChange }: PieceTableProps) {
  const { unit } = valueUnit(quantity);
  const change = (pieces: Lines['pieces']) => onChange({ ...shape, pieces });
  const hidden = shape.pieces.length - MOST_PIECES;
  return (
    <>
      <table className={styles.pieces} aria-label="Drawn lines">
        <thead>
          <tr>
            <th scope="col">From, nm</th>
            <th scope="col">To, nm</th>
            <th scope="col">Start, {unit}</th>
            <th scope="col">End, {unit}</th>
            <th scope="col">
              <span className="sw-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shape.pieces.slice(0, MOST_PIECES).map((piece, i) => (
            <PieceRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no identity but its place
              key={i}
              index={i}
              piece={piece}
              quantity={quantity}
              onChange={(next) => change(shape.pieces.map((old, j) => (j === i ? next : old)))}
              onRemove={() => change(shape.pieces.filter((_, j) => j !== i))}
            />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? <div className={styles.hint}>and {hidden} more, to be edited on the chart</div> : null}
      <div className={styles.tools}>
        <Button onClick={() => change(appendedPiece(shape.pieces, quantity))}>Add line</Button>
        <span>Step, nm</span>
        <NumberField
          label="Step, nm"
          value={shape.stepNm}
          min={0.001}
          max={1e5}
          unit="nm"
          width={56}
          onCommit={(stepNm) => onChange({ ...shape, stepNm })}
        />
      </div>
    </>
  );
}

interface PieceRowProps {
  readonly index: number;
  readonly piece: readonly Knot[];
  readonly quantity: Quantity;
  readonly onChange: (piece: Knot[]) => void;
  readonly onRemove: () => void;
}

function PieceRow({ index, piece, quantity, onChange, onRemove }: PieceRowProps) {
  const { unit, factor, min, max, step } = valueUnit(quantity);
  const [first, last] = [piece[0], piece[piece.length - 1]];
  const n = index + 1;
  const wavelength = (which: 'first' | 'last', label: string) => (
    <NumberField
      label={`Line ${n} ${label}, nm`}
      value={which === 'first' ? first[0] : last[0]}
      min={1}
      max={1e7}
      unit="nm"
      isQuiet
      onCommit={(nm) => onChange(movedEnd(piece, which, { wavelengthNm: nm }))}
    />
  );
  const value = (which: 'first' | 'last', label: string) => (
    <NumberField
      label={`Line ${n} ${label}, ${unit}`}
      value={(which === 'first' ? first[1] : last[1]) * factor}
      min={min}
      max={max}
      step={step}
      unit={unit}
      isQuiet
      format={(shown) => formatNumber(shown, 4)}
      onCommit={(shown) => onChange(movedEnd(piece, which, { value: Number((shown / factor).toPrecision(12)) }))}
    />
  );
  return (
    <tr>
      <td>{wavelength('first', 'from')}</td>
      <td>{wavelength('last', 'to')}</td>
      <td>{value('first', 'start value')}</td>
      <td>{value('last', 'end value')}</td>
      <td>
        <IconButton icon="remove" label={`Remove line ${n}`} onClick={onRemove} />
      </td>
    </tr>
  );
}
