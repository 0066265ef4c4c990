import type { Weights } from './engine/engine.ts';
import { models, type Model } from './settings.ts';
import type { Site } from './store.ts';

/** The files of a model; an error says which file is missing. */
export async function fetchWeights(model: Model): Promise<Weights> {
  const [graph, weights] = await Promise.all([fetchBytes(`models/${model}.json`), fetchBytes(`models/${model}.bin`)]);
  return { model, graph, weights };
}

async function fetchBytes(address: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.arrayBuffer();
}

/** What the site's own list says it holds; without a list, everything is tried. */
export async function readSite(): Promise<Site> {
  const complete: Site = { models, sample: true };
  try {
    const response = await fetch(new URL('site.json', document.baseURI));
    return response.ok ? { ...complete, ...((await response.json()) as Partial<Site>) } : complete;
  } catch {
    return complete;
  }
}
