import type { Engine, EngineEvents } from './engine.ts';
import type { Variant } from './protocol.ts';

/** A place-holder until the engine's client is there. */
export function loadEngine(variant: Variant, threads: number, events: EngineEvents): Promise<Engine> {
  const wish = `${variant} with ${threads} threads for ${Object.keys(events).length} listeners`;
  return Promise.reject(new Error(`This page was built without an engine, so it cannot load ${wish}.`));
}
