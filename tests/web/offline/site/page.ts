/** A page with nothing but the offline part, which it lays open to the test. */
import type { OfflineState } from '../../../../web/page/src/offline/isolation.ts';
import { keepOffline, release, replaceVersion, serveLocally, startOffline } from '../../../../web/page/src/offline/register.ts';

const states: OfflineState[] = [];
const loads = Number(sessionStorage.getItem('loads') ?? '0') + 1;
sessionStorage.setItem('loads', String(loads));

const standIn = {
  states,
  /** How often this window was loaded. */
  loads,
  started: null as OfflineState | null,
  keepOffline,
  release,
  replaceVersion,
  serveLocally,
};
export type StandIn = typeof standIn;
Object.assign(globalThis, { standIn });

standIn.started = await startOffline((state) => states.push(state));
