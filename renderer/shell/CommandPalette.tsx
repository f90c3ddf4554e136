import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import styles from './shell.module.css';
import type { Command, Commands } from './useCommands.ts';

/** Every action of the window by its name: Ctrl+K, a few letters, Enter. */
export function CommandPalette({ commands, close }: { readonly commands: Commands; readonly close: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const cameFrom = useRef(document.activeElement);
  useEffect(() => {
    input.current?.focus();
    const before = cameFrom.current;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const words = text.toLowerCase().split(/\s+/);
  const found = Object.values<Command>(commands).filter(
    ({ name, isEnabled }) => isEnabled && words.every((word) => name.toLowerCase().includes(word)),
  );
  const choose = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    setTimeout(command.run); // after the focus has gone back to where it came from
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(found.length - 1, active + step)));
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    }
  };
  return (
    <section className={styles.palette} aria-label="Commands">
      <input
        ref={input}
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${active}`}
        placeholder="What to do"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div role="listbox" id="palette-list" aria-label="Commands">
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox
          <div
            key={command.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(command)}
          >
            <span>{command.name}</span>
            <kbd>{command.shortcut}</kbd>
          </div>
        ))}
      </div>
    </section>
  );
}
