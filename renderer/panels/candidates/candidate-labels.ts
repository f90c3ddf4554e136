import type { KeptCandidate } from '#core/documents/workbench-document.ts';
import { figure, formatNumber } from '#renderer/controls/number-text.ts';

/** How the figures of a candidate are written. */

/** In the unit that suits the list: nm up to 10 µm, µm beyond. */
export function thicknessUnit(thicknessesNm: readonly number[]): 'nm' | 'µm' {
  return thicknessesNm.some((nm) => nm >= 10_000) ? 'µm' : 'nm';
}

export function thicknessText(thicknessNm: number, unit: 'nm' | 'µm'): string {
  return unit === 'nm' ? thicknessNm.toFixed(0) : (thicknessNm / 1000).toFixed(3);
}

const ORIGINS: Readonly<Record<string, string>> = {
  library: 'library',
  mdn: 'network (mixture density)',
  tandem: 'network (tandem)',
  transformer: 'network (transformer)',
  needle: 'needle synthesis',
  theory: 'theory',
  global: 'global search',
  refined: 'refined by hand',
};

export const originText = (origin: string): string => ORIGINS[origin] ?? origin;

/** Where the solver could not look between the points. A target without R, T and A has no such error at all. */
const isUnseenBetween = ({ undersampled, mae }: KeptCandidate): boolean => undersampled === null && mae !== null;

/** True where something may hide between the points. */
export const isDoubtful = (candidate: KeptCandidate): boolean =>
  candidate.undersampled === true || isUnseenBetween(candidate);

/** What the verification of a candidate found, sentence by sentence. */
export function verificationLines(candidate: KeptCandidate, points: number | null): string[] {
  const { mae, maeBetween, undersampled, surrogateMae, provenance } = candidate;
  const where = points === null ? 'the points of its target' : `all ${points} points of the target`;
  const lines = [`Computed by the transfer-matrix solver on ${where} and between them.`];
  if (mae !== null) lines.push(`Mean error on the points ${errorText(mae)}.`);
  if (maeBetween !== null) lines.push(`Mean error between the points ${errorText(maeBetween)}.`);
  if (undersampled === true) lines.push('The points are too far apart for its fringes: ask for a smaller step.');
  if (isUnseenBetween(candidate)) lines.push('Its fringes are too many to be checked between the points.');
  if (surrogateMae !== undefined) {
    lines.push(`The network that proposed it was off by ${errorText(surrogateMae)} on average; its curve is not used.`);
  }
  const { pack, refinedFromMerit, seed } = provenance;
  if (typeof pack === 'string') lines.push(`Proposed by the pack ${pack}.`);
  if (typeof refinedFromMerit === 'number') lines.push(`Merit as proposed ${figure(refinedFromMerit)}.`);
  if (typeof seed === 'number') lines.push(`Seed ${seed}.`);
  lines.push('Exact for these n and k; not measured.');
  return lines;
}

const errorText = (error: number): string => `${formatNumber(100 * error, 3)} %`;

/** The row that an arrow key leads to. */
export function neighbour(ids: readonly string[], from: string | null, step: number): string | undefined {
  const at = from === null ? -1 : ids.indexOf(from);
  if (at < 0) return ids[step > 0 ? 0 : ids.length - 1];
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))];
}
