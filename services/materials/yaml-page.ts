import { parse } from 'yaml';
import { StackwrightError } from '#core/errors.ts';
import { type PageContent, readRefractiveIndexPage } from '#core/materials/refractiveindex-page.ts';

/** The largest page of the database has 2.6 MB. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Plain data from YAML text that may come from anywhere: bounded in size, no aliases (which could expand without
 * bound), no custom tags, no repeated keys.
 * @throws StackwrightError LIMIT or BAD_DATA with the parser's reason and line
 */
export function parseYaml(text: string, where: string): unknown {
  if (text.length > MOST_BYTES) {
    throw new StackwrightError(
      'LIMIT',
      `${where} has ${text.length} characters, and at most ${MOST_BYTES} are read; split the file.`,
    );
  }
  try {
    return parse(text, { maxAliasCount: 0, schema: 'core', uniqueKeys: true, logLevel: 'error' });
  } catch (cause) {
    // a YAMLError, or a RangeError from nesting without end
    const reason = cause instanceof Error ? cause.message.split('\n')[0]?.replace(/:$/, '') : String(cause);
    throw new StackwrightError('BAD_DATA', `${where} is not readable as YAML (${reason}); correct the file.`, {
      cause,
    });
  }
}

/**
 * A page of refractiveindex.info from its YAML text.
 * @throws StackwrightError BAD_DATA or LIMIT with the reason why it is no material
 */
export function readPageText(text: string, where: string): PageContent {
  return readRefractiveIndexPage(parseYaml(text, where), where);
}
