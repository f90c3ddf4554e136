import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TOOLS_HOME, tool } from '../scripts/ci-tools.mjs';
import { cruise } from '../scripts/depcruise.mjs';

// A small tree with the repository's own settings: what the checks say there, they would say here.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SETTINGS = ['biome.json', 'package.json', 'tsconfig.base.json', 'scripts/lint', 'core/platform.d.ts'];
const ROOMS = ['core', 'services', 'cli'];
const SEEDED = [...ROOMS, 'electron', 'renderer', 'training'];

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'stackwright-rooms-'));
  for (const path of SETTINGS) cpSync(join(ROOT, path), join(tree, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

beforeEach(() => {
  for (const room of SEEDED) rmSync(join(tree, room), { recursive: true, force: true });
  for (const room of ROOMS) {
    cpSync(join(ROOT, room, 'tsconfig.json'), join(tree, room, 'tsconfig.json'));
  }
  cpSync(join(ROOT, 'core/platform.d.ts'), join(tree, 'core/platform.d.ts'));
  write('core/good.ts', "import { z } from 'zod';\n\nexport const Good = z.string();\n");
  write('services/good.ts', "import { Good } from '#core/good.ts';\n\nexport const good = Good.parse('');\n");
  write(
    'cli/good.ts',
    "import { existsSync } from 'node:fs';\nimport { good } from '#services/good.ts';\n\nexport const better = good + existsSync('');\n",
  );
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function run(tool: 'biome' | 'tsc', args: string[]): { failed: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', tool), args, {
    cwd: tree,
    encoding: 'utf8',
  });
  return { failed: status !== 0, output: stdout + stderr };
}

const lint = (): { failed: boolean; output: string } => run('biome', ['lint', '.']);
const compile = (): { failed: boolean; output: string } => run('tsc', ['-b', ...ROOMS]);

describe('the checks accept what the rooms allow', () => {
  it('compiler, linter and dependency check are all content', () => {
    expect(compile()).toEqual({ failed: false, output: '' });
    expect(lint().failed).toBe(false);
    const { modules, errors } = cruise(tree);
    expect(errors).toEqual([]);
    expect(modules).toBeGreaterThanOrEqual(3);
  });
});

describe('the compiler refuses', () => {
  it('Node, the window, the process and the console in core', () => {
    write('core/bad-node.ts', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n");
    write('core/bad-window.ts', 'export const x = window.innerWidth;\n');
    write('core/bad-process.ts', 'export const x = process.argv;\n');
    write('core/bad-console.ts', "console.log('x');\nexport const x = 1;\n");
    const { failed, output } = compile();
    expect(failed).toBe(true);
    for (const host of ['node', 'window', 'process', 'console']) expect(output).toContain(`core/bad-${host}.ts`);
  });

  it('an unchecked index in services, while core may index freely', () => {
    write('core/indexed.ts', 'export const first = (xs: readonly number[]): number => xs[0];\n');
    expect(compile().failed).toBe(false);
    write('services/bad.ts', 'export const first = (xs: readonly number[]): number => xs[0];\n');
    const { failed, output } = compile();
    expect(failed).toBe(true);
    expect(output).toContain('services/bad.ts');
  });
});

/** Breaks of the rules: in which file, importing what, and the rule of the dependency check that must name it. */
const FORBIDDEN = [
  ['core/bad-node.ts', 'node:fs', 'core-imports'],
  ['core/bad-package.ts', 'yaml', 'core-imports'],
  ['core/bad-room.ts', '#services/good.ts', 'core-imports'],
  ['core/deep/er/bad-path.ts', '../../../services/good.ts', 'core-imports'],
  ['services/bad-room.ts', '#cli/good.ts', 'services-imports'],
  ['services/deep/bad-path.ts', '../../cli/good.ts', 'services-imports'],
  ['cli/bad-room.ts', '#electron/good.ts', 'cli-imports'],
  ['electron/bad-room.ts', '#cli/good.ts', 'electron-imports'],
  ['renderer/bad-service.ts', '#services/good.ts', 'renderer-imports'],
  ['renderer/bad-node.ts', 'node:fs', 'renderer-imports'],
] as const;

function seedForbidden(): void {
  write('electron/good.ts', 'export const window = 1;\n');
  for (const [from, to] of FORBIDDEN) write(from, `import * as seeded from '${to}';\n\nexport const x = seeded;\n`);
}

it('the dependency check refuses each forbidden import, by its rule', () => {
  seedForbidden();
  const { errors } = cruise(tree);
  for (const [from, , rule] of FORBIDDEN) {
    expect(errors.filter((line) => line.startsWith(`${rule}: ${from} → `))).toHaveLength(1);
  }
});

it('the linter refuses each forbidden import', () => {
  seedForbidden();
  const { failed, output } = lint();
  expect(failed).toBe(true);
  for (const [from] of FORBIDDEN) expect(output).toMatch(new RegExp(`${from}.*noRestrictedImports`));
});

it('the dependency check refuses a circle through types alone, and an import of training by the product', () => {
  write('core/a.ts', "import type { B } from './b.ts';\n\nexport type A = B | 1;\n");
  write('core/b.ts', "import type { A } from './a.ts';\n\nexport type B = A[];\n");
  write('training/tool.ts', 'export const tool = 1;\n');
  write('services/bad.ts', "import * as seeded from '../training/tool.ts';\n\nexport const x = seeded;\n");
  const { errors } = cruise(tree);
  expect(errors.some((line) => line.startsWith('no-cycles: '))).toBe(true);
  expect(errors).toContain('nothing-imports-tools: services/bad.ts → training/tool.ts');
});

it('a file and a package that nobody uses are reported', () => {
  write('cli/main.ts', "import { better } from './good.ts';\n\nprocess.stdout.write(better);\n");
  write('core/left-over.ts', 'export const leftOver = 1;\n');
  const args = ['--config', join(TOOLS_HOME, 'knip.json'), '--no-progress', '--no-config-hints'];
  const { status, stdout } = spawnSync(tool('knip'), args, { cwd: tree, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/Unused files \(1\)\s+core\/left-over\.ts/);
  expect(stdout).toMatch(/Unused dependencies[\s\S]*commander/);
});

describe('the determinism rule', () => {
  const UNSAFE = [
    'Math.sin(1)',
    'Math.exp(1)',
    'Math.log10(2)',
    'Math.pow(2, 0.5)',
    'Math.hypot(1, 2)',
    'Math.cbrt(2)',
  ];
  const OTHER = ['Math.random()', 'Date.now()', "Math['sin'](1)", '2 ** 0.5'];

  it('refuses each of them in core', () => {
    const expressions = [...UNSAFE, ...OTHER];
    expressions.forEach((expression, i) => {
      write(`core/bad-${i}.ts`, `export const x = ${expression};\n`);
    });
    const { failed, output } = lint();
    expect(failed).toBe(true);
    expect(expressions.filter((_, i) => !new RegExp(`core/bad-${i}\\.ts\\S* plugin`).test(output))).toEqual([]);
  });

  it('refuses **= and a renamed Math', () => {
    write('core/bad.ts', 'const M = Math;\nlet x = 2;\nx **= 0.5;\nexport const y = x + M.sin(1);\n');
    expect(lint().output.match(/core\/bad\.ts\S* plugin/g)).toHaveLength(2);
  });

  it('accepts what every engine computes alike, and the readable reference', () => {
    write('core/fine.ts', 'export const x = Math.sqrt(2) + Math.abs(-1) + Math.floor(1.5) + Math.PI + Math.LN2;\n');
    write('core/optics/reference/fine.ts', 'export const x = Math.sin(1) + 2 ** 0.5;\n');
    expect(lint().failed).toBe(false);
  });
});
