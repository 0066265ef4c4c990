import assert from 'node:assert/strict';

/** What a page said and asked for while it was watched. */
export interface Watch {
  readonly errors: string[];
  readonly warnings: string[];
  /** Addresses beyond the page's own origin. */
  readonly foreign: string[];
  /** All addresses asked for, in order. */
  readonly requests: string[];
}

export interface Watcher extends Watch {
  said(type: string, text: string): void;
  asked(url: string): void;
  /** Fails when the page asked for anything beyond its origin, or wrote an error that is not expected. */
  judge(expectedErrors: readonly RegExp[]): void;
}

export function watcher(origin: string): Watcher {
  const watch: Watch = { errors: [], warnings: [], foreign: [], requests: [] };
  return {
    ...watch,
    said(type, text) {
      if (type === 'error') watch.errors.push(text);
      if (type === 'warning' || type === 'warn') watch.warnings.push(text);
    },
    asked(url) {
      watch.requests.push(url);
      if (!url.startsWith(origin) && !/^(about|blob|data):/.test(url)) watch.foreign.push(url);
    },
    judge(expectedErrors) {
      assert.deepEqual(watch.foreign, [], 'requests beyond the origin');
      const unexpected = watch.errors.filter((text) => !expectedErrors.some((expected) => expected.test(text)));
      assert.deepEqual(unexpected, [], 'errors in the console');
      const leaked = watch.warnings.filter((text) => text.includes('garbage collected'));
      assert.deepEqual(leaked, [], 'frames that were not closed');
    },
  };
}
