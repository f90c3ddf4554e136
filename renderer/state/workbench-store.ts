import { type TemporalState, temporal } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type DesignInHand,
  type KeptCandidate,
  WORKBENCH_FORMAT,
  type WorkbenchDocument,
} from '#core/documents/workbench-document.ts';
import type { Stack } from '#core/optics/stack.ts';
import type { RowShape, TargetRow, Wish } from '#core/targets/target-rows.ts';

/** A person's work. Everything in it can be undone but the arrival of candidates and the settings of a run. */
export interface Workbench {
  readonly name: string;
  readonly wish: Wish;
  readonly design: DesignInHand | null;
  readonly candidates: readonly KeptCandidate[];
  readonly run: WorkbenchDocument['run'];
}

/** A tolerance of undefined goes back to the quantity's own. */
export type RowChange = Partial<Omit<TargetRow, 'id' | 'tolerance'>> & { readonly tolerance?: number | undefined };

export type RulesChange = { readonly [K in keyof Wish['rules']]?: Wish['rules'][K] | undefined };

export interface WorkbenchActions {
  rename(name: string): void;
  addRow(row: TargetRow): void;
  changeRow(id: string, change: RowChange): void;
  /** one undo step for each call: call it when a stroke ends, not while it is drawn */
  drawRow(id: string, shape: RowShape): void;
  removeRow(id: string): void;
  /** a rule of undefined is taken away: the default holds again */
  changeRules(change: RulesChange): void;
  setWish(wish: Wish): void;
  /** takes a stack as the design in hand; a candidate's id says where it came from */
  takeDesign(stack: Stack, fromCandidate?: string): void;
  /** Physical thickness of a front layer, nm. Returns false, changing nothing, when it is out of range. */
  setThickness(layer: number, thicknessNm: number): boolean;
  /** any other change of the design's stack, as one undo step */
  editStack(stack: Stack, locked?: readonly boolean[]): void;
  setLocked(layer: number, isLocked: boolean): void;
  /** replaces the unpinned candidates of the last run */
  showCandidates(candidates: readonly KeptCandidate[]): void;
  pinCandidate(id: string, isPinned: boolean): void;
  setRun(change: Partial<Workbench['run']>): void;
  /** replaces everything, as one undo step */
  openDocument(document: WorkbenchDocument): void;
}

export type WorkbenchState = Workbench & WorkbenchActions;
type Undoable = Pick<Workbench, 'name' | 'wish' | 'design'>;
export type WorkbenchStore = StoreApi<WorkbenchState> & { temporal: StoreApi<TemporalState<Undoable>> };

const UNDO_STEPS = 200;

/** A first project: a mirror to draw upon, on glass, of the default materials. */
export function newWorkbench(): Workbench {
  return {
    name: 'Untitled',
    wish: { rows: [], rules: { substrate: { medium: 'N-BK7' } }, merit: 'rms', specification: [] },
    design: null,
    candidates: [],
    run: { seed: 1, budgetSeconds: 5, candidates: 10 },
  };
}

/** The document that is saved. */
export function documentOf(state: Workbench, program: string): WorkbenchDocument {
  const { name, wish, design, candidates, run } = state;
  return { format: WORKBENCH_FORMAT, program, name, wish, design, candidates: [...candidates], run };
}

export function createWorkbenchStore(initial: Workbench): WorkbenchStore {
  return createStore<WorkbenchState>()(
    temporal<WorkbenchState, [], [], Undoable>((set, get) => ({ ...initial, ...actions(set, get) }), {
      partialize: ({ name, wish, design }) => ({ name, wish, design }),
      equality: (a, b) => a.name === b.name && a.wish === b.wish && a.design === b.design,
      limit: UNDO_STEPS,
    }),
  );
}

type Set = (change: Partial<Workbench> | ((state: WorkbenchState) => Partial<Workbench>)) => void;
type Get = () => WorkbenchState;

function actions(set: Set, get: Get): WorkbenchActions {
  return { ...wishActions(set, get), ...designActions(set, get), ...documentActions(set) };
}

/** `substrate` alone is no option, and nobody takes it away. */
function withoutUndefined(rules: RulesChange): Wish['rules'] {
  return Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== undefined)) as Wish['rules'];
}

function changedRow(row: TargetRow, change: RowChange): TargetRow {
  const { tolerance, ...rest } = { ...row, ...change };
  return tolerance === undefined ? rest : { ...rest, tolerance };
}

type WishActions = Pick<WorkbenchActions, 'addRow' | 'changeRow' | 'drawRow' | 'removeRow' | 'changeRules' | 'setWish'>;

function wishActions(set: Set, get: Get): WishActions {
  const changeWish = (change: Partial<Wish>) => set(({ wish }) => ({ wish: { ...wish, ...change } }));
  const changeRow = (id: string, change: RowChange) =>
    changeWish({ rows: get().wish.rows.map((row) => (row.id === id ? changedRow(row, change) : row)) });
  return {
    addRow: (row) => changeWish({ rows: [...get().wish.rows, row] }),
    changeRow,
    drawRow: (id, shape) => changeRow(id, { shape }),
    removeRow: (id) => changeWish({ rows: get().wish.rows.filter((row) => row.id !== id) }),
    changeRules: (change) => changeWish({ rules: withoutUndefined({ ...get().wish.rules, ...change }) }),
    setWish: (wish) => set({ wish }),
  };
}

type DesignActions = Pick<WorkbenchActions, 'takeDesign' | 'setThickness' | 'editStack' | 'setLocked'>;

function designActions(set: Set, get: Get): DesignActions {
  return {
    takeDesign: (stack, fromCandidate) => {
      const locked = stack.layers.map(() => false);
      set({ design: { stack, locked, ...(fromCandidate === undefined ? {} : { fromCandidate }) } });
    },
    setThickness: (layer, thicknessNm) => {
      const { design } = get();
      if (design === null || !(layer in design.stack.layers)) return false;
      if (!(thicknessNm >= 0 && thicknessNm <= MOST_THICKNESS_NM)) return false; // also refuses NaN
      const layers = design.stack.layers.map((old, i) => (i === layer ? { ...old, thicknessNm } : old));
      set({ design: { ...design, stack: { ...design.stack, layers } } });
      return true;
    },
    editStack: (stack, locked) => {
      const { design } = get();
      const kept = locked ?? stack.layers.map((_, i) => design?.locked[i] ?? false);
      set({ design: { ...design, stack, locked: [...kept] } });
    },
    setLocked: (layer, isLocked) => {
      const { design } = get();
      if (design === null) return;
      set({ design: { ...design, locked: design.locked.map((old, i) => (i === layer ? isLocked : old)) } });
    },
  };
}

const MOST_THICKNESS_NM = 1e9;

type DocumentActions = Pick<WorkbenchActions, 'rename' | 'showCandidates' | 'pinCandidate' | 'setRun' | 'openDocument'>;

function documentActions(set: Set): DocumentActions {
  return {
    rename: (name) => set({ name }),
    showCandidates: (candidates) =>
      set((state) => ({ candidates: [...state.candidates.filter(({ isPinned }) => isPinned), ...candidates] })),
    pinCandidate: (id, isPinned) =>
      set((state) => ({ candidates: state.candidates.map((c) => (c.id === id ? { ...c, isPinned } : c)) })),
    setRun: (change) => set((state) => ({ run: { ...state.run, ...change } })),
    openDocument: ({ name, wish, design, candidates, run }) => set({ name, wish, design, candidates, run }),
  };
}
