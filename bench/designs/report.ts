import type { Case, Item, OtherRow } from './item.ts';
import type { PeerOutcome } from './peers/run-peers.ts';
import type { Outcome } from './run.ts';

/** All outcomes of one item: by case, the seeds in order. */
export interface ItemReport {
  readonly item: Item;
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  readonly best: (one: Case) => number | undefined;
  /** rows of the peers that ran beside */
  readonly peers: readonly OtherRow[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const shown = (cost: number): string => {
  if (!Number.isFinite(cost)) return '—';
  return cost !== 0 && Math.abs(cost) < 1e-3 ? cost.toExponential(3) : cost.toFixed(5);
};

interface Line {
  readonly name: string;
  readonly cells: readonly string[];
}

const HEAD = ['cost', 'listed', 'pass', 'best known', 'time s', 'Jacobians', 'layers', 'total nm'];

function print(lines: readonly Line[]): string {
  const all = [{ name: '', cells: HEAD }, ...lines];
  const nameWidth = Math.max(...all.map(({ name }) => name.length));
  const widths = HEAD.map((_, i) => Math.max(...all.map(({ cells }) => (cells[i] ?? '').length)));
  return all
    .map(({ name, cells }) => `  ${name.padEnd(nameWidth)}  ${cells.map((c, i) => c.padStart(widths[i])).join('  ')}`)
    .join('\n');
}

/** What the peers reached over all cases, one row for each. */
export function peerRows(item: Item, outcomes: readonly PeerOutcome[]): OtherRow[] {
  const statistic = item.summary === 'median' ? median : mean;
  return [...new Set(outcomes.map(({ peer }) => peer))].map((name) => {
    const ofPeer = outcomes.filter(({ peer }) => peer === name);
    const seconds = (median(ofPeer.map(({ elapsedMs }) => elapsedMs)) / 1000).toFixed(2);
    const evaluations = median(ofPeer.map((outcome) => outcome.evaluations)).toFixed(0);
    const note = `here, one thread, ${seconds} s, ${evaluations} evaluations`;
    return { name, cost: statistic(ofPeer.map(({ cost }) => cost)), note };
  });
}

/** Time, evaluations, layers and thickness of a run: medians over everything that was run. */
function effort(outcomes: readonly Outcome[]): string[] {
  const of = (pick: (outcome: Outcome) => number) => median(outcomes.map(pick));
  return [
    (of((o) => o.elapsedMs) / 1000).toFixed(2),
    of((o) => o.evaluations).toFixed(0),
    of((o) => o.layers).toFixed(0),
    of((o) => o.totalNm).toFixed(0),
  ];
}

function caseLine(one: Case, outcomes: readonly Outcome[], best: number | undefined): Line {
  const known = one.listed === undefined ? '' : `${shown(one.listed.cost)}${one.listed.exact ? ' =' : ''}`;
  const passed = outcomes.filter(({ pass }) => pass).length;
  const verdict = one.listed === undefined ? '' : `${passed}/${outcomes.length}`;
  const cost = shown(median(outcomes.map((o) => o.cost)));
  const cells = [cost, known, verdict, best === undefined ? '' : shown(best), ...effort(outcomes)];
  return { name: `${one.id}  ${one.title}`, cells };
}

/** One figure over all cases for each seed, and the median of the seeds. */
function summaryLine({ item, outcomes, best }: ItemReport): Line {
  const all = [...outcomes.values()];
  const seeds = all[0].map((_, s) => all.map((ofCase) => ofCase[s].cost));
  const statistic = item.summary === 'median' ? median : mean;
  const bests = item.cases.filter(({ id }) => outcomes.has(id)).map(best);
  const known = bests.filter((cost) => cost !== undefined);
  const bestCell = known.length === bests.length ? shown(statistic(known)) : '';
  const cells = [shown(median(seeds.map((costs) => statistic(costs)))), '', '', bestCell, ...effort(all.flat())];
  return { name: `Stackwright, ${item.summary} of ${all.length}`, cells };
}

function extraLines({ item, outcomes }: ItemReport): string[] {
  const all = [...outcomes.values()].flat();
  const lines: string[] = [];
  if (item.summary !== 'each') {
    const costs = all.map(({ cost }) => cost);
    const solved = costs.filter((cost) => cost < 1e-3).length;
    lines.push(`median ${shown(median(costs))}, mean ${shown(mean(costs))}, below 0.001: ${solved} of ${costs.length}`);
    const between = all.flatMap(({ maeBetween }) => (typeof maeBetween === 'number' ? [maeBetween] : []));
    if (between.length > 0) lines.push(`maeBetween: mean ${shown(mean(between))}`);
  }
  const floors = item.cases.filter(({ id }) => outcomes.has(id)).flatMap(({ floor = 0 }) => floor);
  if (floors.some((floor) => floor > 0)) lines.push(`mean of the floors ${shown(mean(floors))}`);
  for (const { case: id, seed, error, note } of all) {
    if (error !== undefined) lines.push(`${id}, seed ${seed}: ${error}`);
    else if (note !== undefined) lines.push(`${id}, seed ${seed}: ${note}`);
  }
  return lines;
}

/** The table of one item, as text. */
export function reportOf(report: ItemReport, isDetailed: boolean): string {
  const { item, outcomes, best, peers } = report;
  const heading = `${item.id}  ${item.title}; ${item.costName}`;
  const ran = item.cases.flatMap((one): [Case, readonly Outcome[]][] => {
    const found = outcomes.get(one.id);
    return found === undefined ? [] : [[one, found]];
  });
  const lines: Line[] = [];
  if (item.summary === 'each' || isDetailed) {
    for (const [one, found] of ran) {
      const line = caseLine(one, found, best(one));
      const floor = item.summary === 'each' ? '' : `, floor ${shown(one.floor ?? 0)}`;
      lines.push({ ...line, name: `${line.name}${floor}` });
    }
  }
  if (item.summary !== 'each') lines.push(summaryLine(report));
  const others = [...peers, ...(item.others ?? [])].map(({ name, cost, note }) => {
    return { name: `${name}${note === undefined ? '' : ` (${note})`}`, cells: [shown(cost)] };
  });
  const remarks = [...(item.note === undefined ? [] : [item.note]), ...extraLines(report)].map((line) => `  ${line}`);
  return [heading, print([...lines, ...others]), ...remarks].join('\n');
}
