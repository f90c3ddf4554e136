#!/usr/bin/env node
// The `stackwright` command: what runs is out/cli.js, built first where it is absent or out of date.
import { ensureBuilt } from './ensure-built.mjs';

try {
  await ensureBuilt();
} catch (error) {
  process.stderr.write(`stackwright: the build failed: ${error.message}\n`);
  process.exit(1);
}
await import(new URL('../out/cli.js', import.meta.url).href);
