import { useState } from 'react';
import { isWished } from '#core/targets/target-rows.ts';
import { type RefineOutcome, useRefine } from '#renderer/api/use-refine.ts';
import { Button } from '#renderer/controls/Button.tsx';
import { figure } from '#renderer/controls/number-text.ts';
import { useWorkbench } from '#renderer/state/stores.tsx';
import styles from './layers.module.css';

/** Refines the thicknesses of the design in hand for the wish; locked layers stay as they are. */
export function RefineButton({ onFault }: { readonly onFault: (reason: string | null) => void }) {
  const { isRunning, refine, cancel } = useRefine();
  const [outcome, setOutcome] = useState<RefineOutcome | null>(null);
  const stack = useWorkbench((state) => state.design?.stack);
  const hasWish = useWorkbench((state) => state.wish.rows.some(isWished));
  const canRefine = hasWish && (stack?.layers.length ?? 0) > 0;
  const run = async () => {
    onFault(null);
    setOutcome(null);
    const result = await refine({ needle: false });
    setOutcome(result);
    if (result.kind === 'refused') onFault(result.reason);
  };
  const isCurrent = outcome?.kind === 'refined' && outcome.stack === stack;
  return (
    <>
      {isCurrent ? (
        <span className={styles.totals} role="status">
          merit {figure(outcome.from)} → {figure(outcome.to)}
        </span>
      ) : null}
      {isRunning ? (
        <Button onClick={cancel}>Cancel refining</Button>
      ) : (
        <Button
          disabled={!canRefine}
          title={canRefine ? 'Refine the unlocked thicknesses for the target' : 'Needs a target and a layer'}
          onClick={() => void run()}
        >
          Refine
        </Button>
      )}
    </>
  );
}
