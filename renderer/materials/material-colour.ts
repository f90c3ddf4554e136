import { familyOf, type MaterialFamily, materialBase } from './material-family.ts';

/** How a material is told apart where colour does not help: lines over its fill. */
export interface MaterialPattern {
  readonly kind: 'solid' | 'lines' | 'cross' | 'dots';
  readonly angleDeg: number;
  readonly spacingPx: number;
}

export interface MaterialColour {
  /** #rrggbb */
  readonly fill: string;
  /** black or white, whichever reads better on the fill */
  readonly ink: '#000000' | '#ffffff';
  readonly pattern: MaterialPattern;
}

interface Look {
  /** hues of the family, degrees, from … to */
  readonly hue: readonly [number, number];
  /** percent */
  readonly saturation: number;
  readonly lightness: readonly [number, number];
  readonly pattern: MaterialPattern;
}

const lines = (angleDeg: number): MaterialPattern => ({ kind: 'lines', angleDeg, spacingPx: 4 });
const SOLID: MaterialPattern = { kind: 'solid', angleDeg: 0, spacingPx: 0 };
const CROSS: MaterialPattern = { kind: 'cross', angleDeg: 45, spacingPx: 5 };
const DOTS: MaterialPattern = { kind: 'dots', angleDeg: 0, spacingPx: 4 };

const LOOKS: Readonly<Record<MaterialFamily, Look>> = {
  oxide: { hue: [190, 275], saturation: 55, lightness: [38, 68], pattern: lines(45) },
  fluoride: { hue: [95, 155], saturation: 42, lightness: [48, 70], pattern: DOTS },
  nitride: { hue: [300, 335], saturation: 42, lightness: [42, 64], pattern: lines(90) },
  carbide: { hue: [336, 350], saturation: 35, lightness: [36, 48], pattern: lines(90) },
  metal: { hue: [205, 235], saturation: 7, lightness: [42, 74], pattern: CROSS },
  semiconductor: { hue: [4, 28], saturation: 55, lightness: [34, 54], pattern: lines(135) },
  chalcogenide: { hue: [38, 60], saturation: 65, lightness: [44, 62], pattern: lines(0) },
  glass: { hue: [195, 215], saturation: 18, lightness: [66, 80], pattern: SOLID },
  crystal: { hue: [255, 285], saturation: 24, lightness: [62, 76], pattern: SOLID },
  polymer: { hue: [24, 40], saturation: 30, lightness: [52, 68], pattern: SOLID },
  halide: { hue: [66, 90], saturation: 34, lightness: [50, 66], pattern: DOTS },
  liquid: { hue: [185, 205], saturation: 40, lightness: [72, 80], pattern: SOLID },
  gas: { hue: [200, 210], saturation: 12, lightness: [86, 90], pattern: SOLID },
  other: { hue: [0, 20], saturation: 12, lightness: [34, 44], pattern: CROSS },
  named: { hue: [0, 359], saturation: 32, lightness: [42, 68], pattern: lines(20) },
};

/**
 * Materials that meet in one coating are told apart by lightness as well as hue, so that they stay apart for eyes that
 * see few colours: of a usual pair the high-index one is the dark one.
 */
