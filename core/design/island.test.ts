import { describe, expect, it } from 'vitest';
import { beamOf } from '#core/targets/illumination.ts';
import { parseTarget } from '#core/targets/parse-target.ts';
import { spaceEvaluator } from '#core/targets/space-evaluator.ts';
import type { Target } from '#core/targets/target.ts';
import { asksForTexture } from '#core/targets/texture.ts';
import { type Coating, copyCoating, emptyFace, SequenceBuffer } from './coating.ts';
import { Credits } from './credits.ts';
import { INHABITANTS, liveOnIsland } from './island.ts';
import { mediaChains } from './media-chains.ts';
import { openTarget } from './open-target.ts';
import { Random } from './random.ts';
import type { SearchContext } from './search-context.ts';

const catalogue = { find: () => undefined, suggestions: () => [] } as unknown as Parameters<typeof openTarget>[1];
const wavelengthsNm = Array.from({ length: 61 }, (_, i) => 400 + 5 * i);
const never = () => false;
/** Out of order, so that a place in a chain is not the number of a medium. */
const MEDIA = { C: { n: 1.9 }, A: { n: 1.38 }, E: { n: 2.35 }, B: { n: 1.6 }, D: { n: 2.1 } };
const [C, A, E, B, D] = [0, 1, 2, 3, 4];

function open(stack: Partial<Target['stack']> = {}, values: number[] = wavelengthsNm.map(() => 0.2)): SearchContext {
  const target = parseTarget({
    spectra: [{ quantity: 'R', wavelengthsNm, values }],
    stack: { substrate: { medium: { n: 1.52 } }, materials: MEDIA, ...stack },
    merit: 'rms',
  });
  return openTarget(target, catalogue);
}

function coatingOf(media: number[], thicknessNm: number[], locked = media.map(() => false)): Coating {
  return { front: { media, thicknessNm, locked }, back: emptyFace() };
}

/** The reflectance of a coating, as a target. */
function reflectanceOf({ front }: Coating): number[] {
  const evaluator = spaceEvaluator(open().space, beamOf({}), Float64Array.from(wavelengthsNm));
  const R = new Float64Array(wavelengthsNm.length);
  evaluator.spectra(
    new SequenceBuffer().fill(front),
    new SequenceBuffer().fill(emptyFace()),
    R,
    new Float64Array(R.length),
  );
  return [...R];
}

describe('chains of media', () => {
  it('go by index, whatever the order in which the media are named', () => {
    const places = mediaChains(open().space);
    expect(places.get(C)).toEqual({ chain: [A, B, C, D, E], at: 2 });
    expect(places.size).toBe(5);
  });

  it('end where the next index is far, and leave out media with limits of their own', () => {
    const apart = mediaChains(
      open({ materials: { A: { n: 1.38 }, B: { n: 1.5 }, C: { n: 1.6 }, Far: { n: 4 } } }).space,
    );
    expect([...apart.keys()].sort()).toEqual([0, 1, 2]);
    const limited = mediaChains(open({ limits: { B: { min: 10, max: 50 } } }).space);
    expect(limited.has(B)).toBe(false);
    expect(limited.get(C)?.chain).toEqual([A, C, D, E]);
  });

  it('need three media', () => {
    expect(open({ materials: { H: { n: 2.35 }, L: { n: 1.46 } } }).mediaRefiner()).toBeNull();
  });
});

describe('refinement of media', () => {
  const wanted = coatingOf([E, A, D, B, E, A], [60, 110, 75, 90, 65, 40]);
  const values = reflectanceOf(wanted);
  const start = coatingOf([D, B, C, A, D, B], [70, 100, 85, 80, 75, 50]);

  it('comes nearer than thicknesses alone, with layers of the media there are', () => {
    const context = open({}, values);
    const alone = copyCoating(start);
    const { merit } = context.refiner.refine(alone, { iterations: 200 });
    const refined = context.mediaRefiner()?.refine(start, Number.POSITIVE_INFINITY, never) as Coating;
    expect(refined.front.media.every((medium) => Number.isInteger(medium) && medium >= 0 && medium < 5)).toBe(true);
    expect(context.refiner.merit(refined)).toBeLessThan(0.7 * merit);
    expect(context.mediaRefiner()?.takeWork()).toBeGreaterThan(0);
    expect(context.mediaRefiner()?.takeWork()).toBe(0);
    expect(start.front.media).toEqual([D, B, C, A, D, B]);
  });

  it('leaves locked layers alone and keeps to the limits', () => {
    const context = open({ thicknessNm: { min: 30, max: 95 } }, values);
    const locked = coatingOf(
      [...start.front.media],
      [70, 90, 85, 80, 75, 50],
      [true, false, false, false, false, true],
    );
    const refined = context.mediaRefiner()?.refine(locked, Number.POSITIVE_INFINITY, never) as Coating;
    const { media, thicknessNm } = refined.front;
    expect([media[0], thicknessNm[0], media.at(-1), thicknessNm.at(-1)]).toEqual([D, 70, B, 50]);
    // Layers of one medium that have come together are one.
    const most = 95 * (7 - media.length);
    for (const nm of thicknessNm) expect(nm).toSatisfy((d: number) => d >= 30 && d <= most);
  });

  it('gives up on what stays far behind, and when it is cancelled', () => {
    const context = open({}, values);
    expect(context.mediaRefiner()?.refine(start, 1e-9, never)).toBeUndefined();
    expect(context.mediaRefiner()?.refine(start, Number.POSITIVE_INFINITY, () => true)).toBeUndefined();
  });
});

