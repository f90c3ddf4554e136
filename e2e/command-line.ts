import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './hosts.ts';

interface Spectra {
  readonly R: readonly number[];
  readonly T: readonly number[];
  readonly A: readonly number[];
}

interface ExportedDesign {
  readonly stack: { readonly materials?: Readonly<Record<string, unknown>> };
  readonly materials: readonly { readonly name: string; readonly catalogueId?: string }[];
}

/**
 * What the command line says of an exported design at these wavelengths. The export carries n and k on its own grid;
 * between its points the catalogue's data count, to which the same document refers by their ids.
 */
export function simulateExport(json: string, wavelengthsNm: readonly number[]): Spectra {
  const design = JSON.parse(json) as ExportedDesign;
  const ids = new Map(design.materials.map(({ name, catalogueId }) => [name, catalogueId]));
  const own = Object.entries(design.stack.materials ?? {}).flatMap(([name, data]): [string, unknown][] => {
    const id = ids.get(name);
    return id === undefined ? [[name, data]] : id === name ? [] : [[name, id]];
  });
  const stack = { ...design.stack, materials: Object.fromEntries(own) };
  const input = `${JSON.stringify({ stack, illumination: { wavelengthsNm } })}\n`;
  const output = execFileSync(process.execPath, [join(ROOT, 'out/cli.js'), 'simulate'], { input, encoding: 'utf8' });
  return JSON.parse(output) as Spectra;
}
