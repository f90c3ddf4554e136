import { describe, expect, it } from 'vitest';
import { beginGesture } from '#renderer/state/undo-gesture.ts';
import { createWorkbenchStore, newWorkbench } from '#renderer/state/workbench-store.ts';
import { tracePath } from './merit-trace.ts';
import { commandOfKey } from './useShortcuts.ts';

const press = (key: string, keys = {}) =>
  commandOfKey({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, ...keys });

describe('shortcuts', () => {
  it('stand for commands', () => {
    expect(press('z')).toBe('undo');
    expect(press('Z', { shiftKey: true })).toBe('redo');
    expect(press('y')).toBe('redo');
    expect(press('Enter')).toBe('design');
    expect(press('k')).toBe('palette');
    expect(press('F6', { ctrlKey: false })).toBe('next-panel');
    expect(press('F6', { ctrlKey: false, shiftKey: true })).toBe('previous-panel');
    expect(press('s', { ctrlKey: false, metaKey: true })).toBe('save');
  });

  it('leave other keys alone', () => {
    expect(press('z', { ctrlKey: false })).toBeUndefined();
    expect(press('s', { altKey: true })).toBeUndefined();
    expect(press('s', { shiftKey: true })).toBeUndefined();
  });
});

describe('the trace of the merit', () => {
  it('falls in steps and reaches to now', () => {
    const path = tracePath(
      [
        [0, 10],
        [500, 1],
      ],
      1000,
      100,
      20,
    );
    expect(path).toBe('M0.0 1.0H50.0V19.0H100');
    expect(tracePath([], 0, 100, 20)).toBe('');
  });
});

describe('a drag', () => {
  it('is one undo step', () => {
    const store = createWorkbenchStore(newWorkbench());
    store.getState().takeDesign({ layers: [{ medium: 'SiO2', thicknessNm: 100 }], substrate: { medium: 'N-BK7' } });
    const gesture = beginGesture(store);
    for (const nm of [101, 102, 103]) gesture.change(() => store.getState().setThickness(0, nm));
    gesture.end();
    expect(store.getState().design?.stack.layers[0].thicknessNm).toBe(103);
    store.temporal.getState().undo();
    expect(store.getState().design?.stack.layers[0].thicknessNm).toBe(100);
    store.getState().rename('next');
    store.temporal.getState().undo();
    expect(store.getState().name).toBe('Untitled');
  });
});

describe('rules that are taken away', () => {
  it('leave no trace, and a tolerance goes back to the default', () => {
    const store = createWorkbenchStore(newWorkbench());
    store.getState().changeRules({ maxLayers: 5, ambient: 'H2O' });
    store.getState().changeRules({ maxLayers: undefined });
    expect(store.getState().wish.rules).toEqual({ substrate: { medium: 'N-BK7' }, ambient: 'H2O' });
  });
});
