import { useEffect, useRef } from 'react';
import type { CommandId, Commands } from './useCommands.ts';

const KEYS: Readonly<Record<string, CommandId>> = {
  z: 'undo',
  y: 'redo',
  s: 'save',
  o: 'open',
  enter: 'design',
};

/** The command that a key press stands for; undefined for none. */
export function commandOfKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>) {
  if (event.key === 'F6') return event.shiftKey ? 'previous-panel' : 'next-panel';
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (event.shiftKey) return key === 'z' ? 'redo' : undefined;
  return key === 'k' ? 'palette' : KEYS[key];
}

/** Text that is being typed has an undo of its own. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return target instanceof HTMLTextAreaElement;
  return target.type === 'text' && target.value !== target.defaultValue;
}

export function useShortcuts(commands: Commands, togglePalette: () => void): void {
  const latest = useRef({ commands, togglePalette });
  latest.current = { commands, togglePalette };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const id = commandOfKey(event);
      if (id === undefined || ((id === 'undo' || id === 'redo') && isTyping(event.target))) return;
      event.preventDefault();
      if (id === 'palette') latest.current.togglePalette();
      else if (latest.current.commands[id].isEnabled) latest.current.commands[id].run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
