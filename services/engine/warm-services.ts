import { DesignService } from '#services/design-service.ts';
import { openPackAdvisor } from '#services/inference/pack-advisor.ts';
import { type LoadedCatalogue, loadCatalogue } from '#services/materials/load-catalogue.ts';

/** What an engine holds. */
interface Held {
  readonly catalogue: LoadedCatalogue;
  readonly advisor: Awaited<ReturnType<typeof openPackAdvisor>>;
  readonly design: DesignService;
}

/** The parts that take a moment to start: started once, in the background, and again after a failure. */
export class WarmServices {
  private held: Promise<Held> | undefined;
  private loaded: LoadedCatalogue | undefined;
  private readonly workers: number | undefined;

  constructor(workers: number | undefined) {
    this.workers = workers;
  }

  start(): void {
    this.all().catch(() => undefined); // whoever asks for them hears of it
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
    const held = await this.held?.catch(() => undefined);
    this.held = undefined;
    await held?.design.close();
  }

  private async open(): Promise<Held> {
    const catalogue = this.catalogue();
    const advisor = await openPackAdvisor();
    try {
      const design = await DesignService.open(catalogue, { workers: this.workers, advisor });
      for (const problem of [...catalogue.problems, ...advisor.host.problems]) {
        process.stderr.write(`stackwright: ${problem}\n`);
      }
      return { catalogue, advisor, design };
    } catch (error) {
      await advisor.close();
      throw error;
    }
  }
}
