import { StackwrightError } from '#core/errors.ts';
import type { Layer } from '#core/optics/stack.ts';
import { formatPath } from '#core/validation.ts';
import { isPlain, periodOf } from './quantity.ts';
import { checkContradictions } from './specification-checks.ts';
import {
  type BuildRules,
  DIFFERENCES,
  PHASES,
  RETARDANCES,
  type SpecificationRow,
  TARGET_LIMITS,
  type Target,
  type TargetEntry,
} from './target.ts';
import { checkTerms, type Refuse } from './term-checks.ts';

/**
 * The rules between the fields of a target, which the schema cannot say.
 * @throws StackwrightError with the path of the offending field, `prefix` in front
 */
export function checkTarget(target: Target, prefix = ''): void {
  const refuse: Refuse = (code, path, message) => {
    throw new StackwrightError(code, message, { path: prefix === '' ? path : `${prefix}.${path}` });
  };
  const points = target.spectra.reduce((sum, entry) => sum + entry.wavelengthsNm.length, 0);
  if (points > TARGET_LIMITS.points) {
    refuse('LIMIT', 'spectra', `The target has ${points} points; the limit is ${TARGET_LIMITS.points}.`);
  }
  target.spectra.forEach((entry, i) => {
    checkEntry(entry, `spectra[${i}]`, refuse);
  });
  const wishes = [...target.spectra, ...(target.measures ?? [])];
  if (wishes.length === 0) {
    refuse('INVALID', 'spectra', 'spectra is empty and there are no measures, so there is nothing to design for.');
  }
  if (wishes.every(({ weight }) => weight === 0)) {
    const path = target.spectra.length > 0 ? 'spectra[0].weight' : 'measures[0].weight';
    refuse('INVALID', path, 'Every entry has weight 0, so there is nothing to design for.');
  }
  target.specification?.forEach((row, i) => {
    checkRow(row, `specification[${i}]`, refuse);
  });
  checkTerms(target, refuse);
  checkContradictions(target, refuse);
  checkRules(target.stack, refuse);
}

function checkEntry(entry: TargetEntry, path: string, refuse: Refuse): void {
  const points = entry.wavelengthsNm.length;
  if (entry.values.length !== points) {
    refuse('INVALID', `${path}.values`, `There are ${points} wavelengths but ${entry.values.length} values.`);
  }
  if (Array.isArray(entry.tolerance) && entry.tolerance.length !== points) {
    const got = entry.tolerance.length;
    refuse('INVALID', `${path}.tolerance`, `There are ${points} wavelengths but ${got} tolerances.`);
  }
  entry.values.forEach((value, j) => {
    const nonsense = nonsenseValue(entry.quantity, value);
    if (nonsense !== undefined) refuse('INVALID', `${path}.values[${j}]`, nonsense);
  });
  checkBeyond(entry, path, refuse);
}

/** What makes no sense for a quantity that is not made of one light's R and T. */
function checkBeyond(entry: TargetEntry, path: string, refuse: Refuse): void {
  const { quantity, kind, statistic, polarization, angleDeg = 0 } = entry;
  const isPair = [...DIFFERENCES, ...RETARDANCES].some((pair) => pair === quantity);
  if (isPair && polarization !== undefined && polarization !== 'unpolarized') {
    refuse('INVALID', `${path}.polarization`, `${quantity} compares both polarizations; leave the field out.`);
  }
  const isPhase = quantity === 'peakE2' || PHASES.some((phase) => phase === quantity);
  const isMixed = polarization === 'unpolarized' || (polarization === undefined && angleDeg > 0);
  if (isPhase && isMixed) {
    refuse('INVALID', `${path}.polarization`, `${quantity} belongs to one polarization; give s or p.`);
  }
  if (entry.media !== undefined && quantity !== 'peakE2') {
    refuse('INVALID', `${path}.media`, `${quantity} is not measured inside layers; leave the field out.`);
  }
  if (periodOf(quantity) === undefined) return;
  if (kind !== undefined && kind !== 'match') {
    refuse(
      'INVALID',
      `${path}.kind`,
      `${quantity} is an angle that repeats, so it has no more and no less; use match.`,
    );
  }
  if (statistic !== undefined && statistic !== 'each') {
    refuse('INVALID', `${path}.statistic`, `${quantity} is an angle that repeats and has no ${statistic}; use each.`);
  }
}

/** A wish may exceed what is possible, but a number in another unit would be a silent disaster. */
function nonsenseValue(quantity: TargetEntry['quantity'], value: number): string | undefined {
  const shown = `${quantity} = ${value}`;
  if (quantity === 'OD') {
    return value < -0.2 ? `${shown}: optical density is −log10 T and positive; give 3 for T = 0.001.` : undefined;
  }
  if (quantity === 'RdB' || quantity === 'TdB') {
    return value > 2 ? `${shown}: decibels of a fraction are negative; give −30 for 0.001.` : undefined;
  }
  if (quantity === 'psi') return value < 0 || value > 90 ? `${shown}: Ψ lies between 0 and 90 degrees.` : undefined;
  if (!isPlain(quantity) && quantity !== 'Rs-Rp' && quantity !== 'Ts-Tp') return undefined;
  if (!isPlain(quantity)) {
    return Math.abs(value) > 1.5 ? `${shown}: give a difference of fractions (0.05), not of percent (5).` : undefined;
  }
  if (value > 1.5) return `${shown} is more than all the light; give fractions (0.95), not percent (95).`;
  return value < -0.5 ? `${shown} is less than no light; give fractions between 0 and 1.` : undefined;
}

