import type { Variant } from './engine/protocol.ts';
import { networkKey, type Network } from './networks.ts';
import * as store from './store.ts';
import type { Capabilities, VariantChoice } from './variants.ts';

/** Says why the best build cannot run here, when the browser, the host or a wish stands in its way. */
export function explainChoice({ variant, obstacles }: VariantChoice, has: Capabilities): void {
  const wish = store.settings.value.variant;
  const obstacle = wish === null ? null : obstacles[wish];
  if (variant === null) return;
  if (wish !== null && obstacle !== null && obstacle !== 'failed') {
    const say: store.Notice['say'] = ({ notices, engine }) =>
      notices.wishImpossible(engine.names[wish], engine.obstacles[obstacle], engine.names[variant]);
    store.notify({ about: 'variant', grave: false, say });
    return;
  }
  const sentence = variant === wish ? null : fallbackSentence(variant, has);
  if (sentence === null) store.dismiss('variant');
  else store.notify({ about: 'variant', grave: false, say: sentence });
}

function fallbackSentence(variant: Variant, has: Capabilities): store.Notice['say'] | null {
  if (variant === 'scalar' && !has.simd) return (words) => words.notices.noSimd;
  if (variant !== 'single') return null;
  if (has.isolated) return (words) => words.notices.noThreads;
  const problem = store.offlineState.value?.problem ?? 'not-granted';
  return (words) => words.notices.noIsolation(words.isolation[problem]);
}

/** Says in what the network that runs is not the wished one. `failures`: why networks did not load, by their keys. */
export function explainNetwork({ model, precision }: Network, failures: ReadonlyMap<string, string>): void {
  const wish = store.settings.value;
  if (model === wish.model) store.dismiss('model');
  else {
    const say: store.Notice['say'] = ({ notices, detector }) =>
      notices.modelAbsent(detector.modelNames[wish.model], detector.modelNames[model]);
    store.notify({ about: 'model', grave: false, say });
  }
  if (precision === wish.precision) store.dismiss('precision');
  else {
    const failure = failures.get(networkKey({ model, precision: wish.precision }));
    const say: store.Notice['say'] = ({ notices, detector: { modelNames } }) =>
      failure === undefined ? notices.int8Absent(modelNames[model]) : notices.int8Failed(modelNames[model], failure);
    store.notify({ about: 'precision', grave: false, say });
  }
}
