import type { Knot, TargetRow } from '#core/targets/target-rows.ts';
import { type PlotGeometry, pixelToX, pixelToY, xToPixel, yToPixel } from '#renderer/charts/chart-types.ts';
import { roundStepUp, snapped, toResolution } from '#renderer/charts/drawing/snapping.ts';
import type { Spot } from '#renderer/charts/drawing/stroke.ts';
import type { ValueScale } from '#renderer/state/view-store.ts';
import { gapNmOf } from './row-curve.ts';
import { fractionOf, fractionShown, possibleValue, quantityOf, shownValue } from './value-scale.ts';

/** Between a row's knots and places on the chart, as it stands now. */
export interface ChartFrame {
  readonly spotOf: (knot: Knot) => Spot;
  /** free: as exact as the pointer; else at round wavelengths and values */
  readonly knotAt: (spot: Spot, isFree: boolean) => Knot;
  /** the nearest value that light can have */
  readonly clamp: (value: number) => number;
  /** how close two knots may come, nm */
  readonly gapNm: number;
  /** true where two values are the same to the eye */
  readonly isOn: (a: number, b: number) => boolean;
}

const SNAP_PX = 3;
const JOIN_PX = 7;
/** a vacuum wavelength that a target may name, nm */
const WAVELENGTHS_NM = [1, 1e7] as const;

export function chartFrame(geometry: PlotGeometry, row: TargetRow, scale: ValueScale): ChartFrame {
  const { quantity } = row;
  const nmPerPx = (geometry.x[1] - geometry.x[0]) / geometry.width;
  const valuePerPx = (geometry.y[1] - geometry.y[0]) / geometry.height;
  const heightOf = (value: number): number => yToPixel(geometry, shownValue(fractionOf(value, quantity), scale));
  const clamp = (value: number): number => possibleValue(value, quantity);
  const round = (value: number, perPixel: number, isFree: boolean): number =>
    isFree ? toResolution(value, perPixel) : snapped(value, roundStepUp(SNAP_PX * perPixel));
  return {
    spotOf: ([wavelength, value]) => ({ x: xToPixel(geometry, wavelength), y: heightOf(value) }),
    knotAt: ({ x, y }, isFree) => {
      const wavelength = round(pixelToX(geometry, x), nmPerPx, isFree);
      const shown = round(pixelToY(geometry, y), valuePerPx, isFree);
      const value = clamp(quantityOf(fractionShown(shown, scale), quantity));
      return [Math.min(Math.max(wavelength, WAVELENGTHS_NM[0]), WAVELENGTHS_NM[1]), Number(value.toPrecision(12))];
    },
    clamp,
    gapNm: gapNmOf(row.shape),
    isOn: (a, b) => Math.abs(heightOf(a) - heightOf(b)) <= JOIN_PX,
  };
}
