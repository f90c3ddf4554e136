import type { Target } from '#core/targets/target.ts';
import { DesignService } from '#services/design-service.ts';
import { openPackAdvisor } from '#services/inference/pack-advisor.ts';
import { DesignLibraries } from '#services/library/design-libraries.ts';
import { type LoadedCatalogue, loadCatalogue } from '#services/materials/load-catalogue.ts';

/** What an engine holds. */
interface Held {
  readonly catalogue: LoadedCatalogue;
  readonly advisor: Awaited<ReturnType<typeof openPackAdvisor>>;
  readonly design: DesignService;
}

/** A wish that leads through every part of the pipeline, and the networks of the visible. */
const REHEARSAL: Target = {
  spectra: [{ quantity: 'R', wavelengthsNm: [400, 450, 500, 550, 600, 650, 700], values: [0, 0, 1, 1, 1, 0, 0] }],
  stack: { substrate: { medium: 'N-BK7' } },
};
const REHEARSAL_ROUNDS = 3;

/** The parts that take a moment to start: started once, in the background, and again after a failure. */
export class WarmServices {
  private held: Promise<Held> | undefined;
  private loaded: LoadedCatalogue | undefined;
  private readonly workers: number | undefined;
  private readonly rehearsing = new AbortController();

  private readonly dataFolder: string;

  constructor(workers: number | undefined, dataFolder: string) {
    this.workers = workers;
    this.dataFolder = dataFolder;
  }

  /** Loads everything, and rehearses a design: code that has run before runs twice as fast. */
  start(): void {
    this.all()
      .then(({ design }) => this.rehearse(design))
      .catch(() => undefined); // whoever asks for them hears of it
  }

  /** What designs; a person's wish ends the rehearsal. */
  async designer(): Promise<DesignService> {
    this.rehearsing.abort();
    return (await this.all()).design;
  }

  catalogue(): LoadedCatalogue {
    this.loaded ??= loadCatalogue();
    return this.loaded;
  }

  all(): Promise<Held> {
    this.held ??= this.open().catch((error: unknown) => {
      this.held = undefined;
      throw error;
    });
    return this.held;
  }

  async close(): Promise<void> {
    this.rehearsing.abort();
    const held = await this.held?.catch(() => undefined);
    this.held = undefined;
    await held?.design.close();
  }

  private async rehearse(design: DesignService): Promise<void> {
    const { signal } = this.rehearsing;
    if (signal.aborted) return;
    const request = { seed: 1, candidates: 1, budgetMs: 0, rounds: REHEARSAL_ROUNDS, library: false, signal };
    for await (const event of design.design(REHEARSAL, request)) if (event.type === 'done') return;
  }

  /** Networks and search workers load side by side. */
  private async open(): Promise<Held> {
    const catalogue = this.catalogue();
    const loading = openPackAdvisor();
    loading.catch(() => undefined); // told below, when it is waited for
    const libraries = new DesignLibraries(this.dataFolder);
    try {
      const design = await DesignService.open(catalogue, { workers: this.workers, advisor: loading, libraries });
      const advisor = await loading;
      for (const problem of [...catalogue.problems, ...advisor.host.problems]) {
        process.stderr.write(`stackwright: ${problem}\n`);
      }
      return { catalogue, advisor, design };
    } catch (error) {
      await loading.then((advisor) => advisor.close()).catch(() => undefined); // the first failure is the one to tell
      throw error;
    }
  }
}
