/** A pack that was considered for a target. */
export interface ConsultedPack {
  readonly id: string;
  readonly fits: boolean;
  /** why it was not asked; empty if it was */
  readonly reasons: readonly string[];
}

/** What the run is made of; comes before the first candidate. */
export interface DesignSetup {
  readonly type: 'setup';
  /** materials that would have come by default but cannot serve */
  readonly excluded: readonly { readonly id: string; readonly reason: string }[];
  readonly packs: readonly ConsultedPack[];
}
