/**
 * Lets the page be used without a network, gives it the headers that shared memory needs where the host sends none, and answers
 * for files that were dropped on the page. It is bundled to `sw.js` at the site's root; its scope is that folder.
 */
import { droppedFolder, filesNamed, pathInSite, type SiteList } from '../files.ts';
import type { FromWorker, ToWorker } from '../messages.ts';
import { answerDropped } from './dropped.ts';
import { siteCache } from './site_cache.ts';

declare const self: ServiceWorkerGlobalScope & { readonly brigadeSite?: SiteList };

const list = self.brigadeSite ?? { version: 'none', files: {} };
const scope = self.registration.scope;
const site = siteCache(list, scope);

self.addEventListener('install', (event) => {
  event.waitUntil(site.keepPage());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(site.prune().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) {
    // The Content-Security-Policy forbids it; a second lock does no harm.
    event.respondWith(Response.error());
    return;
  }
  const path = pathInSite(request.url, scope);
  if (request.method !== 'GET' || path === null) return;
  const range = request.headers.get('Range');
  event.respondWith(
    path.startsWith(droppedFolder)
      ? answerDropped(path.slice(droppedFolder.length), self.clients, range)
      : // Another version on the host is no failure of this answer: the browser looks for a new worker at the next visit.
        site.answer(path, request, (work) => {
          event.waitUntil(work.catch(() => self.registration.update()));
        }),
  );
});

self.addEventListener('message', (event) => {
  const port = event.ports[0];
  const reply = (answer: FromWorker): void => port?.postMessage(answer);
  event.waitUntil(
    serve(event.data as ToWorker).then(
      () => {
        reply({ done: true });
      },
      (error: unknown) => {
        reply({ done: false, reason: error instanceof Error ? error.message : String(error) });
      },
    ),
  );
});

function serve(message: ToWorker): Promise<void> {
  switch (message.what) {
    case 'claim':
      return self.clients.claim();
    case 'keep':
      return site.keep(filesNamed(message.names, list));
    case 'replace':
      return self.skipWaiting();
  }
}
