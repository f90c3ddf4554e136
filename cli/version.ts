import packageJson from '../package.json' with { type: 'json' };

/** The program's version, as every file that it writes says. */
export const PROGRAM_VERSION: string = packageJson.version;

export const PROGRAM_DESCRIPTION: string = packageJson.description;
