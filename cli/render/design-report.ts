import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Target } from '#core/targets/target.ts';
import type { DesignAnswer } from '#services/design-answer.ts';
import { candidatePlots } from './candidate-plots.ts';
import { candidateTable } from './candidate-table.ts';
import { layerTable } from './layer-table.ts';
import { significant } from './numbers.ts';
import { harmless, inStyle, painted, type TerminalStyle } from './terminal-style.ts';

/** What a person reads of an answer: how it came about, the candidates, the best one's spectrum and layers. */
export function designReport(
  target: Target,
  answer: DesignAnswer,
  catalogue: MaterialCatalogue,
  style: TerminalStyle,
): string {
  const [best] = answer.candidates;
  const parts = [headLines(target, answer, style), candidateTable(answer.candidates, style)];
  if (best !== undefined) {
    parts.push(candidatePlots(target, best, style, { catalogue }));
    parts.push(specificationLines(best.spec.rows, style));
    parts.push(layerTable(best.stack, catalogue, style));
  }
  return `${parts.filter((part) => part !== '').join('\n')}`;
}

function headLines(target: Target, answer: DesignAnswer, style: TerminalStyle): string {
  const lines = [painted(inStyle(harmless(target.name ?? target.id ?? 'Target'), style), 'bold', style)];
  const count = answer.candidates.length;
  const time = answer.elapsedMs === null ? `${answer.rounds} rounds` : `${(answer.elapsedMs / 1000).toFixed(2)} s`;
  const work = answer.evaluations > 0 ? `, ${answer.evaluations} evaluations with derivatives` : '';
  lines.push(
    `${count} verified ${count === 1 ? 'candidate' : 'candidates'} in ${time}${work}, seed ${answer.seed}${answer.stopped ? ' (stopped)' : ''}`,
  );
  for (const { id, fits, reasons } of answer.packs) {
    const said = fits ? `network ${id}: asked` : `network ${id}: not asked, ${reasons.join('; ')}`;
    lines.push(inStyle(harmless(said), style));
  }
  for (const { id, reason } of answer.excluded) lines.push(inStyle(harmless(`left out ${id}: ${reason}`), style));
  return `${lines.join('\n')}\n`;
}

type SpecificationRows = DesignAnswer['candidates'][number]['spec']['rows'];

function specificationLines(rows: SpecificationRows, style: TerminalStyle): string {
  if (rows.length === 0) return '';
  const lines = rows.map((row) => {
    const light = row.angleDeg
      ? ` at ${row.angleDeg}°${row.polarization === undefined ? '' : ` ${row.polarization}`}`
      : '';
    const wanted = `${row.statistic} ${row.quantity} in ${row.rangeNm.join('–')} nm${light} ${row.compare} ${row.value}`;
    const found = row.actual === null ? (row.reason ?? 'cannot be told') : significant(row.actual, 5);
    const verdict = row.pass ? painted('pass', 'green', style) : painted('FAIL', 'red', style);
    return `${verdict}  ${inStyle(`${wanted}: ${found}`, style)}`;
  });
  return `${lines.join('\n')}\n`;
}
