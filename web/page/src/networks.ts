import type { NetworkChoice } from './engine/protocol.ts';
import type { Site } from './offline/site.ts';
import { models, type Model } from './settings.ts';

export interface Network extends NetworkChoice {
  readonly model: Model;
}

/** One text for each network. */
export function networkKey({ model, precision }: NetworkChoice): string {
  return `${model} ${precision}`;
}

/** What a site offers. Of one that does not say what it holds (null), every model in floats is tried. */
export function networksOf(site: Site | null): readonly Network[] {
  return models.flatMap((model): Network[] => {
    const named = site?.models.find(({ name }) => name === model);
    if (site !== null && named === undefined) return [];
    const floats: Network = { model, precision: 'f32' };
    return named?.int8 === undefined ? [floats] : [floats, { model, precision: 'int8' }];
  });
}

/** What to try until one loads: of each model what is wished, else floats; the wished model before the others. */
export function networksToTry(wish: Network, offered: readonly Network[]): readonly Network[] {
  const rank = ({ model, precision }: Network) => (model === wish.model ? 0 : 2) + (precision === wish.precision ? 0 : 1);
  const fitting = offered.filter(({ precision }) => precision === wish.precision || precision === 'f32');
  return [...fitting].sort((a, b) => rank(a) - rank(b));
}
