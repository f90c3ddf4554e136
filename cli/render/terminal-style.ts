/** What the terminal can show. */
export interface TerminalStyle {
  /** characters on a line */
  readonly columns: number;
  /** nothing beyond ASCII */
  readonly ascii: boolean;
  readonly color: boolean;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const DEFAULT_COLUMNS = 72;
const MOST_COLUMNS = 120;

/**
 * The style for an output: colour on a terminal without NO_COLOR, ASCII where it is asked for or where the locale is not
 * UTF-8. An environment without any locale (a container, Windows) counts as UTF-8: it nearly always is.
 */
export function terminalStyle(
  options: { readonly ascii?: boolean } = {},
  output: Output = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): TerminalStyle {
  const isTerminal = output.isTTY === true;
  const noColor = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  return {
    columns: Math.min(isTerminal ? (output.columns ?? DEFAULT_COLUMNS) : DEFAULT_COLUMNS, MOST_COLUMNS),
    ascii: options.ascii === true || !isUtf8(env),
    color: isTerminal && !noColor && env.TERM !== 'dumb',
  };
}

/** By the first of the variables that is set, in the order in which the C library asks them. */
function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
export type Paint = keyof typeof CODES;

/** The text in a colour, where there is colour. */
export function painted(text: string, paint: Paint | undefined, { color }: TerminalStyle): string {
  return color && paint !== undefined ? `\x1b[${CODES[paint]}m${text}\x1b[0m` : text;
}

/** Text from a file, made harmless for a terminal: control characters could move the cursor or run its commands. */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}/gu, '\ufffd');
}

const ASCII_FOR: Readonly<Record<string, string>> = {
  µ: 'u',
  '°': ' deg',
  '·': '*',
  '–': '-',
  '…': '...',
  '−': '-',
  '≥': '>=',
  '≤': '<=',
  λ: 'lambda',
  '₀': '0',
  '\ufffd': '?',
};

/** The text in ASCII where the style asks for it: known signs spelt out, others replaced by "?". */
export function inStyle(text: string, { ascii }: TerminalStyle): string {
  return ascii ? text.replace(/[^\n\x20-\x7e]/gu, (sign) => ASCII_FOR[sign] ?? '?') : text;
}
