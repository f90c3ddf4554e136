import { describe, expect, it } from 'vitest';
import type { KeptCandidate } from '#core/documents/workbench-document.ts';
import { figure } from '#renderer/controls/number-text.ts';
import { neighbour, thicknessText, thicknessUnit, verificationLines } from './candidate-labels.ts';

const candidate: KeptCandidate = {
  id: 'a',
  stack: { layers: [], substrate: { medium: 'N-BK7' } },
  merit: 0.41,
  mae: 0.0041,
  maeBetween: 0.005,
  undersampled: true,
  pass: true,
  layers: 18,
  totalThicknessNm: 1620,
  sensitivityPerNm: 0.1,
  origin: 'mdn',
  surrogateMae: 0.02,
  provenance: { seed: 1, pack: 'reflector-20', refinedFromMerit: 3.2 },
  isPinned: false,
};

describe('figures of candidates', () => {
  it('have three digits', () => {
    expect([0.41234, 12.345, 0.000031, 0].map(figure)).toEqual(['0.412', '12.3', '3.1e-5', '0']);
    expect(thicknessUnit([1620.4])).toBe('nm');
    expect(thicknessUnit([1620.4, 12_345])).toBe('µm');
    expect([thicknessText(1620.4, 'nm'), thicknessText(1620.4, 'µm')]).toEqual(['1620', '1.620']);
  });

  it('come with what was checked', () => {
    const text = verificationLines(candidate, 21).join(' ');
    expect(text).toContain('all 21 points');
    expect(text).toContain('off by 2 %');
    expect(text).toContain('smaller step');
    expect(text).toContain('not measured');
  });

  it('are walked with the arrow keys', () => {
    expect(neighbour(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c');
    expect(neighbour(['a', 'b', 'c'], null, 1)).toBe('a');
    expect(neighbour(['a', 'b', 'c'], 'gone', -1)).toBe('c');
    expect(neighbour([], null, 1)).toBeUndefined();
  });
});
