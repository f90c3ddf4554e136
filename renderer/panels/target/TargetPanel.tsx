import { useEffect, useRef, useState } from 'react';
import { useFiles } from '#renderer/api/use-files.ts';
import { Button } from '#renderer/controls/Button.tsx';
import controls from '#renderer/controls/controls.module.css';
import { Menu } from '#renderer/controls/Menu.tsx';
import { Note } from '#renderer/controls/Note.tsx';
import { SelectField } from '#renderer/controls/SelectField.tsx';
import { useStores, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { emptyRow, PRESETS, type Preset, wishOfPreset } from './presets.ts';
import { SpecificationList } from './SpecificationList.tsx';
import { TargetRowItem } from './TargetRowItem.tsx';
import styles from './target.module.css';
import { useWishFault } from './useWishFault.ts';

const MERITS = { rms: 'root mean square', mae: 'mean absolute' } as const;

/** What is wished for: rows that are drawn on the chart or typed here, and what must be passed. */
export function TargetPanel() {
  const { import: importFile, fault, notes } = useImport();
  const wishFault = useWishFault();
  return (
    <section className={controls.panel} aria-label="Target">
      <div className={controls.bar}>
        <AddButtons />
        <Button className={styles.push} title="A target as JSON or CSV; or drop the file here" onClick={importFile}>
          Import
        </Button>
      </div>
      <div className={controls.scroll}>
        {fault === null ? null : <Note tone="error">{fault}</Note>}
        {notes.map((note) => (
          <Note key={note}>{note}</Note>
        ))}
        {wishFault === null ? null : <Note tone="error">{wishFault}</Note>}
        <Rows />
        <SpecificationList />
        <MeritChoice />
      </div>
    </section>
  );
}

/** With nothing wished for yet: the ways to begin. */
function Beginnings() {
  const takePreset = useTakePreset();
  return (
    <>
      <p className={styles.hint}>Draw on the Spectrum chart, drop a file here, or begin with one of these:</p>
      <ul className={styles.presets}>
        {PRESETS.map((preset) => (
          <li key={preset.id}>
            <button type="button" onClick={() => takePreset(preset)}>
              {preset.name}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function useTakePreset() {
  const { workbench, view } = useStores();
  return (preset: Preset) => {
    const { wish, setWish, name, rename } = workbench.getState();
    const isFirst = wish.rows.length === 0 && name === 'Untitled';
    const next = wishOfPreset(preset, wish.rules);
    setWish(next);
    if (isFirst) rename(preset.name);
    view.setState({ selectedRowId: next.rows[0]?.id ?? null, tool: 'select' });
  };
}

function AddButtons() {
  const { workbench, view } = useStores();
  const takePreset = useTakePreset();
  const addRow = () => {
    const row = emptyRow(workbench.getState().wish.rows);
    workbench.getState().addRow(row);
    view.setState({ selectedRowId: row.id });
  };
  return (
    <>
      <Button onClick={addRow} title="A row to draw on the chart or to type">
        + Add
      </Button>
      <Menu
        label="Presets"
        title="Replaces rows, specification, materials and limits; Undo brings them back"
        entries={PRESETS.map((preset) => ({ text: preset.name, onChoose: () => takePreset(preset) }))}
      />
    </>
  );
}

function Rows() {
  const { view } = useStores();
  const rows = useWorkbench((state) => state.wish.rows);
  const changeRow = useWorkbench((state) => state.changeRow);
  const removeRow = useWorkbench((state) => state.removeRow);
  const selected = useView((state) => state.selectedRowId);
  if (rows.length === 0) {
    return <Beginnings />;
  }
  return (
    <ul className={styles.rows} aria-label="Wishes">
      {rows.map((row, i) => (
        <TargetRowItem
          key={row.id}
          row={row}
          index={i}
          isSelected={row.id === selected}
          onSelect={() => view.setState({ selectedRowId: row.id === selected ? null : row.id })}
          onChange={(change) => changeRow(row.id, change)}
          onRemove={() => removeRow(row.id)}
        />
      ))}
    </ul>
  );
}

function MeritChoice() {
  const wish = useWorkbench((state) => state.wish);
  const setWish = useWorkbench((state) => state.setWish);
  return (
    <div className={styles.section}>
      <span>Merit</span>
      <SelectField
        label="Merit"
        value={wish.merit}
        options={MERITS}
        onChange={(merit) => setWish({ ...wish, merit })}
      />
    </div>
  );
}

/** Files become the wish; one that cannot be read says why, here. */
function useImport() {
  const { pickAndOpen, open } = useFiles();
  const { workbench, view } = useStores();
  const [{ fault, notes }, setResult] = useState<{ fault: string | null; notes: readonly string[] }>({
    fault: null,
    notes: [],
  });
  const settle = (outcome: Awaited<ReturnType<typeof pickAndOpen>>) => {
    if (outcome === null) return;
    if (!outcome.ok) return setResult({ fault: outcome.failure.message, notes: [] });
    setResult({ fault: null, notes: outcome.value.kind === 'target' ? outcome.value.notes : [] });
    view.setState({ selectedRowId: workbench.getState().wish.rows[0]?.id ?? null, tool: 'select' });
  };
  useFileDrop((file) => void open(file).then(settle));
  return { import: () => void pickAndOpen().then(settle), fault, notes };
}

/** A file may be dropped anywhere: a browser left to itself would show it in the place of the window. */
function useFileDrop(onFile: (file: File) => void): void {
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
