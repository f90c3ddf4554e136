import type { ErrorCode } from '#core/errors.ts';
import { formatPath } from '#core/validation.ts';
import type { Target } from './target.ts';

/** Ends the check with an error at a place of the target. */
export type Refuse = (code: ErrorCode, path: string, message: string) => never;

/** The rules between the fields of environments, penalties and robustness, and of all that refers to them. */
export function checkTerms(target: Target, refuse: Refuse): void {
  checkEnvironments(target, refuse);
  checkRobust(target, refuse);
}

function checkEnvironments({ environments = [], spectra, specification = [] }: Target, refuse: Refuse): void {
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
