import { useEffect, useRef } from 'react';
import type { DataColumns } from './chart-types.ts';
import { fillTable } from './fill-table.ts';
import styles from './line-chart.module.css';

/** Written this long after the last change, so that a drag is not slowed by it. */
const QUIET_MS = 120;

/** A chart's values for assistive technology and scripts: out of sight, at full precision. */
export function DataTable({ name, columns }: { readonly name: string; readonly columns: DataColumns }) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const element = table.current;
    if (element === null) return;
    element.setAttribute('aria-busy', 'true');
    const timer = setTimeout(() => {
      fillTable(element, columns());
      element.removeAttribute('aria-busy');
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [columns]);
  return (
    <div className={styles.away}>
      <table ref={table} aria-label={name} />
    </div>
  );
}
