import type { Engine, EngineEvents, Weights } from './engine.ts';
import type { DetectorTimes, Feed, LiveSettings, Message, Request, SessionFacts, SessionSettings, Variant } from './protocol.ts';

interface Pending {
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/** Where the module of a build lies, beside the page. */
function moduleUrl(variant: Variant): string {
  return new URL(`engine/${variant}/brigade.mjs`, document.baseURI).href;
}

/** What of a feed moves into the engine and is the page's no more. */
function transferredWith(feed: Feed): Transferable[] {
  if ('frames' in feed) return [feed.frames];
  if ('track' in feed) return [feed.track]; // not in TypeScript's list yet
  if ('port' in feed) return [feed.port];
  return 'bitmap' in feed ? [feed.bitmap] : [];
}

/**
 * Starts a worker with a build of the engine in it, and as many threads at the ready as the detector is to have. Fails with one
 * sentence for the user.
 */
export async function loadEngine(variant: Variant, threads: number, events: EngineEvents): Promise<Engine> {
  const worker = new Worker(new URL('./engine_worker.ts', import.meta.url), { type: 'module', name: `brigade ${variant}` });
  const pending = new Map<number, Pending>();
  let nextId = 0;

  function ask(request: Request, transfer: Transferable[] = []): Promise<unknown> {
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, request }, transfer);
    });
  }

  function settle(id: number): Pending | undefined {
    const waiting = pending.get(id);
    pending.delete(id);
    return waiting;
  }

  function receive(message: Message): void {
    switch (message.what) {
      case 'done':
        return settle(message.id)?.resolve(message.value);
      case 'failed':
        return settle(message.id)?.reject(new Error(message.reason));
      case 'status': {
        events.onStatus(message.status);
        return;
      }
      case 'feed-ended': {
        events.onFeedEnded();
        return;
      }
      case 'outgrown': {
        events.onOutgrown(message.bytes);
        return;
      }
      case 'broken': {
        events.onBroken(message.reason);
        return;
      }
    }
  }

  worker.onmessage = (event: MessageEvent<Message>) => receive(event.data);
  worker.onerror = (event) => {
    const reason = `the engine failed (${event.message}): reload the page`;
    for (const waiting of pending.values()) waiting.reject(new Error(reason));
    pending.clear();
    events.onBroken(reason);
  };

  try {
    await ask({ what: 'load', variant, moduleUrl: moduleUrl(variant), threads });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    variant,
    async addWeights({ network, files }: Weights) {
      await ask({ what: 'weights', network, files }, [...files]);
    },
    async begin(canvas: HTMLCanvasElement, session: SessionSettings, live: LiveSettings, feed: Feed, frameBytes?: number) {
      const drawn = canvas.transferControlToOffscreen();
      const request: Request = { what: 'begin', canvas: drawn, session, live, feed, ...(frameBytes ? { frameBytes } : {}) };
      return (await ask(request, [drawn, ...transferredWith(feed)])) as SessionFacts;
    },
    async change(live) {
      await ask({ what: 'change', live });
    },
    async pause(paused) {
      await ask({ what: 'pause', paused });
    },
    async snapshot() {
      return (await ask({ what: 'snapshot' })) as Blob;
    },
    async startTrace() {
      await ask({ what: 'trace', recording: true });
    },
    async stopTrace() {
      return (await ask({ what: 'trace', recording: false })) as Blob;
    },
    async measure(session, frames) {
      return (await ask({ what: 'measure', session, frames })) as DetectorTimes;
    },
    async end() {
      await ask({ what: 'end' });
    },
    close() {
      worker.terminate();
    },
  };
}
