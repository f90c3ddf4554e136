import { Popover } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { Medium } from '#core/optics/stack.ts';
import { MaterialSwatch } from '#renderer/materials/MaterialSwatch.tsx';
import { mediumName } from '#renderer/materials/medium-name.ts';
import { type MediumOption, matchingOptions, mediumOfText } from './medium-options.ts';
import styles from './medium-picker.module.css';

interface MediumPickerProps {
  /** "Layer 3 material"; the medium itself is added to it */
  readonly label: string;
  /** null: a button that only adds */
  readonly value: Medium | null;
  /** best first: what is near at hand, then the catalogue */
  readonly options: readonly MediumOption[];
  readonly onChoose: (medium: Medium) => void;
  /** shown in place of a medium */
  readonly text?: string;
  readonly isQuiet?: boolean;
}

/** A material where it stands: press, type a few letters or constants such as 1.52 or 0.13+3.99i, Enter. */
export function MediumPicker({ label, value, options, onChoose, text, isQuiet = false }: MediumPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const name = value === null ? (text ?? '') : mediumName(value);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      offset={2}
      shadow="sm"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={isQuiet ? `${styles.button} ${styles.quiet}` : styles.button}
          aria-label={value === null ? label : `${label}: ${name}`}
          aria-haspopup="dialog"
          title={name}
          onClick={() => setOpen(!isOpen)}
        >
          {value === null ? null : <MaterialSwatch id={name} sizePx={11} />}
          <span>{name}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={label}>
        {isOpen ? (
          <MediumSearch
            label={label}
            options={options}
            onChoose={(medium) => {
              setOpen(false);
              onChoose(medium);
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function MediumSearch({ label, options, onChoose }: Pick<MediumPickerProps, 'label' | 'options' | 'onChoose'>) {
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => matchingOptions(options, text), [options, text]);
  const typed = mediumOfText(text);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = active + (event.key === 'ArrowDown' ? 1 : -1);
      setActive(Math.max(0, Math.min(found.length - 1, next)));
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (typed !== null) onChoose(typed);
      else if (found[active] !== undefined) onChoose(found[active].id);
    }
  };
  return (
    <div className={styles.search}>
      <input
        className={styles.input}
        role="combobox"
        aria-label={`${label}: search`}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[active] === undefined ? undefined : `${listId}-${active}`}
        placeholder="Name, family, or n + ki"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      {typed === null ? null : (
        <button type="button" className={styles.typed} onClick={() => onChoose(typed)}>
          Constant {mediumName(typed)}
        </button>
      )}
      <div className={styles.list} role="listbox" id={listId} aria-label={label}>
        {found.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox
          <div
            key={option.id}
            id={`${listId}-${i}`}
            className={styles.option}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(option.id)}
          >
            <MaterialSwatch id={option.id} family={option.family} sizePx={11} />
            <span className={styles.name}>{option.id}</span>
            <span className={styles.aside}>{option.aside}</span>
          </div>
        ))}
        {found.length === 0 && typed === null ? (
          // biome-ignore lint/a11y/useFocusableInteractive: it cannot be chosen
          <div className={styles.none} role="option" aria-selected="false" aria-disabled="true">
            No material matches.
          </div>
        ) : null}
      </div>
    </div>
  );
}
