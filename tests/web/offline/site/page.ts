/** A page with nothing but the offline part, which it lays open to the test. */
import type { OfflineState } from '../../../../web/page/src/offline/isolation.ts';
import { keepOffline, release, replaceVersion, serveLocally, startOffline } from '../../../../web/page/src/offline/register.ts';

const states: OfflineState[] = [];
const loads = Number(sessionStorage.getItem('loads') ?? '0') + 1;
sessionStorage.setItem('loads', String(loads));

/** Whether a worker of this page may share memory as well. */
function isWorkerIsolated(): Promise<boolean> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<boolean>) => {
      resolve(event.data);
    };
    worker.onerror = () => {
      reject(new Error('the worker did not start'));
    };
  });
}

const standIn = {
  states,
  /** How often this window was loaded. */
  loads,
  started: null as OfflineState | null,
  isWorkerIsolated,
  keepOffline,
  release,
  replaceVersion,
  serveLocally,
};
export type StandIn = typeof standIn;
Object.assign(globalThis, { standIn });

standIn.started = await startOffline((state) => states.push(state));
