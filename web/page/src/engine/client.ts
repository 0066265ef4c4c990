import type { Engine, EngineEvents } from './engine.ts';
import type { Variant } from './protocol.ts';

/** A place-holder until the engine's client is there. */
export function loadEngine(variant: Variant, threads: number, events: EngineEvents): Promise<Engine> {
  void threads;
  void events;
  return Promise.reject(new Error(`This page was built without an engine, so ${variant} cannot be loaded.`));
}
