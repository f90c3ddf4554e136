// Builds models/materials/*.json from a folder of the refractiveindex.info database (public domain, CC0):
//   node scripts/build-catalogue.mjs <database-folder> [<output-folder>]
// What is taken, under which id, and which data set is the default is decided in catalogue-sources.json.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const SNAPSHOT = '2026-06-14';

/** Tables with more rows than this are thinned. */
const DENSE_ROWS = 1250;
/** Largest error that thinning may make in n, and in k where k is above 1e-3; below, k keeps 1 %. */
const THINNING_BOUND = 9e-6;

async function load(path) {
  const { module } = await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' });
  return module;
}

async function main(folder, out) {
  const { databasePages, pageName, readDatabasePage } = await load('services/materials/page-database.ts');
  const { parseMaterialDocument } = await load('core/materials/document.ts');
  const pages = new Map(databasePages(folder).map((page) => [pageName(page), page]));
  const sources = JSON.parse(readFileSync(join(root, 'scripts/catalogue-sources.json'), 'utf8'));
  const documents = sources.map((source) => {
    const variants = Object.entries(source.pages).map(([name, how]) => {
      const page = pages.get(name);
      if (!page) throw new Error(`${source.id}: the database has no page ${name}`);
      return variantOf(name, page, readDatabasePage(page), typeof how === 'string' ? { kind: how } : how);
    });
    return parseMaterialDocument(documentOf(source, [...(source.inline ?? []), ...variants]), source.id);
  });
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(out)) if (file.endsWith('.json')) rmSync(join(out, file));
  let bytes = 0;
  for (const document of documents) {
    const text = `${layOut(document)}\n`;
    bytes += text.length;
    writeFileSync(join(out, `${document.id}.json`), text);
  }
  const variants = documents.reduce((sum, document) => sum + document.variants.length, 0);
  console.log(`${documents.length} materials, ${variants} variants, ${(bytes / 1e6).toFixed(2)} MB`);
}

function documentOf(source, variants) {
  const aliases = Object.entries(source.aliases ?? {}).map(([alias, variant]) =>
    variant ? { alias, variant } : { alias },
  );
  return {
    format: 'stackwright-material',
    version: 1,
    id: source.id,
    name: source.name,
    family: source.family,
    ...(aliases.length > 0 && { aliases }),
    default: source.default,
    ...(source.why && { defaultReason: source.why }),
    variants,
  };
}

function variantOf(name, page, content, { kind, id = page.page, aliases }) {
  const thinned = thinnedDispersion(content.dispersion);
  return {
    id,
    ...(aliases && { aliases }),
    name: page.name.replace(/<[^<>]*>/g, ''),
    kind,
    dispersion: thinned.dispersion,
    ...(content.conditions && { conditions: content.conditions }),
    ...(content.comments && { comments: content.comments }),
    source: { text: content.references || `refractiveindex.info, ${name}`, doi: content.doi },
    origin: `refractiveindex.info ${name} (database of ${SNAPSHOT}, CC0)`,
    flags: [...content.flags, ...thinned.flags],
  };
}

function thinnedDispersion(dispersion) {
  if ('wavelengthsNm' in dispersion) return thinnedTable(dispersion);
  const n = 'wavelengthsNm' in dispersion.n ? thinnedTable(dispersion.n) : { dispersion: dispersion.n, flags: [] };
  const k = dispersion.k ? thinnedTable(dispersion.k) : { dispersion: undefined, flags: [] };
  return {
    dispersion: { n: n.dispersion, ...(k.dispersion && { k: k.dispersion }) },
    flags: [...n.flags, ...k.flags],
  };
}

/** Keeps the fewest rows, greedily, between which straight lines stay within the bound of every dropped row. */
function thinnedTable(table) {
  const x = table.wavelengthsNm;
  if (x.length <= DENSE_ROWS) return { dispersion: table, flags: [] };
  const columns = [table.n, table.k].filter(Boolean);
  const bounds = columns.map((column) =>
    column === table.k ? column.map((k) => Math.min(THINNING_BOUND, 0.01 * k)) : column.map(() => THINNING_BOUND),
  );
  const kept = [0];
  while (kept.at(-1) < x.length - 1) kept.push(farthest(x, columns, bounds, kept.at(-1)));
  const pick = (column) => kept.map((row) => column[row]);
  const note = `${x.length - kept.length} of ${x.length} rows were dropped that straight lines between the rest reproduce within 1e-5 in n, and in k within 1e-5 and 1 %.`;
  const thin = {
    ...table,
    wavelengthsNm: pick(x),
    ...(table.n && { n: pick(table.n) }),
    ...(table.k && { k: pick(table.k) }),
  };
  return { dispersion: thin, flags: [{ flag: 'thinned', note }] };
}

/** The last row that a straight line from `start` can reach: a cone of allowed slopes, narrowed row by row. */
function farthest(x, columns, bounds, start) {
  const low = columns.map(() => Number.NEGATIVE_INFINITY);
  const high = columns.map(() => Number.POSITIVE_INFINITY);
  let reached = start + 1;
  for (let row = start + 1; row < x.length; row++) {
    const width = x[row] - x[start];
    const fits = columns.every((y, c) => {
      const slope = (y[row] - y[start]) / width;
      return slope >= low[c] && slope <= high[c];
    });
    if (fits) reached = row;
    let isOpen = true;
    columns.forEach((y, c) => {
      low[c] = Math.max(low[c], (y[row] - bounds[c][row] - y[start]) / width);
      high[c] = Math.min(high[c], (y[row] + bounds[c][row] - y[start]) / width);
      if (low[c] > high[c]) isOpen = false;
    });
    if (!isOpen) break;
  }
  return reached;
}

/** Indented JSON with arrays of numbers on one line. */
function layOut(value, indent = '') {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => inner + layOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return items.length === 0 ? open + close : `${open}\n${items.join(',\n')}\n${indent}${close}`;
}

const [folder, out = join(root, 'models/materials')] = process.argv.slice(2);
if (!folder) {
  console.error('Give the folder of a refractiveindex.info database: node scripts/build-catalogue.mjs <folder>');
  process.exitCode = 2;
} else {
  await main(resolve(folder), resolve(out));
}
