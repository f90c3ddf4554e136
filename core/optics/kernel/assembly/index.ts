// Thin-film optics, two wavelengths at a time. What and why: core/optics/kernel/*.ts, the same in plain TypeScript;
// what is different here: the phases of a coating are worked out once per block of four wavelengths, and every sweep
// (s, p, from either side, up and down) reads them.

export { coherentDerivatives, coherentSpectra, slabSpectra } from './evaluate';
export { addSums, multiplyNeedles, needleMedia, needleProducts } from './needle';
export { normalMatrix } from './normal';
export { pack } from './pack';
export { narrowRecords, singleSpectra } from './single';
export { prepareScan, scanNeighbours, tabulateNewLayers } from './scan';
export { tabulate } from './tables';
