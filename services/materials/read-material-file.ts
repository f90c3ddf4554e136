import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { StackwrightError } from '#core/errors.ts';
import { type MaterialDocument, type MaterialVariant, parseMaterialDocument } from '#core/materials/document.ts';
import { readNkBlocks } from '#core/materials/nk-columns.ts';
import type { SpectralUnit } from '#core/materials/spectral-unit.ts';
import { decodeText, readNumberBlocks } from '#services/materials/number-blocks.ts';
import { readPageText } from '#services/materials/yaml-page.ts';

const MOST_BYTES = 32 * 1024 * 1024;

/** What a file holds: a whole document, or one data set that still wants an id. */
export type MaterialFile =
  | { readonly format: 'document'; readonly document: MaterialDocument }
  | {
      readonly format: 'page' | 'table';
      readonly data: Omit<MaterialVariant, 'id' | 'aliases' | 'kind'>;
    };

/**
 * Reads a material from a file of any known format: a document of this program (JSON), a page of refractiveindex.info
 * (YAML), or a text table of wavelength, n and k. The content decides, not the name.
 *
 * @param options.unit of a table's first column, where the person has said so
 * @throws StackwrightError BAD_DATA or LIMIT with the reason
 */
export async function readMaterialFile(path: string, options: { unit?: SpectralUnit } = {}): Promise<MaterialFile> {
  const about = await stat(path);
  if (about.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR', path });
  const { size } = about;
  if (size > MOST_BYTES) {
    throw new StackwrightError(
      'LIMIT',
      `${path} has ${size} bytes, and at most ${MOST_BYTES} are read; split the file.`,
    );
  }
  const text = decodeText(await readFile(path), path);
  const name = basename(path);
  const origin = `imported from ${name}`;
  if (/^\s*\{/.test(text)) return { format: 'document', document: parseMaterialDocument(parseJson(text, path), path) };
  if (/^DATA\s*:/m.test(text)) {
    const { dispersion, flags, references, doi, comments, conditions } = readPageText(text, name);
    return {
      format: 'page',
      data: {
        name,
        dispersion,
        ...(conditions && { conditions }),
        ...(comments && { comments: comments.slice(0, 4000) }),
        source: { text: references.slice(0, 4000) || `The file ${name}, which names no source.`, doi },
        origin,
        flags,
      },
    };
  }
  const { dispersion, flags } = readNkBlocks(readNumberBlocks(text, name), name, options.unit);
  const source = { text: `The file ${name}, which names no source.`, doi: null };
  return { format: 'table', data: { name, dispersion, source, origin, flags } };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StackwrightError('BAD_DATA', `${where} cannot be read as JSON (${reason}); correct the file.`, { cause });
  }
}
