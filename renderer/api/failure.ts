import { ORPCError } from '@orpc/client';
import { StackwrightError } from '#core/errors.ts';
import type { RunFailure } from '#renderer/state/run-store.ts';
import { EngineLost } from './engine-client.ts';

/** Any error of a call as the window shows it. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof StackwrightError || error instanceof EngineLost) {
    const path = 'path' in error ? error.path : undefined;
    return { code: error.code, message: error.message, ...(path === undefined ? {} : { path }) };
  }
  if (error instanceof ORPCError) {
    const data = (error.data ?? {}) as { code?: string; message?: string; path?: string };
    const { code = error.code, message = error.message, path } = data;
    return { code, message, ...(path === undefined ? {} : { path }) };
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
