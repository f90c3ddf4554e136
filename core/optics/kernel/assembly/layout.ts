// Where things lie, in bytes. core/optics/kernel/wasm-coatings.ts writes the same layout and must agree.

import { FIELD } from './vector';

// A medium at one block of wavelengths; the meaning of the fields: core/optics/kernel/tables.ts.
export const HALF_TURNS: usize = 0;
export const ATTENUATION: usize = FIELD;
export const ETA_RE: usize = 2 * FIELD;
export const ETA_IM: usize = 3 * FIELD;
export const INVERSE_RE: usize = 4 * FIELD;
export const INVERSE_IM: usize = 5 * FIELD;
export const KAPPA_ETA_RE: usize = 6 * FIELD;
export const KAPPA_ETA_IM: usize = 7 * FIELD;
/** From a field of one polarization to the same field of the next. */
export const POLARIZATION: usize = 6 * FIELD;

// The same in single precision, but for the first two fields: 16 bytes a field.
export const SINGLE_ETA_RE: usize = 2 * FIELD;
export const SINGLE_ETA_IM: usize = 2 * FIELD + 16;
export const SINGLE_INVERSE_RE: usize = 2 * FIELD + 32;
export const SINGLE_INVERSE_IM: usize = 2 * FIELD + 48;
/** From a field of one polarization to the same field of the next. */
export const SINGLE_ADMITTANCE: usize = 64;

// A layer of a coating: where its medium's record starts within a block (i32), its row in the derivatives or the
// needle's place on its entrance side, −1 for none (i32), d (f64).
export const LAYER: usize = 16;
export const LAYER_ROW: usize = 4;
export const LAYER_THICKNESS: usize = 8;

// What `phases` says of a layer: P and Q of a lossless one, or cos δ and −i sin δ up to a real factor; determinant; kind.
export const PHASE: usize = 6 * FIELD;
export const PHASE_P: usize = 0;
export const PHASE_Q: usize = FIELD;
export const COS_RE: usize = 0;
export const COS_IM: usize = FIELD;
export const SIN_RE: usize = 2 * FIELD;
export const SIN_IM: usize = 3 * FIELD;
export const DETERMINANT: usize = 4 * FIELD;
export const IS_LOSSY: usize = 5 * FIELD;

// What a traced sweep leaves of a layer: B and C/η on its entrance side, product of the determinants so far.
export const TRACE: usize = 5 * FIELD;
export const TRACE_B_RE: usize = 0;
export const TRACE_B_IM: usize = FIELD;
export const TRACE_H_RE: usize = 2 * FIELD;
export const TRACE_H_IM: usize = 3 * FIELD;
export const TRACE_NORM: usize = 4 * FIELD;
// …or, where needles are asked for, C itself
export const TRACE_C_RE: usize = 2 * FIELD;
export const TRACE_C_IM: usize = 3 * FIELD;
// …and in a coating without loss instead (C/η + B)(C/η − B)
export const TRACE_W_RE: usize = 0;
export const TRACE_W_IM: usize = FIELD;

// A state at the end of a sweep: B, C, product of the determinants.
export const STATE_B_RE: usize = 0;
export const STATE_B_IM: usize = FIELD;
export const STATE_C_RE: usize = 2 * FIELD;
export const STATE_C_IM: usize = 3 * FIELD;
export const STATE_NORM: usize = 4 * FIELD;
export const STATE: usize = 5 * FIELD;

/** Layers between two looks at the size of the state, so that no stack, however long, overflows. */
export const GROUP: i32 = 8;

// A coating: its layers, their number, and room for PHASE and TRACE per layer and two FIELDs per GROUP of layers.
export const COATING_LAYERS: usize = 0;
export const COATING_COUNT: usize = 4;
export const COATING_PHASES: usize = 8;
export const COATING_TRACE: usize = 12;
export const COATING_GROUPS: usize = 16;
/** set by `singleSpectra` (i32) */
export const COATING_IS_LOST: usize = 20;
export const COATING: usize = 32;
