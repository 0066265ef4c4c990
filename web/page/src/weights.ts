import type { Weights } from './engine/engine.ts';
import type { NetworkChoice } from './engine/protocol.ts';
import type { Site } from './offline/site.ts';

/** The files of a network; an error says which file is missing. */
export async function fetchWeights(network: NetworkChoice, site: Site | null): Promise<Weights> {
  return { network, files: await Promise.all(pathsOf(network, site).map(fetchBytes)) };
}

function pathsOf({ model, precision }: NetworkChoice, site: Site | null): readonly string[] {
  const named = site?.models.find(({ name }) => name === model);
  if (precision === 'int8') return [named?.int8 ?? `models/${model}.int8`];
  return [named?.graph ?? `models/${model}.json`, named?.weights ?? `models/${model}.bin`];
}

async function fetchBytes(path: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}

/** What the site says it holds; null where it does not say, so that everything is tried. */
export async function readSite(): Promise<Site | null> {
  try {
    const response = await fetch(new URL('site.json', document.baseURI));
    return response.ok ? ((await response.json()) as Site) : null;
  } catch {
    return null;
  }
}
