import type { ReactNode } from 'react';
import styles from './controls.module.css';

/** A sentence beside its cause. Errors are announced. */
export function Note({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'warning' | 'error';
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.note} data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      {children}
    </div>
  );
}
