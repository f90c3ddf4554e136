import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { type AxisRange, type PlotGeometry, pixelToX, zoomed } from './chart-types.ts';

const ZOOM_PER_PIXEL = 0.0015;
const PIXELS_A_LINE = 16;

interface NavigationInput {
  readonly geometry: PlotGeometry | null;
  readonly onHover: (x: number | null) => void;
  /** null: back to everything */
  readonly onRange: (range: AxisRange | null) => void;
}

/** Wheel zooms about the pointer, sideways or with Shift it pans; a drag pans; a double click shows everything. */
export function useNavigation(surface: RefObject<HTMLDivElement | null>, input: NavigationInput) {
  const latest = useRef(input);
  latest.current = input;
  const pan = useRef<{ pointerId: number; clientX: number; range: AxisRange } | null>(null);
  const isMounted = input.geometry !== null;

  useEffect(() => {
    const element = surface.current;
    if (element === null || !isMounted) return;
    const onWheel = (event: WheelEvent): void => {
      const { geometry, onRange } = latest.current;
      if (geometry === null) return;
      event.preventDefault();
      onRange(afterWheel(geometry, event, element.getBoundingClientRect().left));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [surface, isMounted]);

  const { geometry, onHover, onRange } = input;
  const end = (): void => {
    pan.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (geometry === null || event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pan.current = { pointerId: event.pointerId, clientX: event.clientX, range: geometry.x };
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (geometry === null) return;
      const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left;
      const isInside = pixel >= 0 && pixel <= geometry.width;
      onHover(isInside ? pixelToX(geometry, pixel) : null);
      const held = pan.current;
      if (held === null || held.pointerId !== event.pointerId) return;
      const [low, high] = held.range;
      const shift = ((held.clientX - event.clientX) / geometry.width) * (high - low);
      if (shift !== 0) onRange([low + shift, high + shift]);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onPointerLeave: () => onHover(null),
    onDoubleClick: () => onRange(null),
  };
}

function afterWheel(geometry: PlotGeometry, event: WheelEvent, left: number): AxisRange {
  const unit = event.deltaMode === 0 ? 1 : PIXELS_A_LINE;
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  const [low, high] = geometry.x;
  if (isSideways) {
    const shift = (((event.deltaX || event.deltaY) * unit) / geometry.width) * (high - low);
    return [low + shift, high + shift];
  }
  return zoomed(geometry.x, pixelToX(geometry, event.clientX - left), Math.exp(event.deltaY * unit * ZOOM_PER_PIXEL));
}
