import { CommanderError } from 'commander';
import { type ErrorCode, StackwrightError } from '#core/errors.ts';

/** What the exit codes of the program mean. */
export const EXIT = { done: 0, failed: 1, wrongRequest: 2, cancelled: 130 } as const;

/** The request was understood, but the job could not be done. Every other refusal means that the request was wrong. */
const JOB_FAILURES: readonly ErrorCode[] = ['IMPOSSIBLE', 'MODEL'];

/** Failures of the file system that mean: the person named a file that cannot be used. */
const FILE_FAULTS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is not a folder',
};

const fileFault = (error: unknown) => {
  const { code, path } = error as NodeJS.ErrnoException;
  const fault = code === undefined ? undefined : FILE_FAULTS[code];
  return fault === undefined || path === undefined ? undefined : `${path}: ${fault}`;
};

/** The exit code for an error that ended the program. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongRequest;
  if (error instanceof StackwrightError) return JOB_FAILURES.includes(error.code) ? EXIT.failed : EXIT.wrongRequest;
  if (error instanceof Error && error.name === 'AbortError') return EXIT.cancelled;
  if (error instanceof Error && fileFault(error) !== undefined) return EXIT.wrongRequest;
  return EXIT.failed;
}

/** One line for a person: what was wrong and where, without a stack trace. */
export function sentenceOf(error: unknown): string {
  if (error instanceof StackwrightError)
    return error.path === undefined ? error.message : `${error.message} (${error.path})`;
  if (!(error instanceof Error)) return `internal error: ${String(error)}`;
  if (error.name === 'AbortError') return 'cancelled';
  return fileFault(error) ?? `internal error: ${error.message} (STACKWRIGHT_DEBUG=1 shows where)`;
}

/** A failure that is this program's fault, on stderr, with its trace. */
export function reportFault(error: unknown, line: number): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`stackwright: line ${line}: ${trace}\n`);
}
