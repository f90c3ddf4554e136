import type { Illumination } from '#core/optics/stack.ts';
import type { RunFailure } from '#renderer/state/run-store.ts';
import { useStores } from '#renderer/state/stores.tsx';
import type { OpenedFile } from '#services/contract.ts';
import { useApi } from './engine-context.tsx';
import { failureOf } from './failure.ts';
import { documentFile, download, type ExportFormat, exportFile, openIntoWork, pickFile } from './files.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: RunFailure };

export interface FileActions {
  /** null: the person closed the picker */
  pickAndOpen(): Promise<Outcome<OpenedFile> | null>;
  /** for a file that was dropped, too; a refused one changes nothing */
  open(file: File): Promise<Outcome<OpenedFile>>;
  /** downloads the whole work */
  saveAs(): void;
  /** downloads the design in hand */
  exportDesign(format: ExportFormat, illumination?: Illumination): Promise<Outcome<string>>;
}

export function useFiles(): FileActions {
  const { engine, info } = useApi();
  const { workbench } = useStores();
  const open = (file: File) => outcome(() => openIntoWork(engine.client, workbench, file));
  return {
    open,
    pickAndOpen: async () => {
      const file = await pickFile();
      return file === null ? null : await open(file);
    },
    saveAs: () => download(documentFile(workbench, info.version)),
    exportDesign: (format, illumination) =>
      outcome(async () => {
        const file = await exportFile(engine.client, workbench, format, illumination);
        download(file);
        return file.fileName;
      }),
  };
}

async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
