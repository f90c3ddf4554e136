import { implement } from '@orpc/server';
import { type AppInfo, contract } from '#services/contract.ts';
import { type DesignRuns, foundCandidate } from './design-runs.ts';
import type { DocumentStore } from './document-store.ts';
import { exportDesign } from './export-design.ts';
import { materialDocuments, materialSummaries, modelSummaries } from './material-lists.ts';
import { openFile } from './open-file.ts';
import { badRequest, contractError } from './refusals.ts';
import type { WarmServices } from './warm-services.ts';

/** What the procedures work with. */
export interface EngineParts {
  readonly info: AppInfo;
  readonly documents: DocumentStore;
  readonly runs: DesignRuns;
  readonly services: Pick<WarmServices, 'all' | 'catalogue' | 'designer'>;
}

/** Every refusal and failure of a call leaves as an error that the contract declares. */
const os = implement(contract).use(async ({ next, path, procedure }, input) => {
  try {
    return await next();
  } catch (error) {
    throw contractError(badRequest(error, procedure['~orpc'].inputSchema, input), path.join('.'));
  }
});

/** The contract, implemented. */
export function createRouter({ info, documents, runs, services }: EngineParts) {
  return os.router({
    app: { info: os.app.info.handler(() => info) },
    materials: {
      list: os.materials.list.handler(() => materialSummaries(services.catalogue())),
      documents: os.materials.documents.handler(({ input }) => materialDocuments(services.catalogue(), input.ids)),
    },
    models: {
      list: os.models.list.handler(async () => modelSummaries((await services.all()).advisor.host)),
    },
    files: {
      open: os.files.open.handler(({ input }) => openFile(input.name, input.text, services.catalogue())),
      export: os.files.export.handler(({ input }) => exportDesign(input, services.catalogue())),
    },
    design: {
      run: os.design.run.handler(async function* ({ input, signal }) {
        try {
          yield* runs.run(await services.designer(), input, signal);
        } catch (error) {
          throw contractError(error, 'design.run'); // thrown while the stream goes, past the guard above
        }
      }),
      stop: os.design.stop.handler(({ input }) => ({ stopped: runs.stop(input.run) })),
      refine: os.design.refine.handler(async ({ input, signal }) => {
        const { target, stack, ...how } = input;
        const request = { ...how, candidates: MOST_REFINED, ...(signal === undefined ? {} : { signal }) };
        return (await (await services.designer()).refine(target, stack, request)).map(foundCandidate);
      }),
    },
    document: {
      load: os.document.load.handler(() => documents.load()),
      save: os.document.save.handler(async ({ input }) => ({
        revision: await documents.save(input.document, input.revision, input.writer),
      })),
    },
    settings: {
      load: os.settings.load.handler(() => documents.loadSettings()),
      save: os.settings.save.handler(async ({ input }) => {
        await documents.saveSettings(input);
        return null;
      }),
    },
  });
}

/** Ways that a refinement may end which are worth showing. */
const MOST_REFINED = 10;

export type EngineRouter = ReturnType<typeof createRouter>;
