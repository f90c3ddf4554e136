import { describe, expect, it } from 'vitest';
import { candidatePlots } from '#cli/render/candidate-plots.ts';
import { candidateTable } from '#cli/render/candidate-table.ts';
import { layerTable } from '#cli/render/layer-table.ts';
import { lengthText, significant } from '#cli/render/numbers.ts';
import { percentAxis, roundAxis, wavelengthAxis } from '#cli/render/plot-axis.ts';
import { harmless, type TerminalStyle, terminalStyle } from '#cli/render/terminal-style.ts';
import { textPlot } from '#cli/render/text-plot.ts';
import { widthOf } from '#cli/render/text-table.ts';
import type { Candidate } from '#core/design/candidate.ts';
import { createCatalogue } from '#core/materials/catalogue.ts';
import { simulateRequest } from '#core/optics/simulate-request.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { Target, TargetEntry } from '#core/targets/target.ts';

const PLAIN: TerminalStyle = { columns: 72, ascii: false, color: false };
const ASCII: TerminalStyle = { columns: 72, ascii: true, color: false };
const CATALOGUE = createCatalogue([]);
const STACK: Stack = {
  layers: [
    { medium: 'L', thicknessNm: 95 },
    { medium: 'H\u001b[2J', thicknessNm: 110.25 },
  ],
  substrate: { medium: { n: 1.52 }, thicknessNm: 1e6 },
  backLayers: [{ medium: 'L', thicknessNm: 100 }],
  materials: { L: { n: 1.38 }, 'H\u001b[2J': { n: 2.3, k: 0.001 } },
  referenceWavelengthNm: 550,
};
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

const entryOf = (
  quantity: TargetEntry['quantity'],
  wavelengthsNm: number[],
  value: number,
  more: Partial<TargetEntry> = {},
): TargetEntry => ({
  quantity,
  wavelengthsNm,
  values: wavelengthsNm.map(() => value),
  ...more,
});

const targetOf = (...spectra: TargetEntry[]): Target => ({ spectra, stack: { substrate: { medium: 'air' } } });

function candidateOf(target: Target, more: Partial<Candidate> = {}): Candidate {
  return {
    stack: STACK,
    merit: 1.23456,
    mae: 0.0123456,
    maeBetween: 0.0134,
    undersampled: false,
    spec: { pass: true, rows: [] },
    spectra: target.spectra.map(({ wavelengthsNm }) =>
      simulateRequest({ stack: STACK, illumination: { wavelengthsNm } }, CATALOGUE),
    ),
    origin: 'needle',
    verified: true,
    layers: 3,
    totalThicknessNm: 305.25,
    sensitivityPerNm: 0.0123,
    provenance: { seed: 1, proposal: { layers: [] }, refinedFromMerit: 2 },
    ...more,
  };
}

describe('terminalStyle', () => {
  it('is plain where nobody looks, and where it is asked to be', () => {
    expect(terminalStyle({}, { isTTY: false, columns: 200 }, { LANG: 'de_DE.UTF-8' })).toEqual(PLAIN);
    expect(terminalStyle({}, { isTTY: true, columns: 90 }, {})).toEqual({ columns: 90, ascii: false, color: true });
    expect(terminalStyle({}, { isTTY: true }, { NO_COLOR: '1' }).color).toBe(false);
    expect(terminalStyle({ ascii: true }, {}, { LANG: 'C.utf8' }).ascii).toBe(true);
    expect(terminalStyle({}, {}, { LC_ALL: 'C', LANG: 'en_US.UTF-8' }).ascii).toBe(true);
  });

  it('lets no control character of a file reach the terminal', () => {
    expect(harmless('a\u001b[2Jb\u202ec')).toBe('a\ufffd[2Jb\ufffdc');
    expect(layerTable(STACK, CATALOGUE, PLAIN)).not.toContain('\u001b');
  });
});

