import type { Weights } from './engine/engine.ts';
import type { Site } from './offline/site.ts';
import type { Model } from './settings.ts';

/** The files of a model; an error says which file is missing. */
export async function fetchWeights(model: Model, site: Site | null): Promise<Weights> {
  const named = site?.models.find((one) => one.name === model);
  const paths = [named?.graph ?? `models/${model}.json`, named?.weights ?? `models/${model}.bin`] as const;
  const [graph, weights] = await Promise.all(paths.map(fetchBytes));
  if (graph === undefined || weights === undefined) throw new Error(paths.join(', '));
  return { model, graph, weights };
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
