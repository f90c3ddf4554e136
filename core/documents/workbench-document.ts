import { z } from 'zod';
import { Stack } from '#core/optics/stack.ts';
import { Wish } from '#core/targets/target-rows.ts';
import { parseOrThrow } from '#core/validation.ts';

export const WORKBENCH_FORMAT = 'stackwright-workbench/1';

/**
 * A candidate as a document keeps it. Its figures are what the solver found when it was verified; the window computes
 * the spectra anew, since they follow from the stack.
 */
export const KeptCandidate = z.strictObject({
  id: z.string().min(1).max(64),
  stack: Stack,
  merit: z.number(),
  /** where the target has penalties, errors or measures: see `Candidate` */
  penalised: z.number().optional(),
  robust: z
    .strictObject({ expectedMerit: z.number(), yield: z.number().nullable(), samples: z.int().min(0) })
    .optional(),
  measures: z.array(z.record(z.string(), z.json())).optional(),
  mae: z.number().nullable(),
  maeBetween: z.number().nullable(),
  undersampled: z.boolean().nullable(),
  pass: z.boolean(),
  layers: z.int().min(0),
  totalThicknessNm: z.number().min(0),
  sensitivityPerNm: z.number(),
  origin: z.string().max(64),
  surrogateMae: z.number().optional(),
  /** as the design engine wrote it: seed, pack and its hash, the first proposal */
  provenance: z.record(z.string(), z.json()),
  isPinned: z.boolean(),
});
export type KeptCandidate = z.infer<typeof KeptCandidate>;

/** The design in hand: what the Layers panel edits. */
export const DesignInHand = z.strictObject({
  stack: Stack,
  /** locked front layers keep their thickness in refinement; as long as `stack.layers` */
  locked: z.array(z.boolean()),
  /** the candidate it was taken from; absent for one that the person built */
  fromCandidate: z.string().max(64).optional(),
});
export type DesignInHand = z.infer<typeof DesignInHand>;

/** Everything that a person's work consists of: one JSON file. */
export const WorkbenchDocument = z.strictObject({
  format: z.literal(WORKBENCH_FORMAT),
  /** version of the program that wrote it */
  program: z.string().max(64),
  name: z.string().max(200),
  wish: Wish,
  candidates: z.array(KeptCandidate).max(500),
  design: DesignInHand.nullable(),
  run: z.strictObject({
    seed: z.int().min(0),
    budgetSeconds: z.number().min(0.05).max(86_400),
    candidates: z.int().min(1).max(48),
  }),
});
export type WorkbenchDocument = z.infer<typeof WorkbenchDocument>;

/** @throws StackwrightError INVALID or LIMIT with the place in the document */
export function parseWorkbenchDocument(value: unknown): WorkbenchDocument {
  return parseOrThrow(WorkbenchDocument, value);
}
