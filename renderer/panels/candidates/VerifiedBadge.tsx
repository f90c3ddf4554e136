import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { KeptCandidate } from '#core/documents/workbench-document.ts';
import { pointsOf } from '#core/targets/target-rows.ts';
import { Icon } from '#renderer/controls/Icon.tsx';
import { useView } from '#renderer/state/stores.tsx';
import { isDoubtful, verificationLines } from './candidate-labels.ts';
import styles from './candidates.module.css';

/** Says that physics has checked a candidate, and opens what was checked. */
export function VerifiedBadge({ candidate }: { readonly candidate: KeptCandidate }) {
  const [isOpen, setOpen] = useState(false);
  const hasDoubt = isDoubtful(candidate);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="left-start"
      offset={4}
      shadow="sm"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.badge}
          data-doubt={hasDoubt}
          aria-label={hasDoubt ? 'Verified on the points; see between them' : 'Verified'}
          title="Verified by transfer matrix: what was checked"
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!isOpen);
          }}
        >
          <Icon name="check" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label="What was verified" onClick={(event) => event.stopPropagation()}>
        {isOpen ? <Checks candidate={candidate} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Checks({ candidate }: { readonly candidate: KeptCandidate }) {
  const searched = useView((state) => state.searchedWish);
  const points = searched?.rows.reduce((sum, row) => sum + (row.isUsed ? pointsOf(row.shape).values.length : 0), 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the popover needs a place for the focus to go to
    <ul className={styles.check} tabIndex={0}>
      {verificationLines(candidate, points ?? null).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
