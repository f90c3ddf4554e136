/**
 * JSON for files that people open: one key a line, but a list of plain values on a line of its own, so that a spectrum
 * of 401 points is one line and not 401. Ends with a newline.
 */
export function readableJson(value: unknown): string {
  return `${lines(value, '')}\n`;
}

function lines(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry !== 'object' || entry === null)) return JSON.stringify(value);
    return `[\n${value.map((entry) => inner + lines(entry, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  if (members.every(([, member]) => typeof member !== 'object') && members.length <= 3) {
    return `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${JSON.stringify(member)}`).join(', ')} }`;
  }
  const text = members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${lines(member, inner)}`);
  return `{\n${text.join(',\n')}\n${indent}}`;
}
