import { diagnostics } from './diagnostics.ts';
import { keepOffline, replaceVersion, startOffline } from './offline/register.ts';
import type { OfflineState } from './offline/isolation.ts';
import { labels } from './language/coco_labels.ts';
import { trackLog } from './reception.ts';
import { startRecording, startTrace, stopRecording, stopTrace } from './recordings.ts';
import { saveAs } from './save.ts';
import { applySettings, listCameras, mediaDevices, reasonOf, runningEngine, startOver } from './session.ts';
import { defaultSettings, type Settings, type SourceChoice } from './settings.ts';
import { settingsFromQuery, settingsToQuery } from './settings_query.ts';
import * as store from './store.ts';
import { motText, tracksFromRows } from './track_log.ts';
import { detectCapabilities } from './variants.ts';
import { readSite } from './weights.ts';

/** What the user can do. Each function may be called at any time. */

const storageKey = 'brigade-settings';

/** Settings: the address before what is remembered; then, if asked to or if it needs no question, the session begins. */
export async function open(): Promise<void> {
  const remembered = settingsFromQuery(readStorage());
  const asked = settingsFromQuery(location.search);
  store.settings.value = { ...defaultSettings, ...remembered.settings, ...asked.settings };
  if (asked.problems.length > 0) {
    store.notify({ about: 'parameters', grave: false, say: (words) => words.notices.parameters(asked.problems.join(', ')) });
  }
  [store.capabilities.value, store.site.value] = await Promise.all([detectCapabilities(), readSite(), startOffline(noteOffline)]);
  const [firstModel] = store.siteModels.value;
  const modelChosen = 'model' in remembered.settings || 'model' in asked.settings;
  if (!modelChosen && firstModel !== undefined) store.settings.value = { ...store.settings.value, model: firstModel };
  mediaDevices()?.addEventListener('devicechange', () => void devicesChanged());
  const autostart = new URLSearchParams(location.search).has('autostart');
  if (autostart || (await opensUnasked(store.settings.value.source))) await applySettings();
}

/** A page that is not isolated says so when the engine is chosen; a new version waits for the user. */
function noteOffline(state: OfflineState): void {
  store.offlineState.value = state;
  if (!state.newVersion) return;
  const reload: store.Action = { name: 'reload', run: () => void replaceVersion() };
  store.notify({ about: 'version', grave: false, say: (words) => words.notices.newVersion, actions: [reload] });
}

/** Whether a remembered source may be opened at once, without a question from the browser. */
async function opensUnasked(source: SourceChoice | null): Promise<boolean> {
  if (source === 'sample' || source === 'synthetic') return true;
  if (source !== 'camera') return false;
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'granted';
  } catch {
    return false;
  }
}

async function devicesChanged(): Promise<void> {
  await listCameras();
  const lost = store.phase.value === 'broken' && store.settings.value.source === 'camera' && store.file.value === null;
  if (lost && store.cameras.value.length > 0) await startOver();
}

export function change(wish: Partial<Settings>): void {
  store.settings.value = { ...store.settings.value, ...wish };
  writeStorage(settingsToQuery(store.settings.value, false));
  const looksOnly = Object.keys(wish).every((key) => key === 'language' || key === 'theme');
  if (store.phase.value !== 'idle' && !looksOnly) void applySettings();
}

export function takeSource(source: SourceChoice): void {
  store.file.value = null;
  change({ source });
  void (store.phase.value === 'broken' ? startOver() : applySettings());
}

export function takeFile(file: File): void {
  store.file.value = file;
  void applySettings();
}

export function stop(): void {
  store.file.value = null;
  change({ source: null });
}

export async function togglePause(): Promise<void> {
  const engine = runningEngine();
  const paused = store.phase.value === 'running';
  if (engine === null) return store.phase.value === 'paused' ? startOver() : undefined; // a file's end: from the beginning
  await engine.pause(paused);
  const source = store.source.value;
  if (source?.kind === 'video') await (paused ? source.video?.pause() : source.video?.play()); // a file waits, a camera does not
  store.phase.value = paused ? 'paused' : 'running';
}

export async function snapshot(): Promise<void> {
  const engine = runningEngine();
  if (engine !== null) await attempt(async () => saveAs(await engine.snapshot(), 'snapshot', 'png'));
}

export async function toggleRecording(): Promise<void> {
  const canvas = store.canvas.value;
  if (store.recording.value) return stopRecording();
  if (canvas === null) return;
  try {
    startRecording(canvas, store.source.value?.audio);
    store.dismiss('recording');
  } catch (problem) {
    store.notify({ about: 'recording', grave: false, say: (words) => words.notices.recordImpossible(reasonOf(problem)) });
  }
}

export async function toggleTrace(): Promise<void> {
  const engine = runningEngine();
  if (engine !== null) await attempt(() => (store.tracing.value ? stopTrace(engine) : startTrace(engine)));
}

/** X-ray of the first class chosen, of persons where all are. */
export function toggleXray(): void {
  const { xray, classes } = store.settings.value;
  change({ xray: xray === null ? (classes[0] ?? 0) : null });
}

export function saveTracksAsJson(): void {
  const tracks = tracksFromRows(trackLog, store.session.value?.labels ?? labels.en);
  const text = JSON.stringify({ brigade: 'tracks', rowsDropped: trackLog.dropped, tracks });
  saveAs(new Blob([text], { type: 'application/json' }), 'tracks', 'json');
}

export function saveTracksAsMot(): void {
  saveAs(new Blob([motText(trackLog)], { type: 'text/plain' }), 'tracks', 'txt');
}

export function copyDiagnostics(): Promise<void> {
  return copy(diagnostics(), store.words.value.said.diagnosticsCopied, 'diagnostics', 'json');
}

export function copyLink(): Promise<void> {
  const query = settingsToQuery(store.settings.value, true);
  const address = `${location.origin}${location.pathname}${query && '?'}${query}`;
  return copy(address, store.words.value.said.linkCopied, 'link', 'txt');
}

/** All engines, models and the sample, not only those used so far. */
export function keepForOffline(): Promise<void> {
  return attempt(async () => {
    await keepOffline(['engine/', 'models/', 'media/']);
    say(store.words.value.said.kept);
  });
}

async function copy(text: string, done: string, name: string, ending: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    saveAs(new Blob([text], { type: 'text/plain' }), name, ending);
    say(store.words.value.said.copyRefused);
  }
}

let silence = 0;

function say(remark: string): void {
  store.remark.value = remark;
  clearTimeout(silence);
  silence = window.setTimeout(() => (store.remark.value = ''), 4000);
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    store.dismiss('action');
  } catch (problem) {
    store.notify({ about: 'action', grave: false, say: (words) => words.notices.failed(reasonOf(problem)) });
  }
}

function readStorage(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return ''; // storage may be forbidden
  }
}

function writeStorage(query: string): void {
  try {
    localStorage.setItem(storageKey, query);
  } catch {
    // then nothing is remembered
  }
}