describe('axes', () => {
  it('have round ticks that hold the values', () => {
    expect(percentAxis(3, 97, 6)).toMatchObject({ low: 0, high: 100 });
    expect(percentAxis(0.1, 1.7, 6)).toMatchObject({ low: 0, high: 2, ticks: [0, 0.5, 1, 1.5, 2] });
    const mirror = percentAxis(99.95, 99.99, 6);
    expect(mirror.low).toBeCloseTo(99.95);
    expect(mirror.high).toBe(100);
    expect(roundAxis(-37, -0.5, 6).ticks).toEqual([-40, -30, -20, -10, 0]);
    expect(roundAxis(2, 2, 6).high).toBeGreaterThan(2);
    expect(wavelengthAxis(400, 700, 6).ticks).toEqual([400, 450, 500, 550, 600, 650, 700]);
    const infrared = wavelengthAxis(2000, 12_000, 6);
    expect(infrared.unit).toBe('µm');
    expect(infrared.ticks.map(infrared.label)).toEqual(['2', '4', '6', '8', '10', '12']);
  });
});

describe('textPlot', () => {
  const plot = (values: (w: number) => number) => ({
    title: 'R',
    unit: '%',
    axis: percentAxis(0, 100, 6),
    rangeNm: [400, 800] as const,
    curves: [
      {
        name: 'R',
        legend: 'R verified',
        wavelengthsNm: range(400, 800, 0.5),
        values: range(400, 800, 0.5).map(values),
        paint: 'cyan' as const,
      },
    ],
    points: [],
  });

  it('draws a rising line from the lower left to the upper right, without gaps or dots beside it', () => {
    for (const style of [PLAIN, ASCII]) {
      const lines = textPlot(
        plot((w) => (w - 400) / 4),
        style,
      );
      const field = lines.slice(2, 15).map((line) => line.slice(5).replace(/ R$/, ''));
      const drawn = field.flatMap((line, row) =>
        [...line].flatMap((sign, column) => (sign === ' ' ? [] : [{ row, column }])),
      );
      const columns = Math.max(...drawn.map(({ column }) => column)) + 1;
      for (let column = 0; column < columns; column++) {
        const here = drawn.filter((cell) => cell.column === column);
        expect(here.length).toBeGreaterThan(0);
        for (const { row } of here) expect(Math.abs(12.5 - (13 * (column + 0.5)) / columns - row)).toBeLessThan(1);
      }
    }
  });

  it('is the same in colour, but for the colour', () => {
    const wave = plot((w) => 50 + 49 * Math.sin(w / 9));
    const coloured = textPlot(wave, { ...PLAIN, color: true }).join('\n');
    expect(coloured.split('\u001b[').length).toBeGreaterThan(20);
    expect(coloured.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m`, 'g'), '')).toBe(textPlot(wave, PLAIN).join('\n'));
  });

  it('keeps to the width and to ASCII', () => {
    for (const columns of [40, 72, 120]) {
      for (const ascii of [true, false]) {
        const lines = textPlot(
          plot((w) => 50 + 49 * Math.sin(w / 9)),
          { columns, ascii, color: false },
        );
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        if (ascii) expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
      }
    }
  });

  it('cuts off what leaves the axis, and draws nothing where there is no value', () => {
    expect(
      textPlot(
        plot(() => 250),
        PLAIN,
      )
        .slice(2, 15)
        .join(''),
    ).not.toMatch(/[\u2801-\u28ff]/);
    expect(
      textPlot(
        plot(() => Number.NaN),
        PLAIN,
      )
        .slice(2, 15)
        .join(''),
    ).not.toMatch(/[\u2801-\u28ff]/);
  });
});

describe('candidatePlots', () => {
  it('draws one plot for each illumination and counts the rest', () => {
    const target = targetOf(
      entryOf('R', range(400, 700, 5), 0.01, { kind: 'atMost' }),
      entryOf('T', range(400, 700, 5), 0.99),
      ...[10, 20, 30, 40].map((angleDeg) => entryOf('R', range(400, 700, 50), 0, { angleDeg, polarization: 's' })),
    );
    const text = candidatePlots(target, candidateOf(target), PLAIN, { catalogue: CATALOGUE });
    expect(text).toContain('R, T at 0°\n');
    expect(text).toContain('R at 20°, s polarization\n');
    expect(text).not.toContain('R at 30°');
    expect(text).toContain('… and 2 more illuminations of the target');
    expect(text).toContain('▽ R wished for, at most');
  });

  it('lists single wavelengths with the solver’s values', () => {
    const target = targetOf(entryOf('R', [550], 0), entryOf('OD', [633], 0.1, { kind: 'atLeast' }));
    const candidate = candidateOf(target);
    const text = candidatePlots(target, candidate, ASCII);
    const R = 100 * (candidate.spectra[0]?.R[0] ?? Number.NaN);
    const OD = -Math.log10(candidate.spectra[1]?.T[0] ?? Number.NaN);
    expect(text).toContain(`R at 550 nm: ${R.toPrecision(4)} % (wished for: 0 %)`);
    expect(text).toContain(`OD at 633 nm: ${OD.toPrecision(4)} OD (wished for: 0.1 OD, at least)`);
  });

  it('shows a fringe between the points of the target where it can ask the solver', () => {
    const target = targetOf(entryOf('R', range(400, 700, 20), 0.5));
    const candidate = candidateOf(target);
    const solved = candidatePlots(target, candidate, PLAIN, { catalogue: CATALOGUE });
    expect(solved).not.toBe(candidatePlots(target, candidate, PLAIN));
    // a material without data between the points: the plot falls back to them
    const layers = [{ medium: 'gone', thicknessNm: 1 }];
    const broken = { ...candidate, stack: { ...STACK, layers } };
    expect(candidatePlots(target, broken, PLAIN, { catalogue: CATALOGUE })).toBe(
      candidatePlots(target, candidate, PLAIN),
    );
  });
});

describe('tables', () => {
  it('line up their points and say what a figure needs', () => {
    const target = targetOf(entryOf('R', [550], 0));
    const rows = [{}, { condition: 'x' }];
    const text = candidateTable(
      [
        candidateOf(target, { undersampled: true, spec: { pass: false, rows } as unknown as Candidate['spec'] }),
        candidateOf(target, { merit: 123.4, maeBetween: null, undersampled: null, undersampledReason: 'Too thick.' }),
      ],
      PLAIN,
    );
    const [head, first, second] = text.split('\n') as [string, string, string];
    expect(first.indexOf('1.235')).toBe(second.indexOf('123.4') + 2);
    expect(first).toContain('FAIL');
    expect(head).toContain('spec');
    expect(text).toContain('1.34 !');
    expect(text).toContain('? Too thick.');
    expect(candidateTable([candidateOf(target)], PLAIN)).not.toContain('spec');
  });

  it('show every layer from the incident side with its quarter waves', () => {
    const lines = layerTable(STACK, CATALOGUE, ASCII).split('\n');
    expect(lines[2]).toMatch(
      new RegExp(` 1 +L +95\\.00 +${(95 * 1.38).toFixed(2)} +${((4 * 95 * 1.38) / 550).toFixed(4)}$`),
    );
    expect(lines[4]).toContain('n 1.52 (substrate, 1 mm, incoherent)');
    expect(lines[5]).toMatch(/^ *b1 +L/);
    expect(lines[7]).toBe('3 layers, 305.25 nm together; QWOT at lambda0 = 550 nm');
  });

  it('write numbers as people do', () => {
    expect([0.012345, 12.345, 12345.6, 1e-9, 0, 1234567.8].map((x) => significant(x, 3))).toEqual([
      '0.0123',
      '12.3',
      '12346',
      '1.00e-9',
      '0',
      '1234568',
    ]);
    expect([92.34, 12_345, 1e6].map(lengthText)).toEqual(['92.34 nm', '12.35 µm', '1 mm']);
  });
});
