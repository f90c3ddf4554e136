/**
 * What phases, group delay and GDD cost, with and without their derivatives for every thickness, beside R and T.
 *
 *   npm run bench -- solver-delay [--layers 40] [--rounds 60]
 *
 * TiO2 and SiO2 by formula in turn, 700–900 nm in 201 wavelengths, normal incidence; one thread, best of all rounds.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { constantMaterial, createMaterial } from '#core/materials/material.ts';
import { WaveEvaluator } from '#core/optics/amplitudes/wave-evaluator.ts';
import { FieldEvaluator } from '#core/optics/fields/field-evaluator.ts';
import { createPlainEvaluator } from '#core/optics/kernel/plain-evaluator.ts';
import type { LayerSequence, SeriesOrder } from '#core/optics/types.ts';

const { values: options } = parseArgs({
  options: { layers: { type: 'string', default: '40' }, rounds: { type: 'string', default: '60' } },
});
const GRID_NM = Float64Array.from({ length: 201 }, (_, i) => 700 + i);
const SILICA = [0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161];
const MATERIALS = [
  createMaterial('TiO2', { n: { formula: 4, coefficients: [5.913, 0.2441, 0, 0.0803, 1], rangeNm: [430, 1530] } }),
  createMaterial('SiO2', { n: { formula: 1, coefficients: SILICA, rangeNm: [210, 6700] } }),
];
const AIR = constantMaterial('air', 1, 0);
const count = Number(options.layers);
const front: LayerSequence = {
  count,
  media: Int32Array.from({ length: count }, (_, i) => i % 2),
  thicknessNm: Float64Array.from({ length: count }, (_, i) => 60 + ((i * 37) % 90)),
};
const NONE: LayerSequence = { count: 0, media: new Int32Array(0), thicknessNm: new Float64Array(0) };

const setupOf = (order: SeriesOrder) => ({
  wavelengthsNm: GRID_NM,
  angleDeg: 0,
  polarization: 's' as const,
  direction: 'forward' as const,
  order,
  ambient: AIR.series(GRID_NM, order),
  layerMedia: MATERIALS.map((material) => material.series(GRID_NM, order)),
  substrate: MATERIALS[1].series(GRID_NM, order),
});

const [R, T] = [new Float64Array(GRID_NM.length), new Float64Array(GRID_NM.length)];
const [dR, dT] = [new Float64Array(count * GRID_NM.length), new Float64Array(count * GRID_NM.length)];
const plain = createPlainEvaluator(setupOf(0));
const [phase, gdd, tod] = ([0, 2, 3] as const).map((order) => new WaveEvaluator(setupOf(order)));
const fields = new FieldEvaluator(setupOf(0));

const WORK: readonly [string, () => unknown][] = [
  ['R and T, plain TypeScript', () => plain.spectra(front, NONE, R, T)],
  ['… with the derivatives', () => plain.derivatives(front, NONE, R, T, dR, dT)],
  ['r and t', () => phase.amplitudes(front, NONE)],
  ['… by thickness', () => phase.amplitudeDerivatives(front, NONE, false)],
  ['… by thickness, n and k', () => phase.amplitudeDerivatives(front, NONE)],
  ['GD and GDD of r', () => gdd.phases(front, NONE, 'r')],
  ['… with the derivatives', () => gdd.phaseDerivatives(front, NONE, 'r')],
  ['GD and GDD of t with the derivatives', () => gdd.phaseDerivatives(front, NONE, 't')],
  ['… and TOD', () => tod.phaseDerivatives(front, NONE, 't')],
  ['peak |E|² with the derivatives', () => fields.peak(front, NONE)],
];

console.log(
  `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; ${count} layers, ${GRID_NM.length} wavelengths`,
);
for (const [name, work] of WORK) {
  for (let i = 0; i < 30; i++) work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < Number(options.rounds); round++) {
    const began = performance.now();
    work();
    best = Math.min(best, performance.now() - began);
  }
  const each = (best * 1e6) / (count * GRID_NM.length);
  console.log(`${name.padEnd(40)} ${best.toFixed(3)} ms, ${each.toFixed(0)} ns per layer and wavelength`);
}
