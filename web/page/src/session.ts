import { ahead } from './ahead.ts';
import { loadEngine } from './engine/client.ts';
import type { Engine, EngineEvents } from './engine/engine.ts';
import type { LiveSettings, SessionSettings, Variant } from './engine/protocol.ts';
import { latestWish } from './latest_wish.ts';
import { networkKey, networksToTry, type Network } from './networks.ts';
import { openSource, sentenceForOpening, sourceKey, type SourceWish } from './open_source.ts';
import { forgetStatuses, receiveStatus } from './reception.ts';
import { explainChoice, explainNetwork } from './explain_choice.ts';
import { finishRecordings } from './recordings.ts';
import * as store from './store.ts';
import { chooseThreads, chooseVariant } from './variants.ts';
import { fetchWeights } from './weights.ts';

/**
 * Brings what runs in line with what is wished: the source, the engine, the model, the session. Only what differs is done anew, so
 * the camera stays open when the engine changes. Wishes made meanwhile are served next, the last one only.
 */

interface Loaded {
  readonly engine: Engine;
  /** How many the engine's pool was made for. */
  readonly threads: number;
  /** Those whose weights it has, by key. */
  readonly networks: Set<string>;
}

let loaded: Loaded | null = null;
let openKey: string | null = null;
let sessionKey: string | null = null;
let liveKey: string | null = null;
/** What a frame of the source needs, where it is more than usual. */
let frameBytes: number | undefined;
let failedVariants: readonly Variant[] = [];

/** What stops the work of a wish: it has been superseded, or the user has been told. */
class Stopped extends Error {}

export const applySettings = latestWish(async (superseded) => {
  const goOn = (): void => {
    if (superseded()) throw new Stopped();
  };
  try {
    await bring(goOn);
  } catch (problem) {
    if (problem instanceof Stopped) return;
    breakWith((words) => words.notices.broken(reasonOf(problem)));
  }
});

/** The engine of the session that runs, for requests from the user. */
export function runningEngine(): Engine | null {
  return sessionKey === null ? null : (loaded?.engine ?? null);
}

/** Opens the source and begins the session anew, whatever was. */
export function startOver(): Promise<void> {
  closeSource();
  sessionKey = null;
  return applySettings();
}

async function bring(goOn: () => void): Promise<void> {
  const wish = store.settings.value;
  const key = sourceKey(sourceWish());
  if (key === null) return endAll();
  if (loaded === null) beginAhead();
  if (key !== openKey) await bringSource(key, goOn);
  const variant = await bringEngine(goOn);
  const network = await bringNetwork(goOn);
  const threads = chooseThreads(capabilities(), wish.threads, variant);
  const mode = variant === 'single' ? 'sequential' : wish.mode;
  const hold = mode === 'pipelined' ? wish.hold : null;
  await bringSession({ ...network, size: wish.size, threads, mode, hold }, variant, goOn);
}

/** Engine and weights come while the source opens. */
function beginAhead(): void {
  const { variant: wish, threads } = store.settings.value;
  const { variant } = chooseVariant(capabilities(), wish, failedVariants);
  const [coming] = networksToTry(store.settings.value, store.siteNetworks.value);
  if (variant === null || coming === undefined) return;
  comingAhead.begin({ variant, threads: chooseThreads(capabilities(), threads, variant) }, coming);
}

function sourceWish(): SourceWish {
  return { settings: store.settings.value, file: store.file.value, sample: store.sample.value };
}

async function endAll(): Promise<void> {
  await finishRecordings(runningEngine());
  sessionKey = null;
  await loaded?.engine.end();
  closeSource();
  store.dismiss('source');
  store.phase.value = 'idle';
}

function closeSource(): void {
  store.source.value?.close();
  store.source.value = null;
  store.canvas.value = null;
  store.session.value = null;
  forgetStatuses();
  openKey = null;
  frameBytes = undefined;
}

async function bringSource(key: string, goOn: () => void): Promise<void> {
  step('source');
  await finishRecordings(runningEngine());
  sessionKey = null;
  await loaded?.engine.end();
  closeSource();
  const wish = sourceWish();
  try {
    const source = await openSource(wish);
    source.onEnded = () => sourceEnded(source.kind);
    store.source.value = source;
    openKey = key;
    store.dismiss('source');
  } catch (problem) {
    goOn(); // the user no longer wants it
    failSource(sentenceForOpening(problem, wish));
    throw new Stopped();
  }
  void listCameras();
  goOn();
}

function failSource(say: store.Notice['say']): void {
  const actions: store.Action[] = [{ name: 'retry', run: () => void startOver() }];
  if (store.sample.value !== null && store.settings.value.source !== 'sample') {
    actions.push({ name: 'sample', run: () => takeSource('sample') });
  }
  if (store.settings.value.source !== 'synthetic') actions.push({ name: 'synthetic', run: () => takeSource('synthetic') });
  store.notify({ about: 'source', grave: true, say, actions });
  store.phase.value = 'broken';
}

function takeSource(source: 'sample' | 'synthetic'): void {
  store.file.value = null;
  store.settings.value = { ...store.settings.value, source };
  void applySettings();
}

/** A file's end leaves its last picture; a lost camera or screen leaves a choice. */
function sourceEnded(kind: string): void {
  sessionKey = null;
  if (kind === 'camera') failSource((words) => words.notices.cameraLost);
  else if (kind === 'screen') failSource((words) => words.notices.screenEnded);
  else {
    store.phase.value = 'paused';
    const again: store.Action = { name: 'again', run: () => void startOver() };
    store.notify({ about: 'source', grave: false, say: (words) => words.notices.fileEnded, actions: [again] });
  }
}

