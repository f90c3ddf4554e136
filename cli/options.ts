import { InvalidArgumentError } from 'commander';

/** A parser of an option's number, for commander: refuses what is no number or lies outside the bounds. */
export function numberOption(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high)) throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
    return value;
  };
}

/** The same for whole numbers. */
export function integerOption(low: number, high: number): (text: string) => number {
  const parse = numberOption(low, high);
  return (text) => {
    const value = parse(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    return value;
  };
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
