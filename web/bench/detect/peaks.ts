import type { Peak, Variant } from './site/protocol.ts';

/** Where something runs: in the browser, or natively. */
export type Place = 'browser' | 'native';

/** Of one place and instruction set. */
export type PlacedPeak = Peak & { readonly where: Place };

/** Names of the instruction sets that each build may use begin so; as in bench/detect/peak/kernels.cpp. */
const instructionsOf: Readonly<Record<Variant, readonly string[]>> = {
  scalar: ['scalar'],
  simd: ['scalar', 'SIMD'],
  relaxed: ['scalar', 'SIMD', 'relaxed SIMD'],
};

/** The best that was seen of every instruction set in all rounds: what disturbs a measurement only makes it slower. */
export function bestPeaks(where: Place, rounds: readonly (readonly Peak[])[]): PlacedPeak[] {
  const best = new Map<string, PlacedPeak>();
  for (const peak of rounds.flat()) {
    const key = `${peak.instructions} ${peak.type}`;
    const before = best.get(key);
    if (!before || peak.gmacs > before.gmacs) best.set(key, { ...peak, where });
  }
  return [...best.values()];
}

/**
 * What so many cores could do, 1e9 multiply-adds a second, in that type of number with the instructions that a build has (natively:
 * all that the machine has); null where no such kernel runs.
 */
export function peakOf(
  peaks: readonly PlacedPeak[],
  { where, variant, precision, threads }: { where: Place; variant: Variant | null; precision: string; threads: number },
): number | null {
  // Peers in the browser are published for SIMD.
  const usable = instructionsOf[variant ?? 'simd'];
  const fitting = peaks.filter(
    (peak) =>
      peak.where === where &&
      peak.type === precision &&
      (where === 'native' || usable.some((name) => peak.instructions === name || peak.instructions.startsWith(`${name} `))),
  );
  return fitting.length === 0 ? null : threads * Math.max(...fitting.map(({ gmacs }) => gmacs));
}
