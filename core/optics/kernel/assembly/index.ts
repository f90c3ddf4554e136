// Thin-film optics, two wavelengths at a time. What and why: core/optics/kernel/*.ts, the same in plain TypeScript;
// what is different here: the phases of a coating are worked out once per block of four wavelengths, and every sweep
// (s, p, from either side, up and down) reads them.

export { coherentDerivatives, coherentSpectra, slabSpectra } from './evaluate';
export { blendAt } from './gradient';
export { needleProducts } from './needle';
export { addSums, multiplyNeedles, needleMedia } from './needle-slopes';
export { normalMatrix, roughNormalMatrix } from './normal';
export { pack } from './pack';
export { scanNeighbours, tabulateNewLayers } from './scan-neighbours';
export { scanSubstacks, tabulateSubstacks } from './scan-substacks';
export { prepareScan } from './scan-waves';
export { narrowRecords, singleSpectra } from './single';
export { tabulate, tabulateBlend } from './tables';
