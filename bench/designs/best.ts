import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import type { Layer, Stack } from '#core/optics/stack.ts';
import type { Case, Item } from './item.ts';
import type { Light } from './light.ts';
import type { Outcome } from './run.ts';
import { violationOf } from './violations.ts';

/** The best design known for a case. Its surroundings and materials are those of the case's target. */
interface Best {
  readonly cost: number;
  /** when it was found, YYYY-MM-DD */
  readonly date: string;
  /** how it was found */
  readonly how: string;
  readonly layers: readonly Layer[];
}

type BestOfItem = Record<string, Best>;

/** A kept design whose cost is another one when it is computed again. */
const AGREEMENT = 1e-9;

/** The best designs known, one file for each item, by case. */
export class BestDesigns {
  /** what did not re-simulate to the cost that was kept with it */
  readonly mismatches: string[] = [];
  private readonly folder: string;
  private readonly light: Light;
  private readonly catalogue: MaterialCatalogue;
  private readonly files = new Map<string, BestOfItem>();

  constructor(folder: string, light: Light, catalogue: MaterialCatalogue) {
    this.folder = folder;
    this.light = light;
    this.catalogue = catalogue;
  }

  /** The cost of a case's best known design as it re-simulates now; undefined where none is known. */
  cost(item: Item, one: Case): number | undefined {
    const best = this.read(item)[one.id];
    return best?.cost;
  }

  /** Keeps the outcome where it beats what is known. */
  keep(item: Item, one: Case, outcome: Outcome, how: string): boolean {
    const { stack, cost, error } = outcome;
    if (stack === undefined || error !== undefined || !Number.isFinite(cost)) return false;
    const known = this.cost(item, one);
    if (known !== undefined && !isBetter(item, cost, known)) return false;
    const best: Best = { cost, date: new Date().toISOString().slice(0, 10), how, layers: stack.layers };
    const all = { ...this.read(item), [one.id]: best };
    this.files.set(item.id, all);
    const names = Object.keys(all).sort(new Intl.Collator('en', { numeric: true }).compare);
    const ordered = Object.fromEntries(names.map((id) => [id, all[id]]));
    writeFileSync(this.fileOf(item), textOf(ordered));
    return true;
  }

  private fileOf(item: Item): string {
    return join(this.folder, `${item.id}.json`);
  }

  private read(item: Item): BestOfItem {
    const known = this.files.get(item.id);
    if (known !== undefined) return known;
    const file = this.fileOf(item);
    const all: BestOfItem = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    for (const one of item.cases) if (one.id in all) all[one.id] = this.verified(one, all[one.id]);
    this.files.set(item.id, all);
    return all;
  }

  private verified(one: Case, best: Best): Best {
    const stack = stackOf(one, best.layers);
    const { cost } = one.score([stack], this.light);
    const broken = violationOf(stack, one.target, this.catalogue);
    if (broken !== undefined) this.mismatches.push(`${one.id}: the design kept breaks its rules: ${broken}`);
    if (!(Math.abs(cost - best.cost) <= AGREEMENT)) {
      this.mismatches.push(`${one.id}: kept with cost ${best.cost}, but re-simulates to ${cost}`);
    }
    return { ...best, cost };
  }
}

/** By more than rounding. */
function isBetter({ isGain }: Item, cost: number, known: number): boolean {
  return isGain ? cost > known * (1 + 1e-6) + 1e-12 : cost < known * (1 - 1e-6) - 1e-12;
}

function stackOf({ target }: Case, layers: readonly Layer[]): Stack {
  const { ambient, substrate, exit, materials } = target.stack;
  return {
    ...(ambient === undefined ? {} : { ambient }),
    layers: [...layers],
    substrate,
    ...(exit === undefined || substrate.thicknessNm === undefined ? {} : { exit }),
    ...(materials === undefined || Array.isArray(materials) ? {} : { materials }),
  };
}

/** JSON with one layer on each line. */
function textOf(all: BestOfItem): string {
  const text = JSON.stringify(all, null, 2);
  return `${text.replace(/\{\s+"medium": ([^\n]+),\s+"thicknessNm": ([^\n]+)\s+\}/g, '{ "medium": $1, "thicknessNm": $2 }')}\n`;
}
