import { isKeptOnUse, type SiteList } from '../files.ts';
import { answerRange } from '../range.ts';
import { withSiteHeaders } from '../headers.ts';

/**
 * The files kept for use without a network. They are named by path and content, so that a new version of the site takes over what
 * did not change, and files of two versions never mix.
 */
export interface SiteCache {
  /** Keeps the page itself; fails if the host has files of another version. */
  keepPage(): Promise<void>;
  keep(paths: readonly string[]): Promise<void>;
  /** Answers from what is kept, else from the host; what the site lists is kept then. `later` outlives the answer. */
  answer(path: string, request: Request, later: (work: Promise<unknown>) => void): Promise<Response>;
  /** Drops what this version does not list. */
  prune(): Promise<void>;
}

export function siteCache(list: SiteList, scope: string): SiteCache {
  const open = (): Promise<Cache> => caches.open(`brigade ${scope}`);
  const address = (path: string): string => new URL(path, scope).href;
  const key = (path: string): string => `${address(path)}?${list.files[path] ?? ''}`;
  // The host is asked whether its copy changed: a browser's cache may hold another version.
  const fromHost = (path: string): Promise<Response> =>
    fetch(path === 'index.html' ? scope : address(path), { cache: 'no-cache' });

  async function store(path: string, response: Response): Promise<Response> {
    if (!response.ok) throw new Error(`the host answers ${String(response.status)} for ${path}`);
    const type = response.headers.get('Content-Type') ?? 'application/octet-stream';
    const bytes = await response.arrayBuffer();
    if ((await sha256(bytes)) !== list.files[path]) throw new Error(`the host has another version of ${path}`);
    const kept = withSiteHeaders(new Response(bytes, { headers: { 'Content-Type': type } }));
    await (await open()).put(key(path), kept.clone());
    return kept;
  }

  async function keep(paths: readonly string[]): Promise<void> {
    const cache = await open();
    const missing = await Promise.all(paths.map(async (path) => ((await cache.match(key(path))) ? [] : [path])));
    await Promise.all(missing.flat().map(async (path) => store(path, await fromHost(path))));
  }

  async function answer(path: string, request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
    if (!(path in list.files)) return withSiteHeaders(await fetch(request));
    const range = request.headers.get('Range');
    const kept = await (await open()).match(key(path));
    if (kept) return range === null ? kept : inPart(kept, range);
    const response = await fromHost(path);
    // Of a part nothing can be kept, so a request for one brings the whole.
    if (range !== null && response.ok) return inPart(await store(path, response), range);
    if (response.ok) later(store(path, response.clone()));
    return withSiteHeaders(response);
  }

  async function prune(): Promise<void> {
    const cache = await open();
    const wanted = new Set(Object.keys(list.files).map(key));
    const kept = await cache.keys();
    await Promise.all(kept.filter((request) => !wanted.has(request.url)).map((request) => cache.delete(request)));
  }

  return { keepPage: () => keep(Object.keys(list.files).filter((path) => !isKeptOnUse(path))), keep, answer, prune };
}

async function inPart(whole: Response, range: string): Promise<Response> {
  return withSiteHeaders(answerRange(await whole.blob(), range));
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
