import { describe, expect, it } from 'vitest';
import { admittanceLocus } from '#core/optics/admittance/admittance-locus.ts';
import { WaveEvaluator } from '#core/optics/amplitudes/wave-evaluator.ts';
import type { WaveSetup } from '#core/optics/amplitudes/wave-tables.ts';
import type { LayerSequence, MediumTable } from '#core/optics/types.ts';

const LAMBDA = 550;
const constant = (n: number, k = 0): MediumTable => ({ n: Float64Array.of(n), k: Float64Array.of(k) });
const pile = (media: readonly number[], thicknessNm: readonly number[]): LayerSequence => ({
  count: media.length,
  media: Int32Array.from(media),
  thicknessNm: Float64Array.from(thicknessNm),
});
const NOTHING = pile([], []);
const plain: WaveSetup = {
  wavelengthsNm: Float64Array.of(LAMBDA),
  angleDeg: 0,
  polarization: 's',
  direction: 'forward',
  order: 0,
  ambient: constant(1),
  layerMedia: [constant(1.38), constant(2.35), constant(0.13, 3.4)],
  substrate: constant(1.52),
};
const quarter = (n: number): number => LAMBDA / (4 * n);
const end = (admittance: Float64Array): [number, number] => [admittance.at(-2) ?? 0, admittance.at(-1) ?? 0];

describe('the admittance diagram', () => {
  it('a quarter wave turns Y into η²/Y, a half wave leaves it', () => {
    const arcs = admittanceLocus(plain, pile([0, 1], [quarter(1.38), quarter(2.35)]), NOTHING, 0, 33);
    expect(arcs.map(({ row }) => row)).toEqual([1, 0]); // from the substrate
    expect([...arcs[0].admittance.subarray(0, 2)]).toEqual([expect.closeTo(1.52, 14), expect.closeTo(0, 14)]);
    const afterHigh = 2.35 ** 2 / 1.52;
    expect(end(arcs[0].admittance)).toEqual([expect.closeTo(afterHigh, 12), expect.closeTo(0, 12)]);
    expect(end(arcs[1].admittance)).toEqual([expect.closeTo(1.38 ** 2 / afterHigh, 12), expect.closeTo(0, 12)]);
    const half = admittanceLocus(plain, pile([1], [2 * quarter(2.35)]), NOTHING, 0, 5);
    expect(end(half[0].admittance)).toEqual([expect.closeTo(1.52, 12), expect.closeTo(0, 12)]);
  });

  it.each(['s', 'p'] as const)(
    'in %s light clear layers run on circles about the real axis, clockwise or not as one',
    (p) => {
      const setup: WaveSetup = { ...plain, polarization: p, angleDeg: 50 };
      const arcs = admittanceLocus(setup, pile([0, 1, 0], [70, 41, 130]), NOTHING, 0, 25);
      for (const { admittance, circle } of arcs) {
        expect(circle).toBeDefined();
        for (let i = 0; i < 25; i++) {
          const distance = Math.hypot(admittance[2 * i] - (circle?.centre ?? 0), admittance[2 * i + 1]);
          expect(distance).toBeCloseTo(circle?.radius ?? 0, 12);
        }
      }
      for (const [a, b] of [
        [arcs[0], arcs[1]],
        [arcs[1], arcs[2]],
      ]) {
        const [re, im] = end(a.admittance);
        expect([...b.admittance.subarray(0, 2)]).toEqual([expect.closeTo(re, 12), expect.closeTo(im, 12)]);
      }
    },
  );

  it.each(['s', 'p'] as const)('its end gives r of the stack in %s light', (polarization) => {
    const setup: WaveSetup = { ...plain, polarization, angleDeg: 50 };
    const front = pile([0, 2, 1], [70, 12, 130]);
    const arcs = admittanceLocus(setup, front, NOTHING, 0, 3);
    const [re, im] = end(arcs[2].admittance);
    const cos = Math.cos((50 * Math.PI) / 180);
    const eta0 = polarization === 's' ? cos : 1 / cos;
    const sign = polarization === 's' ? 1 : -1;
    const square = (eta0 + re) ** 2 + im * im;
    const { r } = new WaveEvaluator(setup).amplitudes(front, NOTHING);
    expect(r[0]).toBeCloseTo((sign * ((eta0 - re) * (eta0 + re) - im * im)) / square, 12);
    expect(r[1]).toBeCloseTo((sign * (-2 * eta0 * im)) / square, 12);
  });

  it('a thick metal draws Y to its own N', () => {
    const [{ admittance, circle }] = admittanceLocus(plain, pile([2], [600]), NOTHING, 0, 9);
    expect(end(admittance)).toEqual([expect.closeTo(0.13, 12), expect.closeTo(3.4, 12)]);
    expect(circle).toBeUndefined();
  });

  it('fewer than two points are refused', () => {
    expect(() => admittanceLocus(plain, NOTHING, NOTHING, 0, 1)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});
