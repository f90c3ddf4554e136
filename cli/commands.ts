import type { Command } from 'commander';

/** Adds one command, with its options and its action, to the program. */
export type Register = (program: Command) => void;

/**
 * Every command of the program, by the word a person types. Each loads its code only when it is asked for, so that
 * `stackwright --version` does not pay for the solver and `simulate` does not pay for the networks.
 */
export const COMMANDS: Record<string, () => Promise<Register>> = {
  design: async () => (await import('./commands/design.ts')).registerDesign,
  refine: async () => (await import('./commands/refine.ts')).registerRefine,
  simulate: async () => (await import('./commands/simulate.ts')).registerSimulate,
  materials: async () => (await import('./commands/materials.ts')).registerMaterials,
  models: async () => (await import('./commands/models.ts')).registerModels,
  export: async () => (await import('./commands/export.ts')).registerExport,
  serve: async () => (await import('./commands/serve.ts')).registerServe,
};
