/** The engine's worker: answers the page's requests one after another, feeds the session, reports its status. */
import { runFeed } from '../capture/run_feed.ts';
import { layDownWeights } from './lay_down_weights.ts';
import { loadModule, type EngineModule, type Pointer } from './module.ts';
import type { Feed, Message, Request } from './protocol.ts';
import { measureDetector, Session, threadsOf, usualFrameBytes } from './session.ts';

const statusInterval = 100; // milliseconds

interface Loaded {
  readonly variant: Extract<Request, { what: 'load' }>['variant'];
  readonly module: EngineModule;
  readonly engine: Pointer;
}

interface Running {
  readonly session: Session;
  readonly feeding: AbortController;
  readonly reporting: ReturnType<typeof setInterval>;
}

let loaded: Loaded | null = null;
let running: Running | null = null;
let ending: Promise<void> = Promise.resolve();

function post(message: Message): void {
  postMessage(message);
}

function theEngine(): Loaded {
  if (!loaded) throw new Error('the engine has not been loaded');
  return loaded;
}

function theSession(): Session {
  if (!running) throw new Error('nothing is running');
  return running.session;
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Ends the session, if there is one; resolves when none is left, also where somebody else has begun to end it. */
function end(): Promise<void> {
  const session = running;
  if (session) {
    running = null;
    session.feeding.abort();
    clearInterval(session.reporting);
    ending = ending.then(async () => post({ what: 'status', status: await session.session.end() }));
  }
  return ending;
}

async function feed(session: Session, source: Feed, signal: AbortSignal): Promise<void> {
  try {
    if (source.way === 'synthetic') await session.runScene(source.width, source.height, source.framesPerSecond, signal);
    else await runFeed(source, session, signal);
    if (signal.aborted) return;
    await end();
    post({ what: 'feed-ended' });
  } catch (error) {
    if (signal.aborted) return;
    await end();
    post({ what: 'broken', reason: errorText(error) });
  }
}

function report(session: Session): void {
  const status = session.status();
  post({ what: 'status', status });
  if (status.error !== null && running?.session === session) {
    void end().then(() => post({ what: 'broken', reason: status.error ?? '' }));
  }
}

async function begin(request: Extract<Request, { what: 'begin' }>): Promise<unknown> {
  await end();
  const { variant, module, engine } = theEngine();
  const session = await Session.begin(module, engine, request.canvas, {
    variant,
    session: variant === 'single' ? { ...request.session, mode: 'sequential', threads: 1 } : request.session,
    live: request.live,
    lossless: request.feed.way === 'y4m',
    frameBytes: Math.max(request.frameBytes ?? 0, usualFrameBytes),
  });
  session.onOutgrown = (bytes) => post({ what: 'outgrown', bytes });
  const feeding = new AbortController();
  running = { session, feeding, reporting: setInterval(() => report(session), statusInterval) };
  void feed(session, request.feed, feeding.signal);
  return session.facts;
}

async function answer(request: Request): Promise<unknown> {
  switch (request.what) {
    case 'load': {
      const module = await loadModule(request.moduleUrl, threadsOf({ ...request, mode: 'pipelined' }));
      loaded = { variant: request.variant, module, engine: module._brigade_create() };
      return undefined;
    }
    case 'weights': {
      const { module, engine } = theEngine();
      layDownWeights(module, engine, request.network, request.files);
      return undefined;
    }
    case 'begin':
      return begin(request);
    case 'change':
      theSession().change(request.live);
      return undefined;
    case 'pause':
      theSession().setPaused(request.paused);
      return undefined;
    case 'snapshot':
      return theSession().snapshot();
    case 'trace': {
      const session = theSession();
      session.record(request.recording);
      return request.recording ? undefined : new Blob([session.recording()], { type: 'application/json' });
    }
    case 'measure': {
      await end();
      const { module, engine } = theEngine();
      return measureDetector(module, engine, request.session, request.frames);
    }
    case 'end':
      return end();
  }
}

let last: Promise<void> = Promise.resolve();

addEventListener('message', (event: MessageEvent<{ id: number; request: Request }>) => {
  const { id, request } = event.data;
  last = last.then(async () => {
    try {
      post({ what: 'done', id, value: await answer(request) });
    } catch (error) {
      post({ what: 'failed', id, reason: errorText(error) });
    }
  });
});
