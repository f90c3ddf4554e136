import type { z } from 'zod';
import { type ErrorCode, StackwrightError } from '#core/errors.ts';

type Key = string | number;
type Issue = z.core.$ZodIssue;

/**
 * The message of a schema bound that is a documented limit, not a law of nature:
 * `z.number().max(LIMITS.thicknessNm, BEYOND_LIMIT)`. Beyond it the error is `LIMIT`. The maximum length of an array is
 * always a limit and needs no mark.
 */
export const BEYOND_LIMIT = 'beyond a documented limit';

/** A place in a request as people read it: `stack.layers[2].thicknessNm`, `stack.materials["my glass"].n`. */
export function formatPath(keys: readonly PropertyKey[], prefix = ''): string {
  let path = prefix;
  for (const key of keys) {
    if (typeof key === 'number') path += `[${key}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(String(key))) path += path === '' ? String(key) : `.${String(key)}`;
    else path += `[${JSON.stringify(String(key))}]`;
  }
  return path;
}

/**
 * The value in the schema's type, or the first thing wrong with it as one sentence with its place.
 * @param prefix place of `value` in the enclosing request, '' if it is the request itself
 * @throws StackwrightError INVALID, or LIMIT where a documented limit is exceeded
 */
export function parseOrThrow<S extends z.ZodType>(schema: S, value: unknown, prefix = ''): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues as Issue[], value, prefix);
}

function invalid(issues: readonly Issue[], root: unknown, prefix: string): StackwrightError {
  const { issue, keys } = mostUseful(issues, root, []);
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = formatPath(unknownKey === undefined ? keys : [...keys, unknownKey], prefix);
  const value = valueAt(root, keys);
  return new StackwrightError(errorCode(issue), `${path === '' ? 'The request' : path} ${complaint(issue, value)}.`, {
    ...(path === '' ? {} : { path }),
  });
}

/** The one issue to report, unions opened, with its full path from the root. */
function mostUseful(issues: readonly Issue[], root: unknown, above: readonly Key[]): { issue: Issue; keys: Key[] } {
  const first = chooseIssue(issues, root, above);
  const keys = [...above, ...(first.path as Key[])];
  if (first.code !== 'invalid_union' || first.errors.length === 0) return { issue: first, keys };
  // A branch that refuses the very kind of the value (a string where it wants an object) says nothing useful.
  const branches = flattenUnion(first.errors as Issue[][]).filter((branch) => !refusesKind(branch));
  if (branches.length === 0) return { issue: first, keys };
  const nearest = branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return mostUseful(nearest, root, keys);
}

function flattenUnion(branches: readonly Issue[][]): Issue[][] {
  return branches.flatMap((branch) => {
    const only = branch.length === 1 ? branch[0] : undefined;
    const nested = only?.code === 'invalid_union' && only.path.length === 0 && only.errors.length > 0;
    return nested ? flattenUnion(only.errors as Issue[][]) : [branch];
  });
}

const refusesKind = (branch: readonly Issue[]): boolean =>
  branch.some((issue) => issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value'));

/** An over-long list before its contents; a misspelt key before the key that it leaves missing; else the first. */
function chooseIssue(issues: readonly Issue[], root: unknown, above: readonly Key[]): Issue {
  const first = issues[0];
  if (first === undefined) throw new Error('a failed validation without an issue');
  const tooLong = issues.find((issue) => issue.code === 'too_big' && issue.origin === 'array');
  if (tooLong !== undefined) return tooLong;
  const isOfKind = first.code === 'invalid_type' || first.code === 'invalid_value';
  const isMissing = isOfKind && valueAt(root, [...above, ...(first.path as Key[])]) === undefined;
  const parent = formatPath(first.path.slice(0, -1));
  const misspelt = isMissing
    ? issues.find((issue) => issue.code === 'unrecognized_keys' && formatPath(issue.path) === parent)
    : undefined;
  return misspelt ?? first;
}

function valueAt(root: unknown, keys: readonly Key[]): unknown {
  let value = root;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<Key, unknown>)[key];
  }
  return value;
}

function errorCode(issue: Issue): ErrorCode {
  if (issue.code === 'too_big' && issue.origin === 'array') return 'LIMIT';
  return issue.message === BEYOND_LIMIT ? 'LIMIT' : 'INVALID';
}

/** The rest of the sentence that begins with the path. */
function complaint(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return `is missing; give ${article(issue.expected)}`;
      return `is ${show(value)}; it must be ${article(issue.expected)}`;
    case 'unrecognized_keys':
      return 'is not a key known here; remove it or correct its spelling';
    case 'too_small':
      if (issue.origin !== 'number') return sizeComplaint(value, issue.origin, `at least ${issue.minimum}`);
      return `is ${show(value)}; it must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin !== 'number') return sizeComplaint(value, issue.origin, `at most ${issue.maximum}`);
      return `is ${show(value)}; it must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'invalid_value': {
      const options = issue.values.map((option) => JSON.stringify(option)).join(' or ');
      return value === undefined ? `is missing; give ${options}` : `is ${show(value)}; it must be ${options}`;
    }
    case 'invalid_union':
      return `is ${show(value)}; it must be ${expectedKinds(issue.errors as Issue[][])}`;
    default:
      return issue.code === 'custom' ? issue.message : `is ${show(value)}: ${issue.message}`;
  }
}

function sizeComplaint(value: unknown, origin: string, bound: string): string {
  const length = typeof value === 'string' ? value.length : Object.keys(value ?? {}).length;
  const unit = origin === 'string' ? 'characters' : 'entries';
  return length === 0 ? `is empty; give ${bound}` : `has ${length} ${unit}; it must have ${bound}`;
}

function expectedKinds(branches: readonly Issue[][]): string {
  const kinds = flattenUnion(branches).flatMap((branch) =>
    branch.flatMap((issue) =>
      issue.code === 'invalid_type' && issue.path.length === 0 ? [article(issue.expected)] : [],
    ),
  );
  return kinds.length === 0 ? 'of another form' : [...new Set(kinds)].join(' or ');
}

function article(expected: string): string {
  const words: Record<string, string> = {
    number: 'a finite number',
    int: 'a whole number',
    string: 'a text',
    array: 'a list',
    object: 'an object',
    record: 'an object',
    boolean: 'true or false',
  };
  return words[expected] ?? expected;
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
