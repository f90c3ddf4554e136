/** The best merit against time as an SVG path: a falling staircase, its merit axis logarithmic. */
export function tracePath(
  trace: readonly (readonly [number, number])[],
  elapsedMs: number,
  width: number,
  height: number,
): string {
  if (trace.length === 0) return '';
  const logs = trace.map(([, merit]) => Math.log(Math.max(merit, 1e-9)));
  const [least, greatest] = [Math.min(...logs), Math.max(...logs)];
  const span = greatest - least || 1;
  const end = Math.max(elapsedMs, trace[trace.length - 1][0], 1);
  const x = (ms: number): string => ((ms / end) * width).toFixed(1);
  const y = (log: number): string => (1 + ((greatest - log) / span) * (height - 2)).toFixed(1);
  const steps = trace.map(([ms], i) => (i === 0 ? `M${x(ms)} ${y(logs[i])}` : `H${x(ms)}V${y(logs[i])}`));
  return `${steps.join('')}H${width}`;
}
