import type { Engine, Weights } from './engine/engine.ts';
import type { NetworkChoice, Variant } from './engine/protocol.ts';
import { networkKey } from './networks.ts';

export interface EngineWish {
  readonly variant: Variant;
  readonly threads: number;
}

/** How engines and weights are brought. */
export interface Loaders {
  readonly loadEngine: (wish: EngineWish) => Promise<Engine>;
  readonly fetchWeights: (network: NetworkChoice) => Promise<Weights>;
}

/**
 * What takes long and needs no source, begun while the source opens (which may wait for the user's answer): the engine, and a
 * network's weights. Taken once, it is the taker's; what went wrong shows then.
 */
export interface Ahead {
  begin(wish: EngineWish, network: NetworkChoice): void;
  /** The engine that was begun, or a new one where none was or another is wished. */
  takeEngine(wish: EngineWish): Promise<Engine>;
  takeWeights(network: NetworkChoice): Promise<Weights>;
}

export function ahead({ loadEngine, fetchWeights }: Loaders): Ahead {
  let begun: { readonly wish: EngineWish; readonly engine: Promise<Engine> } | null = null;
  const weights = new Map<string, Promise<Weights>>();
  return {
    begin(wish, network) {
      begun ??= { wish, engine: unwatched(loadEngine(wish)) };
      const key = networkKey(network);
      if (!weights.has(key)) weights.set(key, unwatched(fetchWeights(network)));
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
    takeWeights(network) {
      const key = networkKey(network);
      const taken = weights.get(key);
      weights.delete(key);
      return taken ?? fetchWeights(network);
    },
  };
}

/** Nobody may be there yet to see it fail; that is no unhandled rejection. */
function unwatched<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
