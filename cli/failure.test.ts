import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, StackwrightError } from '#core/errors.ts';
import { exitCodeOf, sentenceOf } from './failure.ts';

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a refusal', () => {
  const refusal = new StackwrightError('INVALID', 'A thickness is a number.', { path: 'stack.layers[2].thicknessNm' });

  it('is one line with its place', () => {
    expect(sentenceOf(refusal)).toBe('A thickness is a number. (stack.layers[2].thicknessNm)');
    expect(sentenceOf(new StackwrightError('MODEL', 'The pack is damaged.'))).toBe('The pack is damaged.');
  });

  it.each<[ErrorCode, number]>([
    ['INVALID', 2],
    ['LIMIT', 2],
    ['UNKNOWN_MATERIAL', 2],
    ['OUT_OF_RANGE', 2],
    ['ABSORBING_AMBIENT', 2],
    ['UNDEFINED_QUANTITY', 2],
    ['BAD_DATA', 2],
    ['IMPOSSIBLE', 1],
    ['MODEL', 1],
  ])('%s ends with exit code %i', (code, exitCode) => {
    expect(exitCodeOf(new StackwrightError(code, 'x'))).toBe(exitCode);
  });
});

describe('other ends', () => {
  it('a file that is not there is a wrong request, named in plain words', () => {
    const error = thrown(() => readFileSync('/nowhere/target.json'));
    expect(exitCodeOf(error)).toBe(2);
    expect(sentenceOf(error)).toBe('/nowhere/target.json: no such file or folder');
  });

  it('a wrong option is a wrong request, help is none', () => {
    expect(exitCodeOf(new CommanderError(1, 'commander.unknownOption', 'x'))).toBe(2);
    expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', 'x'))).toBe(0);
  });

  it('cancelling is 130', () => {
    const error = thrown(() => AbortSignal.abort().throwIfAborted());
    expect(exitCodeOf(error)).toBe(130);
    expect(sentenceOf(error)).toBe('cancelled');
  });

  it('anything else is an internal error and says how to see more', () => {
    expect(exitCodeOf(new TypeError('x is undefined'))).toBe(1);
    expect(sentenceOf(new TypeError('x is undefined'))).toMatch(
      /^internal error: x is undefined .*STACKWRIGHT_DEBUG=1/,
    );
    expect(sentenceOf('a string')).toBe('internal error: a string');
  });
});
