import { droppedFolder } from './files.ts';
import { cameThroughWorker, problemBefore, reloadGuard, type OfflineState } from './isolation.ts';
import type { FileWanted, FromWorker, ToWorker } from './messages.ts';

const unsettled: OfflineState = { isolated: false, serviceWorker: 'starting', problem: null, detail: '', newVersion: false };

/**
 * Starts the service worker. Resolves when the page may start its engine: at once where there is shared memory, else when nothing
 * more can be done for it. Where the worker brings shared memory the window is reloaded, once, and the promise stays open.
 * `onState` is told of every change, later ones too. To be called before anything else writes to the history.
 */
export async function startOffline(onState: (state: OfflineState) => void): Promise<OfflineState> {
  const isolated = window.crossOriginIsolated;
  const guard = reloadGuard(history);
  let state: OfflineState = { ...unsettled, isolated };
  const tell = (change: Partial<OfflineState>): OfflineState => {
    state = { ...state, ...change };
    onState(state);
    return state;
  };
  const problem = problemBefore({
    isolated,
    secure: window.isSecureContext,
    framed: window.parent !== window,
    hasServiceWorkers: 'serviceWorker' in navigator,
  });
  if (problem === 'insecure' || problem === 'no-service-worker') return tell({ serviceWorker: 'unsupported', problem });

  const worker = startWorker(() => tell({ newVersion: true })).then(
    () => tell({ serviceWorker: 'active' }),
    (error: unknown) => tell({ serviceWorker: 'failed', problem: 'worker-failed', detail: inWords(error) }),
  );
  if (isolated) {
    guard.forget();
    return tell({});
  }
  if ((await worker).serviceWorker === 'failed') return state;
  if (problem) return tell({ problem });
  if (cameThroughWorker(performance) || guard.reloadedBefore()) return tell({ problem: 'not-granted' });
  guard.remember();
  // The worker adds the headers to the next answer; after a forced reload, which goes past it, this holds as well.
  location.reload();
  return new Promise(() => undefined);
}

async function startWorker(onNewVersion: () => void): Promise<void> {
  navigator.serviceWorker.addEventListener('message', giveFile);
  navigator.serviceWorker.startMessages();
  const registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
  registration.addEventListener('updatefound', () => {
    const incoming = registration.installing;
    incoming?.addEventListener('statechange', () => {
      if (incoming.state === 'installed' && registration.active) onNewVersion();
    });
  });
  if (registration.waiting && registration.active) onNewVersion();
  await activated(registration);
  if (!navigator.serviceWorker.controller) await control(registration);
}

/** Unlike `navigator.serviceWorker.ready` this fails when the worker does. */
function activated(registration: ServiceWorkerRegistration): Promise<void> {
  const first = registration.active ?? registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (first?.state === 'activated') resolve();
      else if (first?.state !== 'installing' && first?.state !== 'installed' && first?.state !== 'activating') {
        reject(new Error('the service worker could not be installed'));
      }
    };
    first?.addEventListener('statechange', look);
    look();
  });
}

/** Pages that were loaded past the worker are taken on by it when they ask. */
async function control(registration: ServiceWorkerRegistration): Promise<void> {
  await send(registration.active, { what: 'claim' });
}

/** Keeps files of the site for use without a network; names are relative to it, a folder's ends in "/". Fails in a sentence. */
export async function keepOffline(names: readonly string[]): Promise<void> {
  await send(navigator.serviceWorker.controller, { what: 'keep', names });
}

/** Changes to the newer version of the site: every open window of it is reloaded. */
export async function replaceVersion(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  if (!registration.waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    location.reload();
  });
  await send(registration.waiting, { what: 'replace' });
}

async function send(worker: ServiceWorker | null, message: ToWorker): Promise<void> {
  if (!worker) throw new Error('No service worker runs for this page.');
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<FromWorker>((resolve) => {
    port1.onmessage = (event: MessageEvent<FromWorker>) => {
      resolve(event.data);
    };
  });
  worker.postMessage(message, [port2]);
  const result = await answer;
  port1.close();
  if (!result.done) throw new Error(result.reason);
}

const served = new Map<string, File>();

/**
 * An address of this origin under which the service worker answers this file, parts of it too, so that a media element plays it
 * within the Content-Security-Policy. It lives until `release` or the end of the page. Rejects with a sentence for the user.
 */
export async function serveLocally(file: File): Promise<string> {
  const problem = 'This browser lets the page play no files of yours: that needs a service worker (is this a private window?).';
  if (!('serviceWorker' in navigator)) throw new Error(problem);
  if (!navigator.serviceWorker.controller) {
    const registration = await navigator.serviceWorker.getRegistration(document.baseURI);
    if (!registration?.active) throw new Error(problem);
    await control(registration);
  }
  const id = crypto.randomUUID();
  served.set(id, file);
  return new URL(droppedFolder + id, document.baseURI).href;
}

/** The file is no longer answered for. */
export function release(url: string): void {
  served.delete(url.slice(url.lastIndexOf('/') + 1));
}

function giveFile(event: MessageEvent<FileWanted>): void {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- other senders may write to the page as well
  if (event.data?.what === 'file-wanted') event.ports[0]?.postMessage(served.get(event.data.id) ?? null);
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
