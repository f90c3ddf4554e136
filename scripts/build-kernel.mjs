/**
 * `npm run build:kernel`: compiles core/optics/kernel/assembly/ (AssemblyScript) to WebAssembly and writes it into
 * core/optics/kernel/kernel.generated.ts, which is committed, so that nothing but this needs the compiler.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = 'core/optics/kernel/assembly/index.ts';
const GENERATED = 'core/optics/kernel/kernel.generated.ts';

const OPTIONS = [
  '--outFile',
  'kernel.wasm',
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
];
/** v128 between functions of the module itself; nothing of the kind is exported */
const QUIET = ['--disableWarning', '112'];

/** The module and the text of the generated file. */
export async function buildKernel() {
  const { main } = await import('assemblyscript/asc');
  let bytes;
  const { error, stderr } = await main([SOURCE, '--baseDir', ROOT, ...OPTIONS, ...QUIET], {
    writeFile: (_, contents) => {
      bytes = contents;
    },
  });
  if (error !== null) throw new Error(`${stderr.toString()}${error.message}`);
  const text = [
    `// Written by \`npm run build:kernel\` from ${SOURCE}; do not edit.`,
    `export const KERNEL_BASE64 =`,
    `  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
  return { bytes, text };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { bytes, text } = await buildKernel();
  writeFileSync(join(ROOT, GENERATED), text);
  console.log(`${GENERATED}: ${bytes.length} bytes of WebAssembly`);
}
