import { describe, expect, it } from 'vitest';
import { targetOfWish } from '#core/targets/target-rows.ts';
import { emptyRow, freeId, PRESETS, wishOfPreset } from './presets.ts';
import { lightText, shapeText, valueText, wishText } from './row-labels.ts';

describe('presets', () => {
  it.each(PRESETS.map((preset) => [preset.name, preset] as const))('%s is a complete target', (_, preset) => {
    const target = targetOfWish(wishOfPreset(preset, { substrate: { medium: 'N-BK7' } }), preset.name);
    expect(target.spectra.length).toBe(preset.rows.length);
    expect(target.stack.materials).toBeDefined();
  });

  it('keep the part that the person has', () => {
    const part = { substrate: { medium: 'FusedSilica', thicknessNm: 5e5 }, ambient: 'H2O', maxLayers: 3 };
    const { rules } = wishOfPreset(PRESETS[0], part);
    expect(rules).toMatchObject({ substrate: part.substrate, ambient: 'H2O', maxLayers: 20 });
  });

  it('number new rows without repeating an id', () => {
    const rows = [{ ...emptyRow([]), id: 'row-2' }];
    expect(freeId(rows)).toBe('row-3');
    expect(freeId([])).toBe('row-1');
  });
});

describe('labels of target rows', () => {
  const row = wishOfPreset(PRESETS[0], { substrate: { medium: 'N-BK7' } }).rows[0];

  it('say value, range and light', () => {
    expect(shapeText(row.quantity, row.shape)).toBe('100 %, 500–600 nm');
    expect(wishText({ ...row, kind: 'atLeast' })).toBe('R ≥');
    expect(lightText({ ...row, angleDeg: 45, polarization: 's' })).toBe('45° s');
    expect(lightText({ ...row, direction: 'reverse' })).toBe('0° from the back');
  });

  it('say when nothing is drawn', () => {
    expect(shapeText('R', { kind: 'lines', pieces: [], stepNm: 5 })).toBe('nothing drawn yet');
  });

  it('show a span of values once', () => {
    const shape = { kind: 'points' as const, wavelengthsNm: [400, 500], values: [0.1, 0.9] };
    expect(shapeText('T', shape)).toBe('10–90 %, 400–500 nm');
    expect(shapeText('OD', { ...shape, values: [1, 3] })).toBe('OD 1–3, 400–500 nm');
    expect(valueText('RdB', -20)).toBe('−20 dB');
  });
});
