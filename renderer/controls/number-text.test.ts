import { describe, expect, it } from 'vitest';
import { formatNumber, numberFault, parseNumber, stepOf, stepped } from './number-text.ts';

describe('typed numbers', () => {
  it('are read as a person writes them', () => {
    expect(parseNumber('0,5')).toBe(0.5);
    expect(parseNumber('1 000')).toBe(1000);
    expect(parseNumber('1,234.5')).toBe(1234.5);
    expect(parseNumber('−20')).toBe(-20);
    expect(parseNumber('1e3')).toBe(1000);
    expect(parseNumber('99 %')).toBe(99);
    expect(parseNumber('')).toBeNaN();
    expect(parseNumber('ten')).toBeNaN();
  });

  it('are refused with a sentence', () => {
    expect(numberFault('ten', {})).toBe('Type a number.');
    expect(numberFault('2.5', { isInteger: true })).toBe('Type a whole number.');
    expect(numberFault('101', { min: 0, max: 100, unit: '%' })).toBe('Between 0 and 100 %.');
    expect(numberFault('-1', { min: 0, unit: 'nm' })).toBe('At least 0 nm.');
    expect(numberFault('50', { min: 0, max: 100 })).toBeNull();
  });

  it('step by ten with Shift and a tenth with Alt, without binary dust, inside the range', () => {
    const keys = { shiftKey: false, altKey: false };
    expect(stepOf(1, { ...keys, shiftKey: true })).toBe(10);
    expect(stepOf(1, { ...keys, altKey: true })).toBe(0.1);
    expect(stepOf(1, { ...keys, altKey: true }, true)).toBe(1);
    expect(stepped(0.1, 0.2, {})).toBe(0.3);
    expect(stepped(99, 10, { max: 100 })).toBe(100);
    expect(formatNumber(1234567)).toBe('1234600');
  });
});
