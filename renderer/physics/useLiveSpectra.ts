import { useMemo } from 'react';
import { StackwrightError } from '#core/errors.ts';
import { describeRange } from '#core/materials/material.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Beam } from '#core/targets/illumination.ts';
import { useCatalogueState } from './catalogue-context.tsx';
import { LiveSolver, type LiveSpectrum } from './live-spectrum.ts';
import type { StackMedia } from './stack-media.ts';
import { fringeThicknessNm, mergedAscending, mostPointsOf, spectrumGrid } from './wavelength-grid.ts';

/** What must be said beside the curves. */
export interface SpectrumNotice {
  readonly tone: 'plain' | 'warning' | 'error';
  readonly text: string;
}

export interface LiveSpectra {
  /** ascending; the wish's own points are among them */
  readonly wavelengthsNm: Float64Array;
  /** one for each beam; empty without a stack or where it cannot be computed */
  readonly spectra: readonly LiveSpectrum[];
  /** the other stack's curve under its beam, on the same grid; null where there is none */
  readonly ghost: LiveSpectrum | null;
  readonly notices: readonly SpectrumNotice[];
}

export interface SpectraRequest {
  readonly stack: Stack | null;
  readonly beams: readonly Beam[];
  readonly rangeNm: readonly [number, number];
  /** width of the chart: the grid has a point for each */
  readonly pixels: number;
  /** wavelengths that must be on the grid, ascending */
  readonly pointsNm: readonly number[];
  /** another stack to compare with, under one beam */
  readonly ghostStack: Stack | null;
  readonly ghostBeam: Beam;
}

/** Without a stack a grid for the wish alone. */
const NO_FRINGES_NM = 1;
/** Widths are rounded up to this, so that dragging a panel's edge seldom changes the grid. */
const PIXEL_STEP = 100;

/**
 * Spectra computed in the window itself, with every change of the stack. The grid and what depends on materials and
 * light are kept while thicknesses alone change.
 */
export function useLiveSpectra(request: SpectraRequest): LiveSpectra {
  const { stack, beams, rangeNm, pixels, pointsNm, ghostStack, ghostBeam } = request;
  const { catalogue, status, failure } = useCatalogueState();
  const solver = useMemo(() => new LiveSolver(catalogue), [catalogue]);
  const isReady = status === 'ready';
  const media = useMemo(() => (isReady ? attempt(() => stack && solver.media(stack)) : null), [solver, stack, isReady]);
  const found = media !== null && 'value' in media ? media.value : null;
  const [fromNm, toNm] = rangeNm;
  const fringeNm = stack === null || found === null ? NO_FRINGES_NM : fringeThicknessNm(stack, found, [fromNm, toNm]);
  const columns = Math.ceil(Math.max(1, pixels) / PIXEL_STEP) * PIXEL_STEP;
  const most = mostPointsOf((stack?.layers.length ?? 0) + (stack?.backLayers?.length ?? 0));
  const grid = useMemo(() => {
    const { wavelengthsNm, followsFringes } = spectrumGrid([fromNm, toNm], fringeNm, columns, most);
    return { wavelengthsNm: mergedAscending(wavelengthsNm, pointsNm), followsFringes };
  }, [fromNm, toNm, fringeNm, columns, most, pointsNm]);
  const { wavelengthsNm, followsFringes } = grid;
  const ghost = useMemo(() => {
    if (!isReady || ghostStack === null) return null;
    const curve = attempt(() => solver.spectrum(ghostStack, solver.media(ghostStack), ghostBeam, wavelengthsNm));
    return 'value' in curve ? curve.value : null;
  }, [solver, isReady, ghostStack, ghostBeam, wavelengthsNm]);
  return useMemo(() => {
    if (stack === null || media === null) {
      return { wavelengthsNm, spectra: [], ghost: null, notices: loadingNotices(stack, failure) };
    }
    const all = attempt(() =>
      found === null ? [] : beams.map((beam) => solver.spectrum(stack, found, beam, wavelengthsNm)),
    );
    const faults = [media, all].flatMap((outcome) => ('fault' in outcome ? [outcome.fault] : []));
    const notices = [...faults, ...(found === null ? [] : coverage(found, wavelengthsNm, followsFringes))];
    return { wavelengthsNm, spectra: 'value' in all ? all.value : [], ghost, notices };
  }, [wavelengthsNm, followsFringes, stack, media, found, beams, solver, failure, ghost]);
}

type Outcome<T> = { readonly value: T } | { readonly fault: SpectrumNotice };

/** Core's refusals become a sentence beside the chart; anything else is a fault of the program. */
function attempt<T>(work: () => T): Outcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof StackwrightError)) throw error;
    return { fault: { tone: 'error', text: error.message } };
  }
}

function loadingNotices(stack: Stack | null, failure: string | null): SpectrumNotice[] {
  if (failure !== null) {
    return [{ tone: 'error', text: `The materials could not be read, so nothing can be computed: ${failure}` }];
  }
  return stack === null ? [] : [{ tone: 'plain', text: 'Reading the materials…' }];
}

/** Where the curves stop, and where they may miss fringes. */
function coverage(
  { rangeNm, limitedBy }: StackMedia,
  wavelengthsNm: Float64Array,
  followsFringes: boolean,
): SpectrumNotice[] {
  const notices: SpectrumNotice[] = [];
  const [low, high] = rangeNm;
  const [first, last] = [wavelengthsNm[0], wavelengthsNm[wavelengthsNm.length - 1]];
  if (low > high) {
    const text = `${limitedBy[0]} and ${limitedBy[1]} have no wavelength in common at which both have data; choose other data for one of them.`;
    return [{ tone: 'error', text }];
  }
  const limits = [...new Set([...(first < low ? [limitedBy[0]] : []), ...(last > high ? [limitedBy[1]] : [])])];
  if (limits.length > 0) {
    const text = `The curves stop at the data of ${limits.join(' and ')}: together the materials cover ${describeRange(rangeNm)}.`;
    notices.push({ tone: 'warning', text });
  }
  if (!followsFringes) {
    notices.push({
      tone: 'warning',
      text: 'The fringes are finer than this chart can follow; show a narrower range to see them all.',
    });
  }
  return notices;
}
