import { isWished } from '#core/targets/target-rows.ts';
import controls from '#renderer/controls/controls.module.css';
import { Note } from '#renderer/controls/Note.tsx';
import { useRun, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { CandidateTable } from './CandidateTable.tsx';
import styles from './candidates.module.css';

/** The designs that were found, best first, every figure from the exact solver. */
export function CandidatesPanel() {
  const isEmpty = useWorkbench((state) => state.candidates.length === 0);
  return (
    <section className={controls.panel} aria-label="Candidates">
      <Failure />
      <Stale />
      {/* without rows to focus it scrolls by keys itself */}
      <div className={`${controls.scroll} ${styles.frame}`} tabIndex={isEmpty ? 0 : undefined}>
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

/** Merits are those of the wish that was searched for: said as soon as it is another. */
function Stale() {
  const wish = useWorkbench((state) => state.wish);
  const searched = useView((state) => state.searchedWish);
  const isEmpty = useWorkbench((state) => state.candidates.length === 0);
  const isRunning = useRun((state) => state.status === 'running' || state.status === 'stopping');
  if (isEmpty || searched === null || searched === wish) return null;
  const rest = isRunning ? 'Stop and press Design to search for what is wished now.' : 'Press Design to search anew.';
  return (
    <div className={styles.notes}>
      <Note tone="warning">
        The target has changed since this search began: its figures are for the old one. {rest}
      </Note>
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
