import type { PanelName } from './default-layout.ts';

/** The way that F6 goes: as the work does. */
const ROUND: readonly PanelName[] = ['Target', 'Spectrum', 'Candidates', 'Layers', 'Structure', 'Materials'];
/** What a panel is for, where it has one such thing. */
const MAIN = '[role="application"], tbody tr[tabindex="0"]';
const FIRST = 'button:enabled, input:enabled, select:enabled, [tabindex="0"]';

/** Moves the focus to the next panel, or the one before; without a panel that has it to the Spectrum. */
export function focusPanel(by: 1 | -1): void {
  const at = ROUND.findIndex((name) => regionOf(name)?.contains(document.activeElement));
  const order = ROUND.map((_, i) => ROUND[(at + by * (i + 1) + 2 * ROUND.length) % ROUND.length]);
  for (const name of at < 0 ? (['Spectrum'] as const) : order) {
    const region = name === undefined ? null : regionOf(name);
    const goal = region?.querySelector<HTMLElement>(MAIN) ?? region?.querySelector<HTMLElement>(FIRST);
    goal?.focus();
    if (goal !== null && goal !== undefined && document.activeElement === goal) return;
  }
}

const regionOf = (name: PanelName) => document.querySelector(`section[aria-label="${name}"]`);
