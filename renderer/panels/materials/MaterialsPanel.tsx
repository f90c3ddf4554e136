import controls from '#renderer/controls/controls.module.css';
import { AllowedTable } from './AllowedTable.tsx';
import { LimitFields } from './LimitFields.tsx';
import styles from './materials.module.css';
import { PartFields } from './PartFields.tsx';
import { RunFields } from './RunFields.tsx';

/** What may be built: the part, the materials, the limits, and how long to search. */
export function MaterialsPanel() {
  return (
    <section className={controls.panel} aria-label="Materials">
      <div className={`${controls.scroll} ${styles.body}`}>
        <AllowedTable />
        <h2 className={styles.section}>Part</h2>
        <PartFields />
        <h2 className={styles.section}>Limits</h2>
        <LimitFields />
        <h2 className={styles.section}>Search</h2>
        <RunFields />
      </div>
    </section>
  );
}
