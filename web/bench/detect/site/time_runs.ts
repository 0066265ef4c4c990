import type { Digest, Measurement } from './protocol.ts';

/** When each of some runs began, milliseconds since 1970, and how long it took. */
export type RunTimes = Pick<Measurement, 'starts_ms' | 'network_ms'>;

/** As time_runs of bench/detect/time_runs.hpp: one run unseen, then those that count. */
export async function timeRuns(run: () => void | Promise<void>, milliseconds: number): Promise<RunTimes> {
  await run();
  const starts_ms: number[] = [];
  const network_ms: number[] = [];
  for (const begin = performance.now(); performance.now() - begin < milliseconds || network_ms.length < 3;) {
    const start = performance.now();
    await run();
    network_ms.push(performance.now() - start);
    starts_ms.push(performance.timeOrigin + start);
  }
  return { starts_ms, network_ms };
}

/** As digest of bench/detect/measurement.hpp. */
export function digest(values: Float32Array): Digest {
  const sums = { mean: 0, mean_absolute: 0, largest: 0 };
  for (const value of values) {
    sums.mean += value / values.length;
    sums.mean_absolute += Math.abs(value) / values.length;
    sums.largest = Math.max(sums.largest, Math.abs(value));
  }
  return sums;
}

/** Libraries take half of the cores that the browser tells them of: lets them have so many threads. */
export function pretendCoresFor(threads: number): void {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true });
}