describe('an island', () => {
  const values = reflectanceOf(coatingOf([E, A, D, B, E, A, C, A], [60, 110, 75, 90, 65, 140, 95, 40]));

  it('finds a spectrum that a stack has, is the same for the same seed, and keeps few designs, the best first', () => {
    const live = () => liveOnIsland(open({ maxLayers: 10 }, values), new Random(1, 2), [], never);
    const found = live();
    expect(live()).toEqual(found);
    expect(found.length).toBeLessThanOrEqual(INHABITANTS);
    expect(found.map(({ merit }) => merit)).toEqual(found.map(({ merit }) => merit).sort((a, b) => a - b));
    expect(found[0].merit).toBeLessThan(0.5); // of 1 %, the tolerance where none is given
    for (const { coating } of found) expect(coating.front.media.length).toBeLessThanOrEqual(10);
  });

  it('returns of settlers only their offspring, and nothing when it is cancelled at once', () => {
    const context = open({ maxLayers: 10 }, values);
    const settlers = liveOnIsland(context, new Random(3), [], () => true);
    expect(settlers.length).toBeGreaterThan(0);
    expect(liveOnIsland(context, new Random(4), settlers, () => true)).toEqual([]);
    const offspring = liveOnIsland(context, new Random(4), settlers, never);
    expect(offspring.length).toBeGreaterThan(0);
    expect(offspring[0].merit).toBeLessThan(settlers[0].merit);
    const known = settlers.map(({ merit }) => merit);
    for (const { merit } of offspring) expect(known).not.toContain(merit);
  });
});

describe('credits', () => {
  const shareOf = (credits: Credits, kind: string) => {
    const random = new Random(5);
    const picked = Array.from({ length: 2000 }, () => credits.pick(random));
    return picked.filter((one) => one === kind).length / 2000;
  };

  it('go to those that gain, forget what was long ago, and leave something for the others', () => {
    const credits = new Credits();
    expect(shareOf(credits, 'hop')).toBeCloseTo(1 / 6, 1);
    credits.learn('hop', 0.5, 1000);
    expect(shareOf(credits, 'hop')).toBeGreaterThan(0.4);
    for (let i = 0; i < 30; i++) credits.learn('hop', 0, 2000);
    expect(shareOf(credits, 'hop')).toBeLessThan(0.1);
    expect(shareOf(credits, 'hop')).toBeGreaterThan(0.01);
    credits.learn('theory', 9, 100);
    expect(() => new Credits().learn('island', 1, 0)).not.toThrow();
  });

  it('begin with a leader where there is one', () => {
    expect(shareOf(new Credits('island'), 'island')).toBeGreaterThan(0.75);
  });

  it('are dealt out evenly when nobody gains any more', () => {
    const credits = new Credits();
    for (const kind of ['island', 'descend', 'hop', 'polish', 'needles', 'explore']) credits.learn(kind, 0, 1e9);
    expect(shareOf(credits, 'polish')).toBeCloseTo(1 / 6, 1);
  });
});

describe('texture', () => {
  const asks = (values: number[]) => asksForTexture(open({}, values).wish);

  it('is what computed and measured spectra have, and drawings do not', () => {
    expect(asks(reflectanceOf(coatingOf([E, A, E, A], [300, 200, 400, 250])))).toBe(true);
    expect(asks(wavelengthsNm.map(() => 0.5))).toBe(false);
    expect(asks(wavelengthsNm.map((nm) => (nm < 550 ? 0 : 1)))).toBe(false);
    expect(asks(wavelengthsNm.map((nm) => nm / 1000))).toBe(false);
  });
});
