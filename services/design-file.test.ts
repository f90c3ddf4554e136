import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#core/documents/canonical-json.ts';
import { designHash } from '#core/documents/design-document.ts';
import { nameMaterials } from '#core/documents/named-materials.ts';
import { createCatalogue } from '#core/materials/catalogue.ts';
import { MOST_DESIGN_BYTES, parseDesignText, readDesignFile, sha256 } from '#services/design-file.ts';

const stack = { layers: [{ medium: { n: 2 }, thicknessNm: 1 }], substrate: { medium: { n: 1.5 } } };
const text = (value: unknown): string => JSON.stringify(value);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackwright-design-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('parseDesignText', () => {
  const kinds = (value: string, candidate?: number) => {
    const file = parseDesignText(value, 'x.json', candidate === undefined ? {} : { candidate });
    return [file.source.kind, file.stack.layers[0]?.thicknessNm, file.source.history.id];
  };
  const other = { ...stack, layers: [{ medium: { n: 2 }, thicknessNm: 7 }] };

  it('finds the stack in every shape', () => {
    expect(kinds(text(stack))).toEqual(['stack', 1, undefined]);
    expect(kinds(JSON.stringify(stack, undefined, 2))).toEqual(['stack', 1, undefined]);
    expect(kinds(text({ stack, merit: 1, spectra: [] }))).toEqual(['candidate', 1, undefined]);
    expect(kinds(text({ id: 'a', candidates: [{ stack }, { stack: other }] }))).toEqual(['answer', 1, 'a']);
    expect(kinds(text({ id: 'a', candidates: [{ stack }, { stack: other }] }), 2)).toEqual(['answer', 7, 'a']);
    expect(
      kinds(`\n${text({ id: 'a', candidates: [{ stack: other }] })}\r\n${text({ id: 'b', error: {} })}\nrubbish`),
    ).toEqual(['answer', 7, 'a']);
    expect(kinds(text({ id: 3, stack, illumination: { wavelengthsNm: [500] } }))).toEqual(['candidate', 1, 3]);
  });

  it.each([
    ['', /x\.json is empty; a design is a stack/],
    ['[1]', /This is a list; a design is/],
    ['"stack"', /This is "stack"; a design is/],
    ['{"a":1}', /holds no design/],
    ['{"layers":[]}', /stack\.substrate is missing/],
    [
      '{"stack":{"layers":[{"medium":"SiO2","thicknessNm":-3}],"substrate":{"medium":"SiO2"}}}',
      /stack\.layers\[0\]\.thicknessNm is -3/,
    ],
    ['{"candidates":[]}', /no candidates/],
    ['{"candidates":3}', /candidates is no list/],
    ['{"candidates":[{"stack":{}}]}', /candidates\[0\]\.stack\.layers is missing/],
    ['{"candidates":[null]}', /candidates\[0\] is no object/],
    ['{"id":"a","error":{"message":"No stack can do that."}}', /there is none: No stack can do that\./],
    ['{"format":"stackwright-design/9"}', /"stackwright-design\/9", and this program reads/],
    ['{"format":"stackwright-material"}', /document of the format "stackwright-material"/],
    ['{"format":"stackwright-design/1"}', /program is missing/],
    ['{"spectra":[{"quantity":"R"}],"stack":{"substrate":{"medium":"SiO2"}}}', /This is a target/],
    [
      '{"layers": [\n  {"medium": "SiO2" "thicknessNm": 3}]}',
      /""thicknessNm"" where "," or "}" should stand at line 2, column 21/,
    ],
  ])('says what is wrong with %s', (value, message) => {
    expect(() => parseDesignText(value, 'x.json')).toThrow(message);
    expect(() => parseDesignText(value, 'x.json')).toThrow(/^x\.json/);
  });

  it('knows which candidates there are', () => {
    expect(() => kinds(text({ candidates: [{ stack }] }), 2)).toThrow(/only candidate 1/);
    expect(() => kinds(text({ candidates: [{ stack }, { stack }] }), 3)).toThrow(/candidates 1 to 2/);
    expect(() => kinds(text(stack), 2)).toThrow(/single design/);
  });
});

describe('readDesignFile', () => {
  const write = (bytes: string | Uint8Array): string => {
    writeFileSync(join(folder, 'x.json'), bytes);
    return join(folder, 'x.json');
  };

  it('takes a byte order mark, and stdin', async () => {
    expect((await readDesignFile(write(`\ufeff${text(stack)}`))).stack.layers).toHaveLength(1);
    const stdin = Readable.from([text(stack).slice(0, 9), text(stack).slice(9)]);
    expect((await readDesignFile('-', { stdin })).stack.layers).toHaveLength(1);
  });

  it('names another encoding', async () => {
    await expect(readDesignFile(write(Buffer.from(`\ufeff${text(stack)}`, 'utf16le')))).rejects.toThrow(
      /in UTF-16; save it as UTF-8/,
    );
    await expect(readDesignFile(write(Buffer.from(text(stack), 'utf16le')))).rejects.toThrow(/in UTF-16/);
    await expect(readDesignFile(write(Buffer.from('{"name":"caf\u00e9"}', 'latin1')))).rejects.toThrow(
      /perhaps Latin-1/,
    );
  });

  it('refuses what is too large, a folder, and nothing', async () => {
    const path = write('');
    truncateSync(path, MOST_DESIGN_BYTES + 1);
    await expect(readDesignFile(path)).rejects.toMatchObject({ code: 'LIMIT' });
    await expect(readDesignFile(folder)).rejects.toMatchObject({ code: 'EISDIR', path: folder });
    await expect(readDesignFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the canonical form of a stack', () => {
  const catalogue = createCatalogue([]);

  it('is one text whatever the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: -0 }], a: 'ä"' })).toBe('{"a":"ä\\"","b":[1,{"c":0}]}');
    expect(canonicalJson({ a: 1e21, b: 1e-7, c: null })).toBe('{"a":1e+21,"b":1e-7,"c":null}');
  });

  it('is the same for stacks that mean the same, and another for others', () => {
    const hash = (value: Parameters<typeof designHash>[0]) => designHash(value, catalogue, sha256);
    const base = hash(stack);
    expect(hash({ ...stack, ambient: 'air', backLayers: [], materials: { unused: { n: 9 } } })).toBe(base);
    expect(hash({ ...stack, layers: [{ medium: { n: 2 }, thicknessNm: 1 + 1e-12 }] })).not.toBe(base);
    expect(hash({ ...stack, ambient: { n: 1 } })).not.toBe(base);
  });

  it('follows own names to their end and refuses those that lead nowhere', () => {
    const own = { ...stack, layers: [{ medium: 'A', thicknessNm: 1 }], materials: { A: 'B', B: { n: 2 } } };
    expect(nameMaterials(own, catalogue).stack.materials).toEqual({ A: { n: 2 } });
    const circle = { ...own, materials: { A: 'B', B: 'A' } };
    expect(() => nameMaterials(circle, catalogue)).toThrow(/refers to itself/);
  });
});
