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
 * Remembers over a reload that this window has been reloaded for the headers' sake. Where nothing can be remembered it says that
 * it has been, so that no page reloads for ever.
 */
export interface ReloadGuard {
  reloadedBefore(): boolean;
  /** Whether it could be written down. */
  remember(): boolean;
  forget(): void;
}

export function reloadGuard(storage: () => Storage, name: string): ReloadGuard {
  const attempt = <Value>(action: () => Value, otherwise: Value): Value => {
    try {
      return action();
    } catch {
      return otherwise;
    }
  };
  return {
    reloadedBefore: () => attempt(() => storage().getItem(name) !== null, true),
    remember: () =>
      attempt(() => {
        storage().setItem(name, 'yes');
        return true;
      }, false),
    forget: () => {
      attempt(() => {
        storage().removeItem(name);
      }, undefined);
    },
  };
}
