import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { NumberFieldProps } from './number-field-props.ts';
import { formatNumber, numberFault, parseNumber, stepOf, stepped } from './number-text.ts';

/** Pixels that a press may wander before it is a drag. */
const DRAG_SLACK_PX = 4;
/** Pixels of a drag for one step. */
const DRAG_PX = 2;

interface Drag {
  readonly pointerId: number;
  readonly startX: number;
  readonly from: number;
  last: number;
  isMoving: boolean;
}

/** Draft, keys and drag of one number field. */
export function useNumberField(props: NumberFieldProps) {
  const { value, format = formatNumber } = props;
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const drag = useDrag(props, input);

  const settle = () => {
    setDraft(null);
    setFault(null);
  };
  /** true when the draft was taken or there was none */
  const commit = (): boolean => {
    if (draft === null) return true;
    if (draft.trim() === '') {
      props.onClear?.();
      settle();
      return true;
    }
    const sentence = numberFault(draft, props);
    setFault(sentence);
    if (sentence !== null) return false;
    const typed = parseNumber(draft);
    settle();
    if (typed !== value) props.onCommit(typed);
    return true;
  };
  const step = (direction: 1 | -1, event: KeyboardEvent) => {
    const typed = draft === null ? Number.NaN : parseNumber(draft);
    const base = Number.isFinite(typed) ? typed : (value ?? parseNumber(props.placeholder ?? ''));
    const change = direction * stepOf(props.step ?? 1, event, props.isInteger);
    settle();
    props.onCommit(stepped(Number.isFinite(base) ? base : (props.min ?? 0), change, props));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      step(event.key === 'ArrowUp' ? 1 : -1, event);
    } else if (event.key === 'Enter') {
      if (commit()) input.current?.select();
    } else if (event.key === 'Escape' && (draft !== null || fault !== null)) {
      event.stopPropagation();
      settle();
    }
  };
  return {
    input,
    text: draft ?? (value === undefined ? '' : format(value)),
    fault,
    handlers: {
      ...drag,
      onKeyDown,
      onChange: () => {
        setDraft(input.current?.value ?? '');
        setFault(null);
      },
      onFocus: () => input.current?.select(),
      onBlur: () => {
        if (!commit()) settle();
      },
    },
  };
}

function useDrag(props: NumberFieldProps, input: RefObject<HTMLInputElement | null>) {
  const drag = useRef<Drag | null>(null);
  const cancel = useRef<() => void>(() => undefined);
  const onEscape = useRef((event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    cancel.current();
  });
  const report = (value: number, phase: 'start' | 'move' | 'end' | 'cancel') => {
    if (props.onDrag !== undefined) props.onDrag(value, phase);
    else if (phase === 'end') props.onCommit(value);
  };
  const onPointerDown = (event: PointerEvent<HTMLInputElement>) => {
    const isFocused = document.activeElement === input.current;
    if (event.button !== 0 || isFocused || props.value === undefined || props.isDisabled) return;
    event.preventDefault(); // no focus yet: a press that does not move gives it at its end
    event.currentTarget.setPointerCapture(event.pointerId);
    const { pointerId, clientX } = event;
    drag.current = { pointerId, startX: clientX, from: props.value, last: props.value, isMoving: false };
    window.addEventListener('keydown', onEscape.current, { capture: true });
  };
  const onPointerMove = (event: PointerEvent<HTMLInputElement>) => {
    const held = drag.current;
    if (held === null || event.pointerId !== held.pointerId) return;
    const distance = event.clientX - held.startX;
    if (!held.isMoving && Math.abs(distance) < DRAG_SLACK_PX) return;
    const steps = Math.round(distance / DRAG_PX);
    const value = stepped(held.from, steps * stepOf(props.step ?? 1, event, props.isInteger), props);
    if (held.isMoving && value === held.last) return;
    const phase = held.isMoving ? 'move' : 'start';
    held.isMoving = true;
    held.last = value;
    report(value, phase);
  };
  const finish = (phase: 'end' | 'cancel') => {
    const held = drag.current;
    drag.current = null;
    window.removeEventListener('keydown', onEscape.current, { capture: true });
    if (held === null) return;
    if (held.isMoving) report(phase === 'end' ? held.last : held.from, phase);
    else if (phase === 'end') input.current?.focus();
  };
  cancel.current = () => finish('cancel');
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: () => finish('end'),
    onPointerCancel: () => finish('cancel'),
  };
}
