import type { CSSProperties } from 'react';
import type { NumberRange } from './number-text.ts';

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
