import type { DesignMedium } from '#core/targets/design-media.ts';
import type { DesignSpace } from '#core/targets/design-space.ts';
import type { Wish } from './wish.ts';

const SAMPLES = 33;
/** Mean extinction coefficient up to which a medium serves in a mirror. */
const LOSSLESS = 0.02;

/** High and low index of a periodic stack; positions in `DesignSpace.layerMedia`. */
export interface IndexPair {
  readonly high: number;
  readonly low: number;
}

/** The media of a design space as formulas want them: n and k at any wavelength, quarter waves, and who can be what. */
export class MediaView {
  /** media that hardly absorb, ascending index */
  readonly dielectrics: readonly number[];
  /** metals and other absorbers, the strongest extinction first */
  readonly absorbers: readonly number[];
  /** dielectrics, and semiconductors and the like that absorb but are no metals, ascending index */
  readonly films: readonly number[];
  /** geometric mean of the ends of the band, nm */
  readonly middleNm: number;
  private readonly rankedPairs = new Map<'dielectrics' | 'films', IndexPair[]>();
  private readonly bandNm: readonly [number, number];
  private readonly tables: readonly { readonly n: Float64Array; readonly k: Float64Array }[];
  private readonly ambientTable: { readonly n: Float64Array };
  private readonly substrateTable: { readonly n: Float64Array };
  private readonly space: DesignSpace;
  private readonly sineSquared: number;
  private readonly polarization: number;

  constructor(space: DesignSpace, wish: Wish) {
    this.space = space;
    this.bandNm = [Math.min(...space.bandNm), Math.max(...space.bandNm)];
    this.middleNm = Math.sqrt(this.bandNm[0] * this.bandNm[1]);
    const step = (this.bandNm[1] - this.bandNm[0]) / (SAMPLES - 1);
    const grid = Float64Array.from({ length: SAMPLES }, (_, i) => this.bandNm[0] + i * step);
    const sample = ({ material }: DesignMedium) => material.sample(grid, { clamp: true });
    this.tables = space.layerMedia.map(sample);
    this.ambientTable = sample(space.ambient);
    this.substrateTable = sample(space.substrate);
    const incident = wish.isReverse ? (space.slab === undefined ? space.substrate : space.slab.exit) : space.ambient;
    const { n } = incident.material.sample([this.middleNm], { clamp: true });
    this.sineSquared = wish.sineSquared * n[0] * n[0];
    this.polarization = wish.polarization;
    const lossOf = (medium: number): number => {
      const { k } = this.tables[medium];
      return k.reduce((sum, value) => sum + value, 0) / SAMPLES;
    };
    const isDielectric = (medium: number): boolean => space.isMetal[medium] === 0 && lossOf(medium) <= LOSSLESS;
    const byIndex = (a: number, b: number): number => this.n(a, this.middleNm) - this.n(b, this.middleNm) || a - b;
    this.dielectrics = space.allowed.filter(isDielectric).sort(byIndex);
    this.films = space.allowed.filter((medium) => space.isMetal[medium] === 0).sort(byIndex);
    this.absorbers = space.allowed
      .filter((medium) => !isDielectric(medium))
      .sort((a, b) => lossOf(b) - lossOf(a) || a - b);
  }

  /** Re N of a layer medium. */
  n(medium: number, wavelengthNm: number): number {
    return this.between(this.tables[medium].n, wavelengthNm);
  }

  /** Im N of a layer medium. */
  k(medium: number, wavelengthNm: number): number {
    return this.between(this.tables[medium].k, wavelengthNm);
  }

  /** λ/(4 n cos θ): the physical thickness of a quarter wave at the target's angle, nm. */
  quarterNm(medium: number, wavelengthNm: number): number {
    return wavelengthNm / (4 * this.normalIndex(this.n(medium, wavelengthNm)));
  }

  /** Tilted admittance of a layer medium in free-space units: n cos θ for s, n/cos θ for p, n unpolarized. */
  admittance(medium: number, wavelengthNm: number): number {
    return this.tilted(this.n(medium, wavelengthNm));
  }

  ambient(wavelengthNm: number): number {
    return this.tilted(this.between(this.ambientTable.n, wavelengthNm));
  }

  substrate(wavelengthNm: number): number {
    return this.tilted(this.between(this.substrateTable.n, wavelengthNm));
  }

  /** Pairs of dielectrics for a stack, or of all films, the highest contrast first. */
  pairs(count: number, of: 'dielectrics' | 'films' = 'dielectrics'): IndexPair[] {
    let ranked = this.rankedPairs.get(of);
    if (ranked === undefined) {
      ranked = this.rankPairs(this[of]);
      this.rankedPairs.set(of, ranked);
    }
    return ranked.slice(0, count);
  }

  private rankPairs(ascending: readonly number[]): IndexPair[] {
    const indexes = ascending.map((medium) => this.n(medium, this.middleNm));
    const list: { readonly pair: IndexPair; readonly contrast: number }[] = [];
    for (let i = 0; i < ascending.length; i++) {
      for (let j = i + 1; j < ascending.length; j++) {
        list.push({ pair: { high: ascending[j], low: ascending[i] }, contrast: indexes[j] / indexes[i] });
      }
    }
    list.sort((a, b) => b.contrast - a.contrast || a.pair.high - b.pair.high || a.pair.low - b.pair.low);
    return list.map(({ pair }) => pair);
  }

  /** The dielectric whose index comes nearest. */
  nearest(index: number, wavelengthNm: number): number | undefined {
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const medium of this.dielectrics) {
      const apart = Math.abs(this.n(medium, wavelengthNm) - index);
      if (apart < least) [best, least] = [medium, apart];
    }
    return best;
  }

  /** Whether a layer may have a thickness, nm, or half of the least one, which the recipe's face then makes whole. */
  fits(medium: number, thicknessNm: number): boolean {
    return thicknessNm >= this.space.minNm[medium] / 2 && thicknessNm <= this.space.maxNm[medium];
  }

  /** n cos θ; near total reflection no less than 0.2. */
  private normalIndex(n: number): number {
    return Math.sqrt(Math.max(n * n - this.sineSquared, 0.04));
  }

  private tilted(n: number): number {
    const normal = this.normalIndex(n);
    return this.polarization > 0 ? normal : this.polarization < 0 ? (n * n) / normal : n;
  }

  private between(values: Float64Array, wavelengthNm: number): number {
    const [from, to] = this.bandNm;
    if (to <= from) return values[0];
    const at = Math.min(Math.max(((wavelengthNm - from) / (to - from)) * (SAMPLES - 1), 0), SAMPLES - 1);
    const i = Math.min(Math.floor(at), SAMPLES - 2);
    return values[i] + (values[i + 1] - values[i]) * (at - i);
  }
}
