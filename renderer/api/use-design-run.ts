import { useApi } from './engine-context.tsx';

export interface DesignRunActions {
  /** designs for the wish in the stores; the run store says how it goes */
  start(): void;
  /** ends the run with the best so far */
  stop(): void;
}

export function useDesignRun(): DesignRunActions {
  const { runner } = useApi();
  return { start: () => void runner.start(), stop: () => runner.stop() };
}
