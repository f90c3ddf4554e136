import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useRun } from '#renderer/state/stores.tsx';
import styles from './shell.module.css';

/** Which networks the last search asked, which it did not and why; what was left out of the materials. */
export function PackStatus() {
  const packs = useRun((state) => state.packs);
  const excluded = useRun((state) => state.excluded);
  const [isOpen, setOpen] = useState(false);
  const asked = packs.filter(({ fits }) => fits);
  if (packs.length === 0 && excluded.length === 0) return null;
  const text = asked.length === 0 ? 'no network asked' : `asked ${asked.map(({ id }) => id).join(', ')}`;
  const left = excluded.length === 0 ? '' : `, ${excluded.length} materials left out`;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      offset={4}
      shadow="sm"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button type="button" className={styles.link} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {text}
          {left}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="Networks and materials">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the popover needs a place for the focus to go to */}
        <ul className={styles.packs} tabIndex={0}>
          {packs.map(({ id, fits, reasons }) => (
            <li key={id}>
              <b>{id}</b> {fits ? 'was asked.' : `was not asked: ${reasons.join(' ')}`}
            </li>
          ))}
          {excluded.map(({ id, reason }) => (
            <li key={id}>
              <b>{id}</b> was left out: {reason}
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
