import { useRef } from 'react';
import { useStores } from './stores.tsx';
import { beginGesture, type UndoGesture } from './undo-gesture.ts';

/** For `NumberField.onDrag`: every move changes the work at once, and the whole drag is one undo step. */
export function useDragGesture(apply: (value: number) => void) {
  const { workbench } = useStores();
  const gesture = useRef<UndoGesture | null>(null);
  return (value: number, phase: 'start' | 'move' | 'end' | 'cancel'): void => {
    if (phase === 'start') gesture.current = beginGesture(workbench);
    gesture.current?.change(() => apply(value));
    if (phase !== 'end' && phase !== 'cancel') return;
    gesture.current?.end();
    gesture.current = null;
  };
}
