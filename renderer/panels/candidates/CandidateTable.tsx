import type { KeyboardEvent } from 'react';
import type { KeptCandidate } from '#core/documents/workbench-document.ts';
import { IconButton } from '#renderer/controls/Button.tsx';
import { figure } from '#renderer/controls/number-text.ts';
import { useStores, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { neighbour, originText, thicknessText, thicknessUnit } from './candidate-labels.ts';
import styles from './candidates.module.css';
import { useCandidates } from './useCandidates.ts';
import { VerifiedBadge } from './VerifiedBadge.tsx';

/** The list itself: press a row, or Enter on it, to take it as the design in hand. */
export function CandidateTable() {
  const { candidates, current, isEdited, take, select } = useCandidates();
  const hasSpecification = useWorkbench((state) => state.wish.specification.length > 0);
  const selected = useView((state) => state.selectedCandidateId);
  const unit = thicknessUnit(candidates.map(({ totalThicknessNm }) => totalThicknessNm));
  const ids = candidates.map(({ id }) => id);
  const stop = ids.includes(selected ?? '') ? selected : (ids[0] ?? null);
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, id: string) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      take(id);
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -ids.length, End: ids.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = neighbour(ids, id, step);
    if (next === undefined) return;
    select(next);
    const row = event.currentTarget.parentElement?.children[ids.indexOf(next)];
    if (row instanceof HTMLElement) row.focus();
  };
  return (
    <table className={styles.table} aria-label="Candidates">
      <thead>
        <tr>
          <th scope="col" title="Root mean square of (value − wish) / tolerance, weighted">
            Merit
          </th>
          <th scope="col" title="Specification">
            Spec
          </th>
          <th scope="col" aria-label="MAE" title="Mean absolute error over R, T and A, percent">
            MAE<small aria-hidden="true"> %</small>
          </th>
          <th scope="col">Layers</th>
          <th scope="col" aria-label="Thickness" title={`Total physical thickness, ${unit}`}>
            Thickness<small aria-hidden="true"> {unit}</small>
          </th>
          <th scope="col" title="Who proposed it first">
            Origin
          </th>
          <th scope="col" className={styles.actions}>
            <span className="sw-hidden">Pin</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {candidates.map((candidate) => (
          <CandidateRow
            key={candidate.id}
            candidate={candidate}
            unit={unit}
            isCurrent={candidate.id === current && !isEdited}
            isOrigin={candidate.id === current && isEdited}
            isStop={candidate.id === stop}
            hasSpecification={hasSpecification}
            onTake={() => take(candidate.id)}
            onKeyDown={(event) => onKeyDown(event, candidate.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface CandidateRowProps {
  readonly candidate: KeptCandidate;
  readonly unit: 'nm' | 'µm';
  readonly isCurrent: boolean;
  /** the design in hand began as this one and was edited since */
  readonly isOrigin: boolean;
  /** the one row that the Tab key stops at */
  readonly isStop: boolean;
  readonly hasSpecification: boolean;
  readonly onTake: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
}

function CandidateRow(props: CandidateRowProps) {
  const { candidate, unit, isCurrent, isOrigin, isStop, hasSpecification, onTake, onKeyDown } = props;
  const { workbench } = useStores();
  const { id, merit, mae, pass, layers, totalThicknessNm, origin, isPinned } = candidate;
  const title = isCurrent
    ? 'The design in hand'
    : isOrigin
      ? 'The design in hand was edited from this one; press to take it as it was found'
      : 'Take as the design in hand';
  const togglePin = () => workbench.getState().pinCandidate(id, !isPinned);
  return (
    <tr
      aria-current={isCurrent}
      tabIndex={isStop ? 0 : -1}
      data-origin={isOrigin}
      title={title}
      onClick={onTake}
      onKeyDown={onKeyDown}
    >
      <td title={String(merit)}>
        <span className={styles.merit}>
          {figure(merit)}
          <VerifiedBadge candidate={candidate} />
        </span>
      </td>
      <td className={hasSpecification ? (pass ? styles.pass : styles.fail) : undefined}>
        {hasSpecification ? (pass ? 'pass' : 'fail') : '–'}
      </td>
      <td title={mae === null ? 'The target has no R, T or A' : String(mae)}>
        {mae === null ? '–' : figure(100 * mae)}
      </td>
      <td>{layers}</td>
      <td title={`${totalThicknessNm} nm`}>{thicknessText(totalThicknessNm, unit)}</td>
      <td className={styles.origin} title={originText(origin)}>
        {origin}
      </td>
      <td className={styles.actions}>
        <IconButton
          icon="pin"
          label={isPinned ? 'Unpin' : 'Pin'}
          aria-pressed={isPinned}
          title={isPinned ? 'Kept through the next search' : 'Keep through the next search'}
          onClick={(event) => {
            event.stopPropagation();
            togglePin();
          }}
        />
      </td>
    </tr>
  );
}
