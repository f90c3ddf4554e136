/** Where the eye stands, looking at the middle of the structure. */
export interface Orbit {
  /** round the vertical axis, radians; 0 looks along the depth */
  readonly azimuth: number;
  /** above the horizon, radians */
  readonly elevation: number;
  /** 1 shows the whole structure */
  readonly zoom: number;
}

export const START: Orbit = { azimuth: 0.55, elevation: 0.38, zoom: 1 };

const MOST_ELEVATION = 1.45;
const KEY_STEP = Math.PI / 24;
const ZOOM_STEP = 1.2;
const RADIANS_PER_PIXEL = 0.008;

export function turned(orbit: Orbit, azimuth: number, elevation: number): Orbit {
  const height = Math.min(MOST_ELEVATION, Math.max(-MOST_ELEVATION, orbit.elevation + elevation));
  return { ...orbit, azimuth: orbit.azimuth + azimuth, elevation: height };
}

export function zoomed(orbit: Orbit, factor: number): Orbit {
  return { ...orbit, zoom: Math.min(500, Math.max(0.3, orbit.zoom * factor)) };
}

export const dragged = (orbit: Orbit, dxPx: number, dyPx: number): Orbit =>
  turned(orbit, -dxPx * RADIANS_PER_PIXEL, dyPx * RADIANS_PER_PIXEL);

export const wheeled = (orbit: Orbit, deltaY: number): Orbit => zoomed(orbit, 1.0015 ** -deltaY);

/** What a key does to the view; null for a key that means nothing here. */
export function keyed(orbit: Orbit, key: string): Orbit | null {
  switch (key) {
    case 'ArrowLeft':
      return turned(orbit, -KEY_STEP, 0);
    case 'ArrowRight':
      return turned(orbit, KEY_STEP, 0);
    case 'ArrowUp':
      return turned(orbit, 0, KEY_STEP);
    case 'ArrowDown':
      return turned(orbit, 0, -KEY_STEP);
    case '+':
    case '=':
      return zoomed(orbit, ZOOM_STEP);
    case '-':
      return zoomed(orbit, 1 / ZOOM_STEP);
    case 'Home':
    case '0':
      return START;
    default:
      return null;
  }
}

/** A unit vector from the middle of the structure to the eye. */
export function direction({ azimuth, elevation }: Orbit): [number, number, number] {
  const flat = Math.cos(elevation);
  return [Math.sin(azimuth) * flat, Math.sin(elevation), Math.cos(azimuth) * flat];
}
