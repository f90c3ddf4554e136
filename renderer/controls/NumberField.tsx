import type { CSSProperties } from 'react';
import styles from './controls.module.css';
import { formatNumber, type NumberRange } from './number-text.ts';
import { useNumberField } from './useNumberField.ts';

/** Where a sideways drag stands. Every drag begins once and ends once. */
export type DragPhase = 'start' | 'move' | 'end' | 'cancel';

export interface NumberFieldProps extends NumberRange {
  /** the accessible name, with the unit: "Layer 3 thickness, nm" */
  readonly label: string;
  /** undefined: nothing is set, and the placeholder says what holds instead */
  readonly value: number | undefined;
  readonly onCommit: (value: number) => void;
  /** an emptied field; without it an empty field goes back to its value */
  readonly onClear?: (() => void) | undefined;
  /** called while the value is dragged sideways; without it a drag commits once, at its end */
  readonly onDrag?: ((value: number, phase: DragPhase) => void) | undefined;
  readonly step?: number | undefined;
  readonly format?: ((value: number) => string) | undefined;
  readonly placeholder?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** without a frame until it is touched: for tables */
  readonly isQuiet?: boolean | undefined;
  readonly width?: CSSProperties['width'] | undefined;
}

/** A number changed where it stands: typed, with arrow keys (Shift ×10, Alt ÷10), or dragged sideways. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, placeholder, isDisabled = false, isQuiet = false, width } = props;
  const field = useNumberField(props);
  return (
    <span className={isQuiet ? `${styles.numberBox} ${styles.quiet}` : styles.numberBox} style={{ width }}>
      <input
        ref={field.input}
        className={styles.number}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-valuenow={value ?? 0}
        aria-valuetext={value === undefined ? (placeholder ?? 'not set') : formatNumber(value, 12)}
        aria-valuemin={props.min}
        aria-valuemax={props.max}
        aria-invalid={field.fault !== null}
        title={value === undefined ? undefined : formatNumber(value, 15)}
        placeholder={placeholder}
        disabled={isDisabled}
        value={field.text}
        {...field.handlers}
      />
      {field.fault === null ? null : (
        <span className={styles.fault} role="alert">
          {field.fault}
        </span>
      )}
    </span>
  );
}
