import type { Engine, Weights } from './engine/engine.ts';
import type { Variant } from './engine/protocol.ts';
import type { Model } from './settings.ts';

export interface EngineWish {
  readonly variant: Variant;
  readonly threads: number;
}

/** How engines and weights are brought. */
export interface Loaders {
  readonly loadEngine: (wish: EngineWish) => Promise<Engine>;
  readonly fetchWeights: (model: Model) => Promise<Weights>;
}

/**
 * What takes long and needs no source, begun while the source opens (which may wait for the user's answer): the engine, and a
 * model's weights. Taken once, it is the taker's; what went wrong shows then.
 */
export interface Ahead {
  begin(wish: EngineWish, model: Model): void;
  /** The engine that was begun, or a new one where none was or another is wished. */
  takeEngine(wish: EngineWish): Promise<Engine>;
  takeWeights(model: Model): Promise<Weights>;
}

export function ahead({ loadEngine, fetchWeights }: Loaders): Ahead {
  let begun: { readonly wish: EngineWish; readonly engine: Promise<Engine> } | null = null;
  const weights = new Map<Model, Promise<Weights>>();
  return {
    begin(wish, model) {
      begun ??= { wish, engine: unwatched(loadEngine(wish)) };
      if (!weights.has(model)) weights.set(model, unwatched(fetchWeights(model)));
    },
    takeEngine(wish) {
      const taken = begun;
      begun = null;
      if (taken !== null && taken.wish.variant === wish.variant && taken.wish.threads >= wish.threads) return taken.engine;
      taken?.engine.then(
        (engine) => engine.close(),
        () => undefined, // nobody wants it any more
      );
      return loadEngine(wish);
    },
    takeWeights(model) {
      const taken = weights.get(model);
      weights.delete(model);
      return taken ?? fetchWeights(model);
    },
  };
}

/** Nobody may be there yet to see it fail; that is no unhandled rejection. */
function unwatched<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
