import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFault, parseJson, placeOf } from '#services/json-text.ts';

const messageOf = (text: string): string => {
  try {
    parseJson(text, 'x.json');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('parseJson', () => {
  it.each([
    ['{"a":1,}', 'x.json is not valid JSON: "}" where a key in double quotes should stand at line 1, column 8.'],
    ['{\n  "a": 1\n  "b": 2}', 'x.json is not valid JSON: ""b"" where "," or "}" should stand at line 3, column 3.'],
    ["{'a':1}", 'x.json is not valid JSON: single quotes where JSON wants double ones at line 1, column 2.'],
    ['[1, 2', 'x.json is not valid JSON: the text ends where "," or "]" should stand at line 1, column 6.'],
    ['', 'x.json is not valid JSON: the text ends where a value should stand at line 1, column 1.'],
    ['{"a":NaN}', 'x.json is not valid JSON: "NaN" where a value should stand at line 1, column 6.'],
    ['{} {}', 'x.json is not valid JSON: "{" where the end of the text should stand at line 1, column 4.'],
    ['// hi', 'x.json is not valid JSON: a comment, which JSON has not at line 1, column 1.'],
    [
      '"abc',
      'x.json is not valid JSON: a text in quotes that does not end, or holds a bare line break or a wrong escape at line 1, column 1.',
    ],
  ])('says where %j goes wrong', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('counts lines of every kind', () => {
    expect(placeOf('a\r\nb\rc\nd', 7)).toEqual({ line: 4, column: 1 });
  });

  it('finds the fault of every damaged text at or after the damage', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('}', ']', ',', ':', '"', 'x', '{'), (value, at, wrong) => {
        const good = JSON.stringify(value);
        const cut = at % (good.length + 1);
        const text = good.slice(0, cut) + wrong + good.slice(cut);
        let isBad = false;
        try {
          JSON.parse(text);
        } catch {
          isBad = true;
        }
        if (!isBad) return;
        const fault = findFault(text);
        expect(fault.at).toBeLessThanOrEqual(text.length);
        // what stands before the fault can still be finished: cutting there and asking again gives "the text ends"
        expect(findFault(text.slice(0, fault.at)).at).toBe(text.slice(0, fault.at).length);
      }),
    );
  });
});
