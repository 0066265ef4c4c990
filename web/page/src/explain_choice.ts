import type { Variant } from './engine/protocol.ts';
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
