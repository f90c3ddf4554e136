import type { DesignMedium } from './design-media.ts';
import type { BuildRules } from './target.ts';

/** Layers of one face, from the incident side on; media index `DesignSpace.layerMedia`. */
export interface SpaceFace {
  readonly media: number[];
  readonly thicknessNm: number[];
  /** a locked layer keeps its medium and its thickness */
  readonly locked: boolean[];
}

/** What may be built for a target, materials resolved: everything that a search needs to know beside the merit. */
export interface DesignSpace {
  /**
   * every medium that a layer may have, also those that only fixed, starting or back layers use; a layer of the start
   * with limits of its own has a medium of its own, which differs from its material's in nothing else
   */
  readonly layerMedia: readonly DesignMedium[];
  /** positions in `layerMedia` that a search may choose from */
  readonly allowed: readonly number[];
  /** limits of a layer's thickness by position in `layerMedia`, nm */
  readonly minNm: Float64Array;
  readonly maxNm: Float64Array;
  /** 1 for a metal (Re N² < 0 at mid-band), by position in `layerMedia` */
  readonly isMetal: Uint8Array;
  /** most layers on one coated face, fixed ones included */
  readonly maxLayers: number;
  /** cap on the thickness of all designed layers of both faces together, nm; Infinity without one */
  readonly totalMaxNm: number;
  /** layers of the front face that stay where they are, all locked */
  readonly outermost: SpaceFace;
  readonly innermost: SpaceFace;
  /** a whole front face to begin with, fixed layers in place */
  readonly start?: SpaceFace;
  /** `face` holds the given layers of a fixed back and is empty otherwise; a mirrored back repeats the front reversed */
  readonly back: { readonly mode: 'none' | 'fixed' | 'design' | 'mirror'; readonly face: SpaceFace };
  readonly ambient: DesignMedium;
  readonly substrate: DesignMedium;
  /** absent: the substrate is a half-space */
  readonly slab?: { readonly thicknessNm: number; readonly coherent: boolean; readonly exit: DesignMedium };
  /** shortest and longest vacuum wavelength of the target and its specification, nm */
  readonly bandNm: readonly [number, number];
  /** materials that would have come by default but cannot serve */
  readonly excluded: readonly { readonly id: string; readonly reason: string }[];
  /** the surroundings as answers repeat them */
  readonly rules: BuildRules;
  /** how many times thicker than designed a layer is, by position in `layerMedia`; absent: as designed */
  readonly expansion?: Float64Array;
  /** the same coatings elsewhere, by the environment's id */
  readonly environments: ReadonlyMap<string, DesignSpace>;
}
