import { StackwrightError } from '#core/errors.ts';

/** A place in a text as an editor counts it, from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * The value of a JSON text. Its own errors, because what the engine says of a fault differs from version to version and
 * does not always say where.
 * @param where named in the message, such as the file
 * @throws StackwrightError INVALID with line and column
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = findFault(text);
    const { line, column } = placeOf(text, fault.at);
    throw new StackwrightError(
      'INVALID',
      `${where} is not valid JSON: ${fault.message} at line ${line}, column ${column}.`,
      { path: `line ${line}`, cause: error },
    );
  }
}

export function placeOf(text: string, at: number): TextPlace {
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

interface Fault {
  readonly at: number;
  readonly message: string;
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Where a text that JSON.parse refuses stops being JSON, and what stands there instead of what. */
export function findFault(text: string): Fault {
  return new Scanner(text).fault();
}

/** Walks over a JSON text without building it: brackets on a list of its own, so that deep nesting is no danger. */
class Scanner {
  private at = 0;
  private readonly closers: ('}' | ']')[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  fault(): Fault {
    let expects: 'value' | 'key' | 'next' = 'value';
    let mayClose = false;
    for (;;) {
      this.skipBlanks();
      const character = this.text[this.at];
      const closer = this.closers.at(-1);
      if (expects === 'next' && closer === undefined) return this.found('the end of the text');
      if (mayClose && character === closer && closer !== undefined) {
        this.close();
        expects = 'next';
      } else if (expects === 'next') {
        if (character !== ',') return this.found(`"," or "${closer}"`);
        this.at++;
        expects = closer === '}' ? 'key' : 'value';
        mayClose = false;
        continue;
      } else if (expects === 'key') {
        if (!this.takeString()) return this.badToken('a key in double quotes');
        this.skipBlanks();
        if (this.text[this.at] !== ':') return this.found('":"');
        this.at++;
        expects = 'value';
        mayClose = false;
        continue;
      } else if (character === '{' || character === '[') {
        this.closers.push(character === '{' ? '}' : ']');
        this.at++;
        expects = character === '{' ? 'key' : 'value';
        mayClose = true;
        continue;
      } else if (this.takeString() || this.take(NUMBER) || this.take(WORD)) expects = 'next';
      else return this.badToken('a value');
      mayClose = this.closers.length > 0;
    }
  }

  private close(): void {
    this.closers.pop();
    this.at++;
  }

  private skipBlanks(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private takeString(): boolean {
    if (this.text[this.at] !== '"') return false;
    for (let i = this.at + 1; i < this.text.length && this.text.charCodeAt(i) >= 0x20; i++) {
      if (this.text[i] === '\\') {
        ESCAPE.lastIndex = i;
        const escaped = ESCAPE.exec(this.text);
        if (escaped === null) return false;
        i += escaped[0].length - 1;
      } else if (this.text[i] === '"') {
        this.at = i + 1;
        return true;
      }
    }
    return false;
  }

  private take(token: RegExp): boolean {
    token.lastIndex = this.at;
    const match = token.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match !== null;
  }

  private badToken(expected: string): Fault {
    if (this.text[this.at] === '"')
      return {
        at: this.at,
        message: 'a text in quotes that does not end, or holds a bare line break or a wrong escape',
      };
    if (this.text[this.at] === "'") return { at: this.at, message: `single quotes where JSON wants double ones` };
    if (/\/[/*]/y.test(this.text.slice(this.at, this.at + 2)))
      return { at: this.at, message: 'a comment, which JSON has not' };
    return this.found(expected);
  }

  private found(expected: string): Fault {
    const rest = this.text.slice(this.at, this.at + 20).match(/^[^\s,:{}[\]]+|^\S/)?.[0];
    return {
      at: this.at,
      message:
        rest === undefined
          ? `the text ends where ${expected} should stand`
          : `"${rest}" where ${expected} should stand`,
    };
  }
}
