import { isWished } from '#core/targets/target-rows.ts';
import controls from '#renderer/controls/controls.module.css';
import { Note } from '#renderer/controls/Note.tsx';
import { useRun, useWorkbench } from '#renderer/state/stores.tsx';
import { CandidateTable } from './CandidateTable.tsx';
import styles from './candidates.module.css';

/** The designs that were found, best first, every figure from the exact solver. */
export function CandidatesPanel() {
  const isEmpty = useWorkbench((state) => state.candidates.length === 0);
  return (
    <section className={controls.panel} aria-label="Candidates">
      <Failure />
      <div className={controls.scroll}>
        <CandidateTable />
        {isEmpty ? <Empty /> : null}
      </div>
    </section>
  );
}

function Failure() {
  const failure = useRun((state) => state.failure);
  if (failure === null) return null;
  return (
    <div className={styles.notes}>
      <Note tone="error">{failure.message}</Note>
    </div>
  );
}

function Empty() {
  const status = useRun((state) => state.status);
  const hasWish = useWorkbench((state) => state.wish.rows.some(isWished));
  if (status === 'running' || status === 'stopping') {
    return <div className={styles.empty}>Searching. The first verified designs come within a second.</div>;
  }
  return (
    <div className={styles.empty}>
      <p>No designs yet.</p>
      {hasWish ? (
        <p>Press Design: verified stacks arrive here, best first.</p>
      ) : (
        <p>Draw a wish on the Spectrum chart or begin with a preset in Target, then press Design.</p>
      )}
    </div>
  );
}
