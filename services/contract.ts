import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { Candidate } from '#core/design/candidate.ts';
import type { DesignEvent } from '#core/design/pipeline.ts';
import type { DesignSetup } from '#core/design/setup.ts';
import { DesignHistory } from '#core/documents/design-document.ts';
import { WorkbenchDocument } from '#core/documents/workbench-document.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { MaterialDocument } from '#core/materials/document.ts';
import { Illumination, Stack } from '#core/optics/stack.ts';
import { Target } from '#core/targets/target.ts';

/**
 * What the engine can do for a window: the one contract of all hosts. Input is validated here and nowhere else; a
 * request that core refuses comes back as REFUSED with core's own sentence.
 */

/** Largest text of a file that a window may hand over, characters. */
export const MOST_FILE_CHARACTERS = 16 * 1024 * 1024;

/** Why core refused: what a person can act on. `path` is the place in the request or the file. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: string;
}

const procedure = oc.errors({
  REFUSED: { data: type<Refusal>() },
  /** a fault of the program; its trace is on the engine's stderr */
  INTERNAL: { data: type<{ readonly message: string }>() },
});
const writing = procedure.errors({
  /** another process holds the data: the sentence says which */
  READ_ONLY: { data: type<{ readonly message: string }>() },
});

const FileText = z.strictObject({ name: z.string().max(1000), text: z.string().max(MOST_FILE_CHARACTERS) });

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'browser';
  /** where the person's own files lie */
  readonly dataFolder: string;
}

/** A material as a list shows it. */
export interface MaterialSummary {
  /** "SiO2/Malitson" */
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly kind: string;
  readonly rangeNm: readonly [number, number];
  readonly source: string;
  readonly isDefault: boolean;
}

export interface ModelSummary {
  readonly id: string;
  readonly version: string;
  readonly description: string;
}

export interface OpenDocument {
  /** null on the very first start */
  readonly document: WorkbenchDocument | null;
  /** grows with every save; a save names the revision that it was made from */
  readonly revision: number;
  /** set when another program holds the same data: nothing is saved then, and this says who */
  readonly readOnlyReason: string | null;
  /** set when the file was damaged: what was opened in its place, and where the damaged one lies */
  readonly notice: string | null;
}

/** A verified candidate on its way to a window, which computes the spectra itself: they follow from the stack. */
export type FoundCandidate = Omit<Candidate, 'spectra'>;

type WithFound<E> = E extends { readonly candidates: readonly Candidate[] }
  ? Omit<E, 'candidates'> & { readonly candidates: readonly FoundCandidate[] }
  : E;
export type RunEvent = DesignSetup | WithFound<DesignEvent>;

/** What a file turned out to hold. */
export type OpenedFile =
  | { readonly kind: 'document'; readonly document: WorkbenchDocument }
  | { readonly kind: 'target'; readonly target: Target; readonly notes: readonly string[] }
  | { readonly kind: 'design'; readonly stack: Stack };

export const DesignRun = z.strictObject({
  /** the window's own name for this run, by which it can be stopped */
  run: z.string().min(1).max(64),
  target: Target,
  seed: z.int().min(0),
  candidates: z.int().min(1).max(48),
  budgetSeconds: z.number().min(0.05).max(86_400),
});

export const RefineRun = z.strictObject({
  target: Target,
  stack: Stack,
  needle: z.boolean(),
  cleanNm: z.number().min(0).max(1e9),
  seed: z.int().min(0),
});

export const ExportRequest = z.strictObject({
  stack: Stack,
  name: z.string().max(200),
  format: z.enum(['json', 'csv', 'spectrum-csv']),
  /** light and grid of the spectra in the export, and grid of the n,k that a JSON carries; absent: a usual one */
  illumination: Illumination.optional(),
  /** what is known of the design: origin, merit, provenance */
  history: DesignHistory.optional(),
});

export const Settings = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** the panels' arrangement, as the window's layout library serialises it */
  layout: z.json().nullable(),
});
export type Settings = z.infer<typeof Settings>;

export const contract = {
  app: { info: procedure.output(type<AppInfo>()) },
  materials: {
    list: procedure.output(type<readonly MaterialSummary[]>()),
    /** whole documents, so that the window can compute with them: those of the ids, or all */
    documents: procedure
      .input(z.strictObject({ ids: z.array(z.string().max(200)).max(1000).optional() }))
      .output(type<readonly MaterialDocument[]>()),
  },
  models: { list: procedure.output(type<readonly ModelSummary[]>()) },
  files: {
    /** reads a file's text as whatever it is: a workbench document, a target (JSON or table), a design */
    open: procedure.input(FileText).output(type<OpenedFile>()),
    export: procedure.input(ExportRequest).output(type<{ fileName: string; mediaType: string; text: string }>()),
  },
  design: {
    /** streams until its last event, `done`; aborting the call ends the search and the stream at once */
    run: procedure.input(DesignRun).output(eventIterator(type<RunEvent>())),
    /** ends a run early: its stream brings `done`, with the best so far. False if there is no such run any more. */
    stop: procedure.input(z.strictObject({ run: z.string().max(64) })).output(type<{ readonly stopped: boolean }>()),
    refine: procedure.input(RefineRun).output(type<readonly FoundCandidate[]>()),
  },
  document: {
    load: procedure.output(type<OpenDocument>()),
    /**
     * Written whole or not at all, and on disk when the answer comes. `writer` is a window's own name: what another
     * window has saved since is not overwritten, while an answer that was lost on the way does no harm.
     */
    save: writing
      .errors({ CONFLICT: { data: type<{ readonly message: string; readonly revision: number }>() } })
      .input(
        z.strictObject({
          document: WorkbenchDocument,
          revision: z.int().min(0),
          writer: z.string().min(1).max(64),
        }),
      )
      .output(type<{ readonly revision: number }>()),
  },
  settings: { load: procedure.output(type<Settings>()), save: writing.input(Settings).output(type<null>()) },
};
