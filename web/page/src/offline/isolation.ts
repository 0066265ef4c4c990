/** Why a page has no shared memory, or does not work without a network; what a user can do differs for each. */
export type OfflineProblem =
  /** The page came over plain http from another machine: open it over https, or on this machine itself. */
  | 'insecure'
  /** The page lies in a frame of another page, which alone decides: open it in a window of its own. */
  | 'framed'
  /** The browser has no service workers (some do not in private windows). */
  | 'no-service-worker'
  /** It has, but did not take this one (a private window, no room, files missing on the host): `detail` tells. */
  | 'worker-failed'
  /** The headers are there, the browser gives no shared memory nevertheless: an old browser. */
  | 'not-granted';

export interface OfflineState {
  /** Whether there is shared memory, and with it threads. */
  readonly isolated: boolean;
  readonly serviceWorker: 'starting' | 'active' | 'unsupported' | 'failed';
  readonly problem: OfflineProblem | null;
  /** The browser's own words on the problem, for the diagnostics; often empty. */
  readonly detail: string;
  /** A newer version of the site is ready; `replaceVersion` changes to it. */
  readonly newVersion: boolean;
}

export interface Surroundings {
  readonly isolated: boolean;
  readonly secure: boolean;
  readonly framed: boolean;
  readonly hasServiceWorkers: boolean;
}

/** What stands in the way before a service worker is even tried. */
export function problemBefore(at: Surroundings): OfflineProblem | null {
  if (!at.secure) return 'insecure';
  if (!at.hasServiceWorkers) return 'no-service-worker';
  return at.framed && !at.isolated ? 'framed' : null;
}

/**
 * Whether the page itself came through a service worker, with the headers that it adds: then a reload brings no more. Not so at a
 * first visit and after a forced reload.
 */
export function cameThroughWorker(timings: Performance): boolean {
  return timings.getEntriesByType('navigation').some((entry) => (entry as PerformanceNavigationTiming).workerStart > 0);
}

/**
 * Remembers over a reload that this window has been reloaded for the headers' sake. It is for browsers that are told to go past
 * every service worker, developer tools can do that, so that no page reloads for ever there.
 */
export interface ReloadGuard {
  reloadedBefore(): boolean;
  remember(): void;
  forget(): void;
}

type Remembering = Pick<History, 'state' | 'replaceState'>;

/**
 * In the history's entry: that is the window's own, and survives reloads. (Session storage does not serve: Chromium shows a page
 * that is not isolated what it held before the window became so, and a forced reload would find a guard that had been taken away.)
 */
export function reloadGuard(history: Remembering): ReloadGuard {
  const key = 'brigadeReloaded';
  const held = (): Record<string, unknown> =>
    typeof history.state === 'object' ? ((history.state ?? {}) as Record<string, unknown>) : {};
  return {
    reloadedBefore: () => key in held(),
    remember: () => {
      history.replaceState({ ...held(), [key]: true }, '');
    },
    forget: () => {
      const others = Object.entries(held()).filter(([name]) => name !== key);
      if (key in held()) history.replaceState(others.length > 0 ? Object.fromEntries(others) : null, '');
    },
  };
}
