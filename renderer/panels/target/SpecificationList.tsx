import type { SpecificationRow } from '#core/targets/target.ts';
import { IconButton } from '#renderer/controls/Button.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { formatNumber } from '#renderer/controls/number-text.ts';
import { SelectField } from '#renderer/controls/SelectField.tsx';
import { useWorkbench } from '#renderer/state/stores.tsx';
import styles from './target.module.css';

const QUANTITIES = { R: 'R', T: 'T', A: 'A', OD: 'OD' } as const;
const MEASURES = {
  mean: 'mean',
  min: 'least',
  max: 'greatest',
  edge: 'edge',
  fwhm: 'width',
  centre: 'centre',
} as const;
const COMPARISONS = { '>=': '≥', '<=': '≤', '=': '=' } as const;
const NEW_ROW: SpecificationRow = { quantity: 'R', statistic: 'mean', rangeNm: [500, 600], compare: '>=', value: 0.99 };

/** What a customer signs: lines that are passed or failed, apart from the merit. */
export function SpecificationList() {
  const wish = useWorkbench((state) => state.wish);
  const setWish = useWorkbench((state) => state.setWish);
  const set = (specification: SpecificationRow[]) => setWish({ ...wish, specification });
  return (
    <>
      <h2 className={styles.section}>
        Specification
        <IconButton icon="plus" label="Add specification" onClick={() => set([...wish.specification, NEW_ROW])} />
      </h2>
      <ul className={styles.list}>
        {wish.specification.map((row, i) => (
          <SpecificationItem
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            key={i}
            row={row}
            index={i}
            onChange={(next) => set(wish.specification.map((old, j) => (j === i ? next : old)))}
            onRemove={() => set(wish.specification.filter((_, j) => j !== i))}
          />
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  readonly row: SpecificationRow;
  readonly index: number;
  readonly onChange: (row: SpecificationRow) => void;
  readonly onRemove: () => void;
}

function SpecificationItem({ row, index, onChange, onRemove }: ItemProps) {
  const { factor, unit } = scaleOfRow(row);
  const name = `Specification ${index + 1}`;
  const end = (which: 0 | 1) => (
    <NumberField
      label={`${name} ${which === 0 ? 'from' : 'to'}, nm`}
      value={row.rangeNm[which]}
      min={1}
      max={1e7}
      unit="nm"
      isQuiet
      onCommit={(nm) => {
        const range: [number, number] = which === 0 ? [nm, row.rangeNm[1]] : [row.rangeNm[0], nm];
        onChange({ ...row, rangeNm: range[0] <= range[1] ? range : [range[1], range[0]] });
      }}
    />
  );
  return (
    <li className={styles.spec} title={lightOf(row)}>
      <SelectField
        isQuiet
        label={`${name} quantity`}
        value={row.quantity}
        options={QUANTITIES}
        onChange={(quantity) => onChange({ ...row, quantity })}
      />
      <SelectField
        isQuiet
        label={`${name} measure`}
        value={row.statistic}
        options={MEASURES}
        onChange={(statistic) => onChange({ ...row, statistic })}
      />
      {end(0)}
      <span aria-hidden="true">–</span>
      {end(1)}
      <SelectField
        isQuiet
        label={`${name} comparison`}
        value={row.compare}
        options={COMPARISONS}
        onChange={(compare) => onChange({ ...row, compare })}
      />
      <NumberField
        label={`${name} value, ${unit}`}
        value={row.value * factor}
        unit={unit}
        isQuiet
        format={(shown) => (unit === 'OD' ? formatNumber(shown) : `${formatNumber(shown)} ${unit}`)}
        onCommit={(shown) => onChange({ ...row, value: Number((shown / factor).toPrecision(12)) })}
      />
      <IconButton icon="remove" label={`Remove specification ${index + 1}`} onClick={onRemove} />
    </li>
  );
}

/** An edge, a width and a centre are lengths; the rest has the unit of its quantity. */
function scaleOfRow({ statistic, quantity }: SpecificationRow): { factor: number; unit: string } {
  if (statistic === 'edge' || statistic === 'fwhm' || statistic === 'centre') return { factor: 1, unit: 'nm' };
  return quantity === 'OD' ? { factor: 1, unit: 'OD' } : { factor: 100, unit: '%' };
}

function lightOf({ angleDeg = 0, polarization = 'unpolarized', tolerance }: SpecificationRow): string {
  const allowed = tolerance === undefined ? '' : `, may miss by ${tolerance}`;
  return `at ${angleDeg}°, ${polarization}${allowed}`;
}
