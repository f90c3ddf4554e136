import { RPCHandler } from '@orpc/server/ws';
import type { AppInfo } from '#services/contract.ts';
import { programVersion } from '#services/program-version.ts';
import { type TextChannel, WIRE_SERIALIZERS } from '#services/wire.ts';
import { DesignRuns } from './design-runs.ts';
import { DocumentStore } from './document-store.ts';
import { createRouter, type EngineRouter } from './router.ts';
import { WarmServices } from './warm-services.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  readonly host: AppInfo['host'];
  /** threads to search with; default: one for each processor */
  readonly workers?: number;
}

/** The engine of one data folder: everything that a window can ask for. */
export interface Engine {
  readonly router: EngineRouter;
  /** Serves one window over one connection until it closes. */
  connect(channel: TextChannel): void;
  /** Stops the workers, writes what was asked to be saved, gives the data back. */
  close(): Promise<void>;
  /** The same without waiting, for a process that ends now. */
  abandon(): void;
}

/** Starts an engine. It answers at once; the search workers load meanwhile. */
export function createEngine({ dataFolder, host, workers }: EngineOptions): Engine {
  const documents = new DocumentStore(dataFolder);
  const warm = new WarmServices(workers, dataFolder);
  const info: AppInfo = { version: programVersion(), host, dataFolder };
  const router = createRouter({ info, documents, runs: new DesignRuns(), services: warm });
  const handler = new RPCHandler(router, { customJsonSerializers: WIRE_SERIALIZERS });
  warm.start();
  return {
    router,
    connect: (channel) => {
      // The protocol wants what a web socket and a text channel have in common.
      void handler.upgrade(channel as unknown as Parameters<typeof handler.upgrade>[0]);
    },
    close: async () => {
      await Promise.all([warm.close(), documents.close()]);
    },
    abandon: () => documents.abandon(),
  };
}
