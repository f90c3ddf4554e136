// Where the things of a scan lie, in bytes; core/optics/kernel/face-scan.ts and what extends it must agree. What a scan
// is: core/optics/kernel/neighbour-scan.ts.

import { QUAD } from './quad';

// What a new layer of one medium and thickness does at one block: cos δ and −i sin δ up to a real factor, determinant.
export const NEW_COS_RE: usize = 0;
export const NEW_COS_IM: usize = QUAD;
export const NEW_SIN_RE: usize = 2 * QUAD;
export const NEW_SIN_IM: usize = 3 * QUAD;
export const NEW_DETERMINANT: usize = 4 * QUAD;
export const NEW: usize = 5 * QUAD;

// Characteristic matrix of a substack, (B, C) before it from those behind it, at one block and polarization, up to a real
// factor; determinant.
export const M11_RE: usize = 0;
export const M11_IM: usize = QUAD;
export const M12_RE: usize = 2 * QUAD;
export const M12_IM: usize = 3 * QUAD;
export const M21_RE: usize = 4 * QUAD;
export const M21_IM: usize = 5 * QUAD;
export const M22_RE: usize = 6 * QUAD;
export const M22_IM: usize = 7 * QUAD;
export const SUBSTACK_DETERMINANT: usize = 8 * QUAD;
export const SUBSTACK: usize = 9 * QUAD;

// Waves at an interface, scaled to size 1: (B, C) from the exit (+η and −η of the exit medium) and from the entrance
// (D and the numerator of r as functions of B and C), each four quads; then the product of the determinants and scales.
export const FROM_EXIT: usize = 0;
export const FROM_EXIT_LINKED: usize = 4 * QUAD;
export const EXIT_NORM: usize = 8 * QUAD;
export const FROM_ENTRANCE: usize = 9 * QUAD;
export const FROM_ENTRANCE_R: usize = 13 * QUAD;
export const ENTRANCE_NORM: usize = 17 * QUAD;
export const WAVES: usize = 18 * QUAD;

// A form in the matrix of what is new: m₁₁ a + m₁₂ b + m₂₁ c + m₂₂ e of a substack; of a layer cos δ·a + (−i sin δ)·e with
// e = b/η + c η. Three of them: D, numerators of r and r′.
export const A_RE: usize = 0;
export const A_IM: usize = QUAD;
export const B_RE: usize = 2 * QUAD;
export const B_IM: usize = 3 * QUAD;
export const C_RE: usize = 4 * QUAD;
export const C_IM: usize = 5 * QUAD;
export const E_RE: usize = 6 * QUAD;
export const E_IM: usize = 7 * QUAD;
export const FORM: usize = 8 * QUAD;
export const FORM_NORM: usize = 3 * FORM;
export const FORMS: usize = 3 * FORM + QUAD;

// What does not depend on the coating that is scanned: factors of T, T′, the far side's echo and transmittance.
export const T_FACTOR: usize = 0;
export const BACK_FACTOR: usize = QUAD;
export const ECHO: usize = 2 * QUAD;
export const BEYOND: usize = 3 * QUAD;
export const PART: usize = 4 * QUAD;

// Least and greatest value that is wished, and the weight, of R, T and A.
export const LOW: usize = 0;
export const HIGH: usize = QUAD;
export const WEIGHT: usize = 2 * QUAD;
export const WISH: usize = 3 * QUAD;
export const WISHES: usize = 3 * WISH;
