/** From page to service worker; a port that comes along is answered when it is done. */
export type ToWorker =
  /** Become the worker of pages that were loaded without one (first visit, forced reload). */
  | { readonly what: 'claim' }
  /** Keep these files, or folders ending in "/", for use without a network. */
  | { readonly what: 'keep'; readonly names: readonly string[] }
  /** Take over from the version that runs. */
  | { readonly what: 'replace' };

export type FromWorker = { readonly done: true } | { readonly done: false; readonly reason: string };

/** From service worker to page: the port wants the File of that id, or null where this page did not give it. */
export interface FileWanted {
  readonly what: 'file-wanted';
  readonly id: string;
}
