import type { CSSProperties } from 'react';
import styles from './controls.module.css';

interface SelectFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** value → what a person reads */
  readonly options: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
  readonly width?: CSSProperties['width'];
  /** a word without frame or arrow until it is touched: for tables */
  readonly isQuiet?: boolean;
}

/** One of a few fixed words. */
export function SelectField<T extends string>({
  label,
  value,
  options,
  onChange,
  width,
  isQuiet = false,
}: SelectFieldProps<T>) {
  const entries = Object.entries(options) as [T, string][];
  return (
    <select
      className={isQuiet ? `${styles.select} ${styles.quietSelect}` : styles.select}
      aria-label={label}
      value={value}
      style={{ width }}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {entries.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}
