import type { Knot } from '#core/targets/target-rows.ts';

/** A drawn curve: pieces that are not joined to one another, each ascending in wavelength, in ascending order. */
export type Pieces = readonly (readonly Knot[])[];

/** One knot of a curve. */
export interface KnotPlace {
  readonly piece: number;
  readonly index: number;
}

type Piece = readonly Knot[];

const firstNm = (piece: Piece): number => piece[0][0];
const lastNm = (piece: Piece): number => piece[piece.length - 1][0];
const inOrder = (pieces: Pieces): Knot[][] =>
  pieces.map((piece) => [...piece]).sort((a, b) => a[0][0] - b[0][0] || lastNm(a) - lastNm(b));

/** The piece's value on the lines through its knots; undefined outside it. */
function valueInPiece(piece: Piece, wavelengthNm: number): number | undefined {
  if (wavelengthNm < firstNm(piece) || wavelengthNm > lastNm(piece)) return undefined;
  const after = piece.findIndex((knot) => knot[0] >= wavelengthNm);
  const to = piece[after];
  if (to[0] === wavelengthNm) return to[1];
  const from = piece[after - 1];
  return from[1] + ((to[1] - from[1]) * (wavelengthNm - from[0])) / (to[0] - from[0]);
}

/** The curve's value; undefined where nothing is drawn. */
export function valueAt(pieces: Pieces, wavelengthNm: number): number | undefined {
  for (const piece of pieces) {
    const value = valueInPiece(piece, wavelengthNm);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Takes everything between two wavelengths away; what is left ends exactly there. */
export function eraseInterval(pieces: Pieces, fromNm: number, toNm: number): Knot[][] {
  return pieces.flatMap((piece) => {
    if (lastNm(piece) < fromNm || firstNm(piece) > toNm) return [[...piece]];
    const left = piece.filter(([wavelength]) => wavelength < fromNm);
    const right = piece.filter(([wavelength]) => wavelength > toNm);
    const [atFrom, atTo] = [valueInPiece(piece, fromNm), valueInPiece(piece, toNm)];
    if (left.length > 0 && atFrom !== undefined) left.push([fromNm, atFrom]);
    if (right.length > 0 && atTo !== undefined) right.unshift([toNm, atTo]);
    return [left, right].filter((part) => part.length > 0);
  });
}

/**
 * Draws a stroke over the curve: it replaces what it crosses. Where its end lies on the curve, as `isOn` judges two
 * values, the two become one piece; elsewhere the old curve keeps `gapNm` away, so that no wavelength has two wishes.
 * @param stroke ascending, at least one knot
 */
export function drawOver(
  pieces: Pieces,
  stroke: readonly Knot[],
  gapNm: number,
  isOn: (a: number, b: number) => boolean,
): Knot[][] {
  const [first, last] = [stroke[0], stroke[stroke.length - 1]];
  if (first[0] === last[0]) return insertKnot(pieces, last).pieces;
  const meets = ([wavelength, value]: Knot): boolean => {
    const there = valueAt(pieces, wavelength);
    return there !== undefined && isOn(there, value);
  };
  const [joinsLeft, joinsRight] = [meets(first), meets(last)];
  const rest = eraseInterval(pieces, first[0] - (joinsLeft ? 0 : gapNm), last[0] + (joinsRight ? 0 : gapNm));
  const left = joinsLeft ? rest.find((piece) => lastNm(piece) === first[0]) : undefined;
  const right = joinsRight ? rest.find((piece) => firstNm(piece) === last[0]) : undefined;
  const joined: Knot[] = [...(left?.slice(0, -1) ?? []), ...stroke, ...(right?.slice(1) ?? [])];
  return inOrder([...rest.filter((piece) => piece !== left && piece !== right), joined]);
}

/** Adds a knot: inside a piece it bends the line there, at a knot's own wavelength it replaces it, else it stands alone. */
export function insertKnot(pieces: Pieces, knot: Knot): { pieces: Knot[][]; place: KnotPlace } {
  const within = pieces.findIndex((piece) => valueInPiece(piece, knot[0]) !== undefined);
  if (within < 0) {
    const all = inOrder([...pieces, [knot]]);
    return { pieces: all, place: { piece: all.findIndex((piece) => piece[0] === knot), index: 0 } };
  }
  const index = pieces[within].findIndex(([wavelength]) => wavelength >= knot[0]);
  const replaced = pieces[within][index][0] === knot[0] ? 1 : 0;
  const changed = pieces.map((piece, i) => (i === within ? piece.toSpliced(index, replaced, knot) : [...piece]));
  return { pieces: changed, place: { piece: within, index } };
}

/** Takes one knot away; a piece without knots is gone. */
export function removeKnot(pieces: Pieces, { piece, index }: KnotPlace): Knot[][] {
  return pieces
    .map((knots, i) => (i === piece ? knots.toSpliced(index, 1) : [...knots]))
    .filter((knots) => knots.length > 0);
}

/** Wavelengths between which a run of knots may be moved without crossing its neighbours, nm. */
function roomFor(pieces: Pieces, piece: number, from: number, to: number, gapNm: number): readonly [number, number] {
  const knots = pieces[piece];
  const before = knots[from - 1]?.[0] ?? pieces[piece - 1]?.at(-1)?.[0];
  const after = knots[to + 1]?.[0] ?? pieces[piece + 1]?.[0]?.[0];
  return [
    before === undefined ? Number.NEGATIVE_INFINITY : before + gapNm,
    after === undefined ? Number.POSITIVE_INFINITY : after - gapNm,
  ];
}

/** Moves one knot, in wavelength no further than its neighbours. */
export function moveKnot(pieces: Pieces, { piece, index }: KnotPlace, to: Knot, gapNm: number): Knot[][] {
  const [low, high] = roomFor(pieces, piece, index, index, gapNm);
  const wavelengthNm = low > high ? pieces[piece][index][0] : Math.min(Math.max(to[0], low), high);
  return pieces.map((knots, i) => (i === piece ? knots.with(index, [wavelengthNm, to[1]]) : [...knots]));
}

/** Moves the line between a knot and the next as it is; `clamp` keeps the values possible. */
export function moveSegment(
  pieces: Pieces,
  { piece, index }: KnotPlace,
  by: Knot,
  gapNm: number,
  clamp: (value: number) => number,
): Knot[][] {
  const [from, to] = [pieces[piece][index], pieces[piece][index + 1]];
  const [low, high] = roomFor(pieces, piece, index, index + 1, gapNm);
  const shift = Math.min(Math.max(by[0], Math.min(0, low - from[0])), Math.max(0, high - to[0]));
  const moved = ([wavelength, value]: Knot): Knot => [exact(wavelength + shift), clamp(exact(value + by[1]))];
  return pieces.map((knots, i) =>
    i === piece ? knots.with(index, moved(from)).with(index + 1, moved(to)) : [...knots],
  );
}

/** Without the digits that floating point adds. */
const exact = (value: number): number => Number(value.toPrecision(12));

/** All knots in the order of their wavelengths. */
export function knotPlaces(pieces: Pieces): KnotPlace[] {
  return pieces.flatMap((knots, piece) => knots.map((_, index) => ({ piece, index })));
}
