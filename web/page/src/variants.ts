import { relaxedSimd, simd, threads } from 'wasm-feature-detect';
import { variants } from './engine/protocol.ts';
import type { Variant } from './engine/protocol.ts';

/** What decides which builds of the engine a browser can run. */
export interface Capabilities {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Whether wasm knows shared memory and atomics, and whether this page may use them (cross-origin isolation). */
  readonly threads: boolean;
  readonly isolated: boolean;
  readonly cores: number;
}

export type Obstacle = 'no-simd' | 'no-relaxed-simd' | 'no-threads' | 'no-isolation' | 'failed';

export interface VariantChoice {
  /** null: none can run. */
  readonly variant: Variant | null;
  /** Whether the user's wish was followed; otherwise it is the fastest that can run. */
  readonly wished: boolean;
  /** Why a variant cannot run; null where it can. */
  readonly obstacles: Readonly<Record<Variant, Obstacle | null>>;
}

export async function detectCapabilities(): Promise<Capabilities> {
  const isolated = globalThis.crossOriginIsolated;
  const [hasSimd, hasRelaxedSimd, hasThreads] = await Promise.all([simd(), relaxedSimd(), isolated ? threads() : true]);
  return { simd: hasSimd, relaxedSimd: hasRelaxedSimd, threads: hasThreads, isolated, cores: navigator.hardwareConcurrency || 1 };
}

function obstacleOf(variant: Variant, has: Capabilities): Obstacle | null {
  if (variant !== 'scalar' && !has.simd) return 'no-simd';
  if (variant === 'relaxed' && !has.relaxedSimd) return 'no-relaxed-simd';
  if (variant === 'single') return null;
  if (!has.isolated) return 'no-isolation';
  return has.threads ? null : 'no-threads';
}

/** The wished variant where it can run, else the fastest that can. `failed` names those that were tried in vain. */
export function chooseVariant(has: Capabilities, wish: Variant | null, failed: readonly Variant[] = []): VariantChoice {
  const obstacle = (variant: Variant) => (failed.includes(variant) ? 'failed' : obstacleOf(variant, has));
  const obstacles = Object.fromEntries(variants.map((variant) => [variant, obstacle(variant)])) as VariantChoice['obstacles'];
  const wished = wish !== null && obstacles[wish] === null;
  const variant = wished ? wish : (variants.find((candidate) => obstacles[candidate] === null) ?? null);
  return { variant, wished, obstacles };
}

/** Of the detector: what the user wishes, within the machine's cores; else all cores but the one that the rest needs. */
export function chooseThreads(has: Capabilities, wish: number | null, variant: Variant): number {
  if (variant === 'single') return 1;
  return Math.max(1, Math.min(wish ?? has.cores - 1, has.cores));
}