/** Absent where the page is not secure, whatever the types say. */
export function mediaDevices(): MediaDevices | undefined {
  return (navigator as Partial<Navigator>).mediaDevices;
}

export async function listCameras(): Promise<void> {
  const devices = (await mediaDevices()?.enumerateDevices()) ?? [];
  store.cameras.value = devices.filter((device) => device.kind === 'videoinput' && device.deviceId !== '');
}

function capabilities(): NonNullable<typeof store.capabilities.value> {
  if (store.capabilities.value === null) throw new Error('what the browser can do is not known yet');
  return store.capabilities.value;
}

/** The wished variant, or the next best that loads. */
async function bringEngine(goOn: () => void): Promise<Variant> {
  for (;;) {
    const wish = store.settings.value;
    const choice = chooseVariant(capabilities(), wish.variant, failedVariants);
    store.variantChoice.value = choice;
    explainChoice(choice, capabilities());
    if (choice.variant === null) throw failNothingRuns();
    const threads = chooseThreads(capabilities(), wish.threads, choice.variant);
    if (loaded?.engine.variant === choice.variant && loaded.threads >= threads) return choice.variant;
    await closeEngine();
    step('engine');
    try {
      const engine = await comingAhead.takeEngine({ variant: choice.variant, threads });
      loaded = { engine, threads, networks: new Set() };
    } catch (problem) {
      noteFailure(choice.variant, reasonOf(problem));
    }
    goOn();
  }
}

function failNothingRuns(): Stopped {
  breakWith((words) => words.notices.nothingRuns);
  return new Stopped();
}

async function closeEngine(): Promise<void> {
  await finishRecordings(runningEngine());
  sessionKey = null;
  loaded?.engine.close();
  loaded = null;
}

function noteFailure(variant: Variant, reason: string): void {
  failedVariants = [...failedVariants, variant];
  const instead = chooseVariant(capabilities(), store.settings.value.variant, failedVariants).variant;
  if (instead === null) {
    breakWith((words) => words.notices.broken(reason));
    throw new Stopped();
  }
  store.notify({
    about: 'engine',
    grave: false,
    say: (words) => words.notices.variantFailed(words.engine.names[variant], reason, words.engine.names[instead]),
  });
}

/** The wished network, or another that is on this site. */
async function bringNetwork(goOn: () => void): Promise<Network> {
  const { model, precision } = store.settings.value;
  const failures = new Map<string, string>();
  for (const network of networksToTry({ model, precision }, store.siteNetworks.value)) {
    try {
      await addWeights(network, goOn);
      explainNetwork(network, failures);
      return network;
    } catch (problem) {
      if (problem instanceof Stopped) throw problem;
      failures.set(networkKey(network), reasonOf(problem));
    }
  }
  breakWith((words) => words.notices.noModel([...failures.values()].join(', ')));
  throw new Stopped();
}

async function addWeights(network: Network, goOn: () => void): Promise<void> {
  const key = networkKey(network);
  if (loaded === null || loaded.networks.has(key)) return;
  step('model');
  const weights = await comingAhead.takeWeights(network);
  goOn();
  await loaded.engine.addWeights(weights);
  loaded.networks.add(key);
}

async function bringSession(settings: SessionSettings, variant: Variant, goOn: () => void): Promise<void> {
  goOn();
  const source = store.source.value;
  if (loaded === null || source === null) return;
  const live: LiveSettings = { ...liveSettings(), mirrored: source.mirrored };
  const key = JSON.stringify([variant, settings]);
  if (key !== sessionKey) {
    step('session');
    await finishRecordings(runningEngine());
    sessionKey = null;
    const canvas = document.createElement('canvas'); // the control of a canvas can be given away only once
    store.session.value = await loaded.engine.begin(canvas, settings, live, source.feed().feed, frameBytes);
    forgetStatuses(); // now: the session before has given its last
    store.canvas.value = canvas;
    sessionKey = key;
    store.phase.value = 'running';
    store.dismiss('action');
    store.dismissGrave('engine'); // what had stopped runs again
  } else if (JSON.stringify(live) !== liveKey) {
    await loaded.engine.change(live);
  }
  liveKey = JSON.stringify(live);
}

function liveSettings(): Omit<LiveSettings, 'mirrored'> {
  const { score, classes, xray } = store.settings.value;
  return { score, classes, heatClass: xray };
}

const engineEvents: EngineEvents = {
  onStatus: receiveStatus,
  onFeedEnded: () => sourceEnded(store.source.value?.kind ?? ''),
  onOutgrown(bytes) {
    frameBytes = bytes;
    sessionKey = null;
    void applySettings();
  },
  onBroken: (reason) => breakWith((words) => words.notices.broken(reason)),
};

const comingAhead = ahead({
  loadEngine: ({ variant, threads }) => loadEngine(variant, threads, engineEvents),
  fetchWeights: (network) => fetchWeights(network, store.site.value),
});

function breakWith(say: store.Notice['say']): void {
  sessionKey = null;
  store.phase.value = 'broken';
  const again: store.Action = { name: 'again', run: () => void restartEngine() };
  store.notify({ about: 'engine', grave: true, say, actions: [again] });
}

/** After an error nothing of the old engine is trusted. */
async function restartEngine(): Promise<void> {
  store.dismiss('engine');
  await closeEngine();
  await applySettings();
}

function step(name: typeof store.loadingStep.value): void {
  store.loadingStep.value = name;
  store.phase.value = 'loading';
}

export function reasonOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
