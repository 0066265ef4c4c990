import { batch } from '@preact/signals';
import type { Status } from './engine/protocol.ts';
import { kitchenView, queueFlows, rememberStatus } from './rates.ts';
import * as store from './store.ts';
import { appendRows, emptyTrackLog, type TrackLog } from './track_log.ts';

/** Rates are taken over this time, and shown this often: fast enough to feel alive, slow enough to be read. */
const windowMs = 1500;
const showEveryMs = 240;

let history: readonly Status[] = [];
let shown: Status | null = null;

export let lastStatus: Status | null = null;
/** Since the page was opened; null as long as no frame has been searched. */
export let firstDetectionMs: number | null = null;
export let trackLog: TrackLog = emptyTrackLog(200_000);

export function receiveStatus(status: Status): void {
  lastStatus = status;
  if (firstDetectionMs === null && status.stages.some(({ name, out }) => name === 'detect' && out > 0)) {
    firstDetectionMs = performance.now();
  }
  history = rememberStatus(history, status, windowMs);
  appendRows(trackLog, status.mot_rows);
  const [oldest] = history;
  if (shown === null || oldest === undefined) {
    shown = status;
    return;
  }
  if (status.now_ms - shown.now_ms >= showEveryMs) show(oldest, shown, status);
}

function show(oldest: Status, before: Status, now: Status): void {
  shown = now;
  batch(() => {
    store.kitchen.value = kitchenView(oldest, now);
    store.flows.value = queueFlows(before, now);
    store.tracks.value = now.tracks;
    const [width, height] = store.pictureSize.value;
    if (now.width > 0 && (now.width !== width || now.height !== height)) store.pictureSize.value = [now.width, now.height];
    store.trackRows.value = { rows: trackLog.rows.length, dropped: trackLog.dropped };
  });
}

/** A new session counts from zero and gives new ids. */
export function forgetStatuses(): void {
  history = [];
  shown = null;
  lastStatus = null;
  trackLog = emptyTrackLog(trackLog.limit);
  store.kitchen.value = null;
  store.tracks.value = [];
}
