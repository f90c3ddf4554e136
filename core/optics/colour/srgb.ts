import type { Triple } from '#core/optics/colour/tristimulus.ts';
import { realPower } from '#core/optics/inverse-functions.ts';

type Matrix = readonly [Triple, Triple, Triple];

/** X, Y, Z (white Y = 1) from linear R, G, B: the primaries of ITU-R BT.709 and the white (0.3127, 0.3290). */
const XYZ_OF_RGB: Matrix = [
  [0.41239079926595934, 0.35758433938387796, 0.1804807884018343],
  [0.2126390058715103, 0.7151686787677559, 0.07219231536073371],
  [0.01933081871559182, 0.11919477979462595, 0.9505321522496606],
];
const RGB_OF_XYZ: Matrix = [
  [3.240969941904522, -1.537383177570094, -0.49861076029300344],
  [-0.9692436362808798, 1.8759675015077206, 0.04155505740717563],
  [0.05563007969699364, -0.20397695888897655, 1.0569715142428786],
];
/** Bradford's cone responses (ICC.1:2010, annex E). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];
const BRADFORD_INVERSE: Matrix = [
  [0.9869929054667123, -0.1470542564209901, 0.15996265166373122],
  [0.43230526972339445, 0.5183602715367774, 0.04929122821285559],
  [-0.00852866457517733, 0.04004282165408486, 0.96848669578755],
];
const DISPLAY_WHITE: Triple = times(XYZ_OF_RGB, [1, 1, 1]);
/** Linear components may leave 0 … 1 by so much through rounding. */
const GAMUT_SLACK = 1e-6;

function times(matrix: Matrix, [x, y, z]: Triple): Triple {
  const row = ([a, b, c]: Triple): number => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** From one white to another, by Bradford's cone responses; X, Y, Z of `from` become those of `to`. */
function adapt(xyz: Triple, from: Triple, to: Triple): Triple {
  const cones = times(BRADFORD, xyz);
  const source = times(BRADFORD, from);
  const goal = times(BRADFORD, to);
  return times(BRADFORD_INVERSE, [
    (cones[0] * goal[0]) / source[0],
    (cones[1] * goal[1]) / source[1],
    (cones[2] * goal[2]) / source[2],
  ]);
}

/** A colour on a display. */
export interface DisplayColour {
  /** encoded components, 0 … 1, cut off where the colour lies outside the gamut */
  readonly rgb: Triple;
  readonly inGamut: boolean;
}

/**
 * sRGB of a colour seen under `white`, which becomes the display's white (Bradford adaptation; none to speak of under D65
 * and 2°), so that the perfect diffuser is (1, 1, 1).
 * @see IEC 61966-2-1:1999
 */
export function srgbOf(xyz: Triple, white: Triple): DisplayColour {
  const linear = times(RGB_OF_XYZ, adapt(xyz, white, DISPLAY_WHITE));
  const inGamut = linear.every((value) => value >= -GAMUT_SLACK && value <= 1 + GAMUT_SLACK);
  return { rgb: [encode(linear[0]), encode(linear[1]), encode(linear[2])], inGamut };
}

/** X, Y, Z under `white` of an sRGB colour. */
export function xyzOfSrgb(rgb: Triple, white: Triple): Triple {
  return adapt(times(XYZ_OF_RGB, [decode(rgb[0]), decode(rgb[1]), decode(rgb[2])]), DISPLAY_WHITE, white);
}

function encode(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return value <= 0.0031308 ? 12.92 * value : 1.055 * realPower(value, 1 / 2.4) - 0.055;
}

const decode = (value: number): number => (value <= 0.04045 ? value / 12.92 : realPower((value + 0.055) / 1.055, 2.4));
