import type { Medium } from '#core/optics/stack.ts';
import type { MaterialSummary } from '#services/contract.ts';

/** A material that can be chosen. */
export interface MediumOption {
  readonly id: string;
  readonly family: string;
  /** what else is searched: the long name, the source */
  readonly words: string;
  /** shown on the right: family and range */
  readonly aside: string;
}

const MOST_SHOWN = 60;

/** The catalogue as options; a default data set goes by its short id, as people write it. */
export function optionsOf(materials: readonly MaterialSummary[]): MediumOption[] {
  return materials.map(({ id, name, family, kind, rangeNm, source, isDefault }) => ({
    id: isDefault ? id.slice(0, id.indexOf('/')) : id,
    family,
    words: `${id} ${name} ${family} ${kind} ${source}`.toLowerCase(),
    aside: `${family}, ${rangeText(rangeNm)}`,
  }));
}

/** "300–1700 nm", "0.3–12 µm" */
export function rangeText([from, to]: readonly [number, number]): string {
  const isLong = to >= 10_000;
  const shown = (nm: number): string => String(Number((isLong ? nm / 1000 : nm).toPrecision(3)));
  return `${shown(from)}–${shown(to)} ${isLong ? 'µm' : 'nm'}`;
}

/** Options in which every typed word occurs: ids that begin with the text first. */
export function matchingOptions(options: readonly MediumOption[], text: string): MediumOption[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return options.slice(0, MOST_SHOWN);
  const matches = options.filter((option) => words.every((word) => option.words.includes(word)));
  const rank = ({ id }: MediumOption): number => {
    const lower = id.toLowerCase();
    if (lower === words[0]) return 0;
    return lower.startsWith(words[0]) ? 1 : 2;
  };
  return matches.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN);
}

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const CONSTANT = new RegExp(String.raw`^n?\s*(${NUMBER})(?:\s*\+\s*(${NUMBER})\s*i)?$`);

/** "1.52" or "0.13 + 3.99i" as a medium of constant n and k; null for anything else. */
export function mediumOfText(text: string): Medium | null {
  const match = CONSTANT.exec(text.trim().replaceAll(',', '.'));
  if (match === null) return null;
  const n = Number(match[1]);
  const k = match[2] === undefined ? 0 : Number(match[2]);
  if (n > 1e6 || k > 1e6 || (n === 0 && k === 0)) return null;
  return k === 0 ? { n } : { n, k };
}
