import type { ErrorCode } from '#core/errors.ts';
import { formatPath } from '#core/validation.ts';
import { type ColourMeasure, type IntegralMeasure, type Measure, measureRangeNm } from './measure.ts';
import type { Target } from './target.ts';

/** Ends the check with an error at a place of the target. */
export type Refuse = (code: ErrorCode, path: string, message: string) => never;

/** The rules between the fields of environments, penalties and robustness, and of all that refers to them. */
export function checkTerms(target: Target, refuse: Refuse): void {
  checkEnvironments(target, refuse);
  target.measures?.forEach((measure, i) => {
    checkMeasure(measure, `measures[${i}]`, refuse);
  });
  checkRobust(target, refuse);
}

function checkEnvironments(
  { environments = [], spectra, specification = [], measures = [] }: Target,
  refuse: Refuse,
): void {
  const known = new Set<string>();
  environments.forEach(({ id }, i) => {
    if (known.has(id)) refuse('INVALID', `environments[${i}].id`, `Two environments are called ${id}.`);
    known.add(id);
  });
  const check = (list: readonly { readonly environment?: string | undefined }[], field: string) => {
    list.forEach(({ environment }, i) => {
      if (environment === undefined || known.has(environment)) return;
      const names = known.size === 0 ? 'the target defines none' : `it defines ${[...known].join(', ')}`;
      const path = formatPath([field, i, 'environment']);
      refuse('INVALID', path, `There is no environment called ${environment}; ${names}.`);
    });
  };
  check(spectra, 'spectra');
  check(specification, 'specification');
  check(measures, 'measures');
}

function checkMeasure(measure: Measure, path: string, refuse: Refuse): void {
  if (measure.measure === 'integral') checkWeighting(measure, path, refuse);
  if (measure.measure === 'colour') checkColour(measure, path, refuse);
  const [from, to] = measureRangeNm(measure);
  if (from < to) return;
  const message = `There is nothing between ${from} and ${to} nm over which to measure; give the lower end first, inside what the weight covers.`;
  refuse('INVALID', `${path}.rangeNm`, message);
}

function checkWeighting({ weighting, value }: IntegralMeasure, path: string, refuse: Refuse): void {
  if (value > 1.5) {
    const message = `The mean is ${value}, more than all the light; give fractions (0.95), not percent (95).`;
    refuse('INVALID', `${path}.value`, message);
  }
  if (typeof weighting === 'string' || !('values' in weighting)) return;
  const { wavelengthsNm, values } = weighting;
  if (values.length !== wavelengthsNm.length) {
    const message = `There are ${wavelengthsNm.length} wavelengths but ${values.length} values.`;
    refuse('INVALID', `${path}.weighting.values`, message);
  }
  if (wavelengthsNm.some((wavelength, i) => i > 0 && wavelength <= wavelengthsNm[i - 1])) {
    refuse('INVALID', `${path}.weighting.wavelengthsNm`, 'The wavelengths of a weight must rise.');
  }
  if (values.every((weight) => weight === 0)) {
    refuse('INVALID', `${path}.weighting.values`, 'The weight is 0 everywhere.');
  }
}

function checkColour({ space, value }: ColourMeasure, path: string, refuse: Refuse): void {
  const wrong = {
    Lab: value[0] < 0 || value[0] > 100,
    LCh: value[0] < 0 || value[0] > 100 || value[1] < 0,
    xyY: value[0] <= 0 || value[1] <= 0 || value[0] + value[1] > 1 || value[2] < 0,
    XYZ: value.some((coordinate) => coordinate < 0),
  };
  if (!wrong[space]) return;
  const hint = space === 'xyY' ? '; x and y lie between 0 and 1, and Y of white is 100' : '';
  refuse('INVALID', `${path}.value`, `${value.join(', ')} is no colour in ${space}${hint}.`);
}

function checkRobust({ robust, specification = [] }: Target, refuse: Refuse): void {
  if (robust === undefined) return;
  const { thicknessRelative = 0, thicknessNm = 0, indexRelative = 0 } = robust;
  if (thicknessRelative === 0 && thicknessNm === 0 && indexRelative === 0) {
    const message = 'No error is given; name thicknessRelative, thicknessNm or indexRelative, or leave robust out.';
    refuse('INVALID', 'robust', message);
  }
  if (robust.objective === 'yield' && specification.length === 0) {
    refuse('INVALID', 'robust.objective', 'A yield counts what passes the specification, and the target has none.');
  }
}
