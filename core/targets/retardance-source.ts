import { atan2 } from '#core/optics/inverse-functions.ts';
import type { LayerSequence } from '#core/optics/types.ts';
import type { DesignSpace } from './design-space.ts';
import { SingleBeam } from './difference-source.ts';
import type { Beam } from './illumination.ts';
import { Phases } from './phase-source.ts';
import type { BeyondQuantity } from './quantity.ts';
import { emptyCurve, reserveDerivatives, type SourceCurve } from './source-curve.ts';
import { spaceEvaluator } from './space-evaluator.ts';
import type { EntryQuantity } from './target.ts';

const DEGREES = 180 / Math.PI;

interface PhasePair {
  readonly s: Phases;
  readonly p: Phases;
  readonly curve: SourceCurve;
}

/**
 * φ_p − φ_s of r and of t, and Ψ, Δ of an ellipsometer: tan Ψ = |r_p/r_s|, Δ = arg(−r_p/r_s) = φ_p − φ_s ± 180°. Phases
 * lie within ±180°.
 */
export class RetardanceSource {
  private readonly r: PhasePair | undefined;
  private readonly t: PhasePair | undefined;
  private readonly s: SingleBeam;
  private readonly p: SingleBeam;
  private readonly delta: SourceCurve;
  private readonly psi: SourceCurve | undefined;

  constructor(space: DesignSpace, beam: Beam, wavelengthsNm: Float64Array, quantities: readonly EntryQuantity[]) {
    const pair = (side: 'r' | 't'): PhasePair => ({
      s: new Phases(space, beam, 's', wavelengthsNm, 0, side),
      p: new Phases(space, beam, 'p', wavelengthsNm, 0, side),
      curve: emptyCurve(wavelengthsNm.length),
    });
    this.r = quantities.some((quantity) => quantity === 'psPhaseR' || quantity === 'delta') ? pair('r') : undefined;
    this.t = quantities.includes('psPhaseT') ? pair('t') : undefined;
    this.s = new SingleBeam(spaceEvaluator(space, { ...beam, polarization: 's' }, wavelengthsNm));
    this.p = new SingleBeam(spaceEvaluator(space, { ...beam, polarization: 'p' }, wavelengthsNm));
    this.delta = emptyCurve(wavelengthsNm.length);
    this.psi = quantities.includes('psi') ? emptyCurve(wavelengthsNm.length) : undefined;
  }

  evaluate(front: LayerSequence, back: LayerSequence): void {
    for (const pair of [this.r, this.t]) {
      if (pair !== undefined) subtractPhases(pair.p.values(front, back)[0], pair.s.values(front, back)[0], pair.curve);
    }
    if (this.r !== undefined) turnToDelta(this.r.curve, this.delta);
    if (this.psi === undefined) return;
    this.s.evaluate(front, back);
    this.p.evaluate(front, back);
    this.fillPsi(this.psi);
  }

  evaluateDerivatives(front: LayerSequence, back: LayerSequence): void {
    for (const pair of [this.r, this.t]) {
      if (pair === undefined) continue;
      const [inP, inS] = [pair.p.derivatives(front, back), pair.s.derivatives(front, back)];
      subtractPhases(inP.phases[0], inS.phases[0], pair.curve);
      pair.curve.derivatives = inP.byThickness[0].map((slope, i) => DEGREES * (slope - inS.byThickness[0][i]));
    }
    if (this.r !== undefined) turnToDelta(this.r.curve, this.delta);
    if (this.psi === undefined) return;
    this.s.evaluateDerivatives(front, back);
    this.p.evaluateDerivatives(front, back);
    this.fillPsi(this.psi);
    this.differentiatePsi(this.psi, front.count + back.count);
  }

  curve(quantity: BeyondQuantity): SourceCurve {
    const found = { psPhaseR: this.r?.curve, psPhaseT: this.t?.curve, psi: this.psi }[quantity as string];
    return found ?? this.delta;
  }

  private fillPsi({ values }: SourceCurve): void {
    for (let i = 0; i < values.length; i++) {
      values[i] = DEGREES * atan2(Math.sqrt(this.p.R[i]), Math.sqrt(this.s.R[i]));
    }
  }

  /** dΨ = sin Ψ cos Ψ (dR_p/R_p − dR_s/R_s)/2, with sin Ψ cos Ψ = √(R_s R_p)/(R_s + R_p) */
  private differentiatePsi(psi: SourceCurve, layers: number): void {
    const { s, p } = this;
    const count = psi.values.length;
    reserveDerivatives(psi, layers * count);
    for (let w = 0; w < count; w++) {
      const [Rs, Rp] = [s.R[w], p.R[w]];
      const hasPsi = Rs > 0 && Rp > 0;
      const factor = hasPsi ? (DEGREES * Math.sqrt(Rs * Rp)) / (2 * (Rs + Rp)) : 0;
      for (let at = w; at < layers * count; at += count) {
        psi.derivatives[at] = hasPsi ? factor * (p.dR[at] / Rp - s.dR[at] / Rs) : 0;
      }
    }
  }
}

function subtractPhases(p: Float64Array, s: Float64Array, { values }: SourceCurve): void {
  for (let i = 0; i < values.length; i++) values[i] = withinTurn(DEGREES * (p[i] - s[i]));
}

function turnToDelta(from: SourceCurve, to: SourceCurve): void {
  for (let i = 0; i < from.values.length; i++) to.values[i] = withinTurn(from.values[i] + 180);
  to.derivatives = from.derivatives;
}

/** The same angle in −180 < angle ≤ 180. */
function withinTurn(angleDeg: number): number {
  if (angleDeg > 180) return angleDeg - 360;
  return angleDeg <= -180 ? angleDeg + 360 : angleDeg;
}
