import { NumberField } from '#renderer/controls/NumberField.tsx';
import { useWorkbench } from '#renderer/state/stores.tsx';
import styles from './materials.module.css';

/** How long to search, for how many designs, from which random numbers. */
export function RunFields() {
  const run = useWorkbench((state) => state.run);
  const setRun = useWorkbench((state) => state.setRun);
  return (
    <div className={styles.row}>
      <span aria-hidden="true">Time, s</span>
      <span aria-hidden="true">Candidates</span>
      <span aria-hidden="true">Seed</span>
      <NumberField
        label="Time budget, s"
        value={run.budgetSeconds}
        min={0.05}
        max={86_400}
        unit="s"
        onCommit={(budgetSeconds) => setRun({ budgetSeconds })}
      />
      <NumberField
        label="Number of candidates"
        value={run.candidates}
        min={1}
        max={48}
        isInteger
        onCommit={(candidates) => setRun({ candidates })}
      />
      <NumberField
        label="Seed"
        value={run.seed}
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        isInteger
        format={String}
        onCommit={(seed) => setRun({ seed })}
      />
    </div>
  );
}
