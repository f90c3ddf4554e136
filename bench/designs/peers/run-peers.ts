import type { Coating } from '#core/design/coating.ts';
import { openTarget } from '#core/design/open-target.ts';
import { Random } from '#core/design/random.ts';
import type { MaterialCatalogue } from '#core/materials/types.ts';
import { toStack } from '#core/targets/answer-stack.ts';
import type { Case } from '../item.ts';
import type { Light } from '../light.ts';
import { ANNEALING, anneal } from './annealing.ts';
import { plainSearches } from './plain-searches.ts';

/** What a peer reached on one case, scored as our own answers are. */
export interface PeerOutcome {
  readonly peer: string;
  readonly case: string;
  readonly seed: number;
  readonly cost: number;
  readonly elapsedMs: number;
  /** evaluations of the merit with its derivatives, or, of annealing, spectra */
  readonly evaluations: number;
}

/** Simulated annealing alone, or with the plain searches, which take their time on every target. */
export type PeerChoice = 'all' | 'annealing';

const ANNEALING_NAME = 'simulated annealing';

/** What the peers were given, as one sentence each. */
export function peerSettings(choice: PeerChoice, seconds: number): string[] {
  const { spectra, firstTemperature, lastTemperature, firstStep, lastStep } = ANNEALING;
  const settings = [
    `annealing: ${spectra} exact spectra, energy MAE, temperature ${firstTemperature} … ${lastTemperature} falling geometrically,`,
    `  changes of thickness ${100 * firstStep} … ${100 * lastStep} % of the allowed range, of material, layers put in, taken out and swapped`,
  ];
  if (choice === 'annealing') return settings;
  const plain = `plain searches: ${seconds} s on one thread for each target, the library's own spectra not counted`;
  return [...settings, plain];
}

/**
 * Runs the chosen peers on one case, on this thread.
 * @param seconds time of each plain search; annealing has its number of spectra instead
 */
export function runPeers(
  choice: PeerChoice,
  one: Case,
  fewestLayers: number,
  seed: number,
  seconds: number,
  light: Light,
  catalogue: MaterialCatalogue,
): PeerOutcome[] {
  const open = (merit: 'rms' | 'mae' | undefined) =>
    openTarget(merit === undefined ? one.target : { ...one.target, merit }, catalogue);
  const costOf = ({ front }: Coating, context: ReturnType<typeof open>): number =>
    one.score([toStack(context.space, front)], light).cost;

  const annealed = (): PeerOutcome => {
    const context = open('mae');
    const startedAt = performance.now();
    const coating = anneal(context, new Random(seed, 1), fewestLayers);
    const elapsedMs = performance.now() - startedAt;
    const cost = costOf(coating, context);
    return { peer: ANNEALING_NAME, case: one.id, seed, cost, elapsedMs, evaluations: ANNEALING.spectra };
  };
  const searches = choice === 'all' ? plainSearches : [];
  const plain = searches.map(({ name, prepare }, i): PeerOutcome => {
    const context = open(undefined);
    const search = prepare(context, new Random(seed, 2 + i), fewestLayers);
    const before = context.refiner.evaluations;
    const startedAt = performance.now();
    const coating = search(() => performance.now() - startedAt >= 1000 * seconds);
    const elapsedMs = performance.now() - startedAt;
    const evaluations = context.refiner.evaluations - before;
    return { peer: name, case: one.id, seed, cost: costOf(coating, context), elapsedMs, evaluations };
  });
  return [annealed(), ...plain];
}
