import type { Candidate } from '#core/design/candidate.ts';
import { percent, significant } from './numbers.ts';
import { harmless, inStyle, type TerminalStyle } from './terminal-style.ts';
import { type Cell, type Column, textTable } from './text-table.ts';

/** From this total thickness on, nm, totals are given in µm. */
const MICROMETRES_FROM = 10_000;

type Entry = readonly [column: Column, cell: (candidate: Candidate, index: number) => string | Cell];

/** Candidates, best first, one a line, with what a person chooses by; footnotes where a figure needs one. */
export function candidateTable(candidates: readonly Candidate[], style: TerminalStyle): string {
  const hasSpecification = candidates.some(({ spec }) => spec.rows.length > 0);
  const hasMae = candidates.some(({ mae }) => mae !== null);
  const isThick = candidates.some(({ totalThicknessNm }) => totalThicknessNm >= MICROMETRES_FROM);
  const entries: readonly Entry[] = [
    [{ heading: '#', align: 'right' }, (_, index) => String(index + 1)],
    [{ heading: 'merit', align: 'point' }, ({ merit }) => significant(merit, 4)],
    ...(hasSpecification ? [[{ heading: 'spec', align: 'left' }, specCell] as Entry] : []),
    ...(hasMae
      ? ([
          [{ heading: 'MAE %', align: 'point' }, ({ mae }) => (mae === null ? '–' : percent(mae, 3))],
          [{ heading: 'between %', align: 'point' }, betweenCell],
        ] as Entry[])
      : []),
    [{ heading: 'layers', align: 'right' }, ({ layers }) => String(layers)],
    [
      { heading: isThick ? 'total µm' : 'total nm', align: 'point' },
      ({ totalThicknessNm }) => (isThick ? (totalThicknessNm / 1000).toFixed(3) : totalThicknessNm.toFixed(1)),
    ],
    [{ heading: 'sensitivity/nm', align: 'point' }, ({ sensitivityPerNm }) => significant(sensitivityPerNm, 3)],
    [{ heading: 'origin', align: 'left' }, ({ origin }) => harmless(origin)],
  ];
  const lines = textTable(
    entries.map(([column]) => column),
    candidates.map((candidate, index) => entries.map(([, cell]) => cell(candidate, index))),
    style,
  );
  return `${[...lines, ...footnotes(candidates, style)].join('\n')}\n`;
}

function specCell({ spec }: Candidate): Cell {
  return spec.pass ? { text: 'pass', paint: 'green' } : { text: 'FAIL', paint: 'red' };
}

function betweenCell({ maeBetween, undersampled }: Candidate): string | Cell {
  const figure = maeBetween === null ? '–' : percent(maeBetween, 3);
  if (undersampled === true) return { text: `${figure} !`, paint: 'yellow' };
  return undersampled === null ? { text: `${figure} ?`, paint: 'yellow' } : figure;
}

function footnotes(candidates: readonly Candidate[], style: TerminalStyle): string[] {
  const notes: string[] = [];
  if (candidates.some(({ undersampled }) => undersampled === true)) {
    notes.push('! worse between the points of the target than on them: give it more points');
  }
  // Without R, T, A entries there is nothing to compare between points, and no footnote to write.
  const reasons = candidates.flatMap(({ undersampled, undersampledReason }) =>
    undersampled === null && undersampledReason !== undefined ? [undersampledReason] : [],
  );
  for (const reason of new Set(reasons)) notes.push(`? ${harmless(reason)}`);
  return notes.map((note) => inStyle(note, style));
}