const CHOSEN: Readonly<Record<string, readonly [string, MaterialPattern?]>> = {
  TiO2: ['#2b4c9b'],
  SiO2: ['#8fc4ea'],
  Ta2O5: ['#1d7f8c', lines(135)],
  Nb2O5: ['#6a3d9a', lines(90)],
  HfO2: ['#3fa796', lines(0)],
  ZrO2: ['#4a78c8', lines(135)],
  Al2O3: ['#c3d7f5', lines(0)],
  Y2O3: ['#7f9fd6', lines(90)],
  Sc2O3: ['#5cb8d6', lines(90)],
  ITO: ['#a79be0', CROSS],
  MgF2: ['#a9d18e'],
  YF3: ['#7fb069'],
  YbF3: ['#6f9e4f'],
  LaF3: ['#8cc152'],
  Si3N4: ['#b0479b'],
  AlN: ['#d98cc6'],
  TiN: ['#8a5a2b', lines(90)],
  Ag: ['#b9c0c7'],
  Al: ['#87919b'],
  Au: ['#d4a017', CROSS],
  Cu: ['#b56a3a', CROSS],
  Cr: ['#5c6670'],
  Ni: ['#737a70'],
  Ti: ['#6d6a75'],
  W: ['#4d5158'],
  Si: ['#a63d2f'],
  'a-Si': ['#c4573f', lines(150)],
  Ge: ['#5f2a2a', lines(120)],
  GaAs: ['#d0704f'],
  ZnS: ['#e0c04c'],
  ZnSe: ['#c99a1e', lines(30)],
  As2S3: ['#b8862b'],
  SiC: ['#7d3a52'],
  air: ['#e6eaee'],
  vacuum: ['#e6eaee'],
  // the names of textbooks and of coating formulae
  H: ['#44546a'],
  M: ['#7f8fa6', lines(110)],
  L: ['#c9d3df', DOTS],
};

/** Index of a name like "n2.35" or "n 2.35 + 0.1i". */
const CONSTANT_INDEX = /^n\s*=?\s*(\d+(?:\.\d+)?)/;

const known = new Map<string, MaterialColour>();

/**
 * The one colour of a material, everywhere in the window: hue by family, shade by name. Data sets of one material
 * ("SiO2/Malitson", "SiO2/Gao") share its hue and differ a little in lightness.
 *
 * @param id a catalogue id, a name of the stack's own, or "n 2.35" for constants
 * @param family the catalogue's family; guessed from the formula when absent
 */
export function materialColour(id: string, family?: string): MaterialColour {
  const key = `${family ?? ''}\n${id}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const colour = computeColour(id, family);
  known.set(key, colour);
  return colour;
}

function computeColour(id: string, family?: string): MaterialColour {
  const base = materialBase(id);
  const look = LOOKS[familyOf(id, family)];
  const [chosen, pattern] = Object.hasOwn(CHOSEN, base) ? CHOSEN[base] : [shadeOf(base, look)];
  const fill = base === id ? chosen : shifted(chosen, 10 * fraction(id) - 5);
  return { fill, ink: luminance(fill) > 0.2 ? '#000000' : '#ffffff', pattern: pattern ?? look.pattern };
}

function shadeOf(base: string, look: Look): string {
  const index = CONSTANT_INDEX.exec(base);
  if (index !== null) {
    // The higher the index, the darker, as with the chosen pairs.
    const share = Math.min(1, Math.max(0, (Number(index[1]) - 1) / 3));
    return hslToHex(215 - 40 * share + 20 * fraction(base), 24, 80 - 52 * share);
  }
  const [fromHue, toHue] = look.hue;
  const [fromLight, toLight] = look.lightness;
  const hue = fromHue + (toHue - fromHue) * fraction(base);
  const lightness = fromLight + (toLight - fromLight) * fraction(`${base}·`);
  return hslToHex(hue, look.saturation, lightness);
}

/** The colour made lighter (or darker, below zero) by so many percent. */
function shifted(hex: string, percent: number): string {
  const towards = percent > 0 ? 255 : 0;
  const share = Math.abs(percent) / 100;
  return toHex(channels(hex).map((value) => value + (towards - value) * share));
}

/** A number from 0 to 1 that a name always has: FNV-1a. */
function fraction(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  // the low bits of FNV are the well-mixed ones
  return ((hash ^ (hash >>> 15)) & 0xffff) / 0xffff;
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const l = lightness / 100;
  const a = (saturation / 100) * Math.min(l, 1 - l);
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return 255 * (l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return toHex([channel(0), channel(8), channel(4)]);
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function toHex(rgb: readonly number[]): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance of sRGB, 0 … 1 (WCAG 2). */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
