/**
 * What is bundled into out/: one self-standing file for each place where a process or a worker starts.
 * The key is the file's name in out/ (`out/cli.js`), the value its source.
 */
export const ENTRIES = {
  cli: 'cli/main.ts',
  engine: 'services/engine/engine-main.ts',
  'search-worker': 'services/search/search-worker.ts',
  'inference-worker': 'services/inference/inference-worker.ts',
  'generate-data': 'training/generate-data.ts',
};
