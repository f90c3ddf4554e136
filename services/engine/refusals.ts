import { ORPCError, ValidationError } from '@orpc/server';
import type { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import { parseOrThrow } from '#core/validation.ts';
import type { Refusal } from '#services/contract.ts';
import { ReadOnlyData, SaveConflict } from './document-store.ts';

/**
 * Any error as the contract declares it. What the person cannot act on is written to stderr with its causes.
 * @param doing which call it was, for the log
 */
export function contractError(error: unknown, doing: string): ORPCError<string, unknown> {
  if (error instanceof StackwrightError) return refusal(error);
  if (error instanceof ReadOnlyData) return declared('READ_ONLY', error, { message: error.message });
  if (error instanceof SaveConflict) {
    return declared('CONFLICT', error, { message: error.message, revision: error.revision });
  }
  if (error instanceof ORPCError && error.defined) return error;
  process.stderr.write(`stackwright: ${doing}: ${traceOf(error)}\n`);
  const message = error instanceof Error ? error.message : String(error);
  return declared('INTERNAL', error, { message });
}

/** A request that the contract's schema does not take, in core's words and with the place. */
export function badRequest(error: unknown, schema: unknown, input: unknown): unknown {
  const isRefused = error instanceof ORPCError && error.cause instanceof ValidationError;
  if (!isRefused || schema === undefined) return error;
  try {
    parseOrThrow(schema as z.ZodType, input);
  } catch (fault) {
    return fault;
  }
  return error;
}

function refusal(error: StackwrightError): ORPCError<string, Refusal> {
  const { code, message, path } = error;
  return declared('REFUSED', error, { code, message, ...(path === undefined ? {} : { path }) });
}

function declared<D extends { readonly message: string }>(code: string, cause: unknown, data: D): ORPCError<string, D> {
  return new ORPCError(code, { defined: true, status: 422, message: data.message, data, cause });
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  because of ${traceOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
