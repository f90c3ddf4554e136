import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import type { Register } from '../cli/commands.ts';
import { exitCodeOf, sentenceOf } from '../cli/failure.ts';

/** Runs one command in this process as the program would; its streams are mocked until `vi.restoreAllMocks()`. */
export async function runCommand(
  register: Register,
  ...words: string[]
): Promise<{ out: string; err: string; code: number }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  const program = new Command('stackwright').exitOverride();
  register(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) err += sentenceOf(error);
    return { out, err, code: exitCodeOf(error) };
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { out, err, code };
}