function checkRow(row: SpecificationRow, path: string, refuse: Refuse): void {
  const [from, to] = row.rangeNm;
  const isWidthOrPlace = row.statistic === 'edge' || row.statistic === 'fwhm' || row.statistic === 'centre';
  if (from > to)
    refuse('INVALID', `${path}.rangeNm`, `The range runs from ${from} to ${to} nm; give the lower end first.`);
  if (isWidthOrPlace && from === to) {
    refuse('INVALID', `${path}.rangeNm`, `A single wavelength has no ${row.statistic}; give a range.`);
  }
  const nonsense = isWidthOrPlace ? undefined : nonsenseValue(row.quantity, row.value);
  if (nonsense !== undefined) refuse('INVALID', `${path}.value`, nonsense);
  if (isWidthOrPlace && row.value <= 0) {
    refuse('INVALID', `${path}.value`, `The ${row.statistic} is ${row.value}; it is a length in nm and positive.`);
  }
}

const totalNm = (layers: readonly Layer[] | undefined): number =>
  (layers ?? []).reduce((sum, layer) => sum + layer.thicknessNm, 0);

function checkRules(rules: BuildRules, refuse: Refuse): void {
  checkSlab(rules, refuse);
  checkLimits(rules, refuse);
  checkCounts(rules, refuse);
  const fixedNm = totalNm(rules.fixed?.outermost) + totalNm(rules.fixed?.innermost);
  const capNm = rules.totalThicknessNm?.max;
  if (capNm !== undefined && fixedNm > capNm) {
    refuse(
      'IMPOSSIBLE',
      'stack.totalThicknessNm.max',
      `The fixed layers alone are ${fixedNm} nm thick, more than the ${capNm} nm allowed in total.`,
    );
  }
}

function checkSlab(rules: BuildRules, refuse: Refuse): void {
  const { substrate, backLayers } = rules;
  if (substrate.thicknessNm !== undefined) return;
  const needsSlab = 'needs a slab: give stack.substrate.thicknessNm, or leave it out for a half-space.';
  if (backLayers !== undefined && backLayers.length > 0)
    refuse('INVALID', 'stack.backLayers', `A back coating ${needsSlab}`);
  if (rules.exit !== undefined && rules.exit !== 'air') refuse('INVALID', 'stack.exit', `An exit medium ${needsSlab}`);
}

function checkLimits(rules: BuildRules, refuse: Refuse): void {
  const check = (limits: { min: number; max: number } | undefined, path: string) => {
    if (limits === undefined || limits.min <= limits.max) return;
    refuse('INVALID', path, `The least thickness, ${limits.min} nm, is above the greatest, ${limits.max} nm.`);
  };
  check(rules.thicknessNm, 'stack.thicknessNm');
  for (const [name, limits] of Object.entries(rules.limits ?? {})) check(limits, formatPath(['stack', 'limits', name]));
  rules.start?.limits?.forEach((limits, i) => {
    check(limits ?? undefined, `stack.start.limits[${i}]`);
  });
  if (rules.materials !== undefined && !Array.isArray(rules.materials) && Object.keys(rules.materials).length === 0) {
    refuse('INVALID', 'stack.materials', 'No material may be used; name at least one, or leave the field out.');
  }
}

function checkCounts(rules: BuildRules, refuse: Refuse): void {
  const { maxLayers, start } = rules;
  if (maxLayers === 0) refuse('IMPOSSIBLE', 'stack.maxLayers', 'Zero layers are allowed, so nothing can be designed.');
  const fixedCount = (rules.fixed?.outermost?.length ?? 0) + (rules.fixed?.innermost?.length ?? 0);
  if (maxLayers !== undefined && fixedCount > maxLayers) {
    refuse('IMPOSSIBLE', 'stack.fixed', `${fixedCount} layers are fixed but only ${maxLayers} are allowed.`);
  }
  if (start?.locked !== undefined && start.locked.length !== start.layers.length) {
    const { length } = start.layers;
    refuse(
      'INVALID',
      'stack.start.locked',
      `There are ${length} layers to start from but ${start.locked.length} locks.`,
    );
  }
  if (start?.limits !== undefined && start.limits.length !== start.layers.length) {
    const { length } = start.layers;
    const message = `There are ${length} layers to start from but ${start.limits.length} limits; give null for a layer without.`;
    refuse('INVALID', 'stack.start.limits', message);
  }
}
