import styles from './controls.module.css';
import type { NumberFieldProps } from './number-field-props.ts';
import { formatNumber } from './number-text.ts';
import { useNumberField } from './useNumberField.ts';

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
