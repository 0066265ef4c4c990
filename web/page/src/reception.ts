import { batch } from '@preact/signals';
import type { HeldRate, Status } from './engine/protocol.ts';
import { kitchenView, queueFlows, rememberStatus } from './rates.ts';
import * as store from './store.ts';
import { appendRows, emptyTrackLog, type TrackLog } from './track_log.ts';

/** Rates are taken over this time, and shown this often: fast enough to feel alive, slow enough to be read. */
const windowMs = 1500;
const showEveryMs = 240;

let history: readonly Status[] = [];
let shown: Status | null = null;
let outOfReachNoted = false;

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
  noteOutOfReach(status.held_rate);
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
    store.heldRate.value = now.held_rate;
    const [width, height] = store.pictureSize.value;
    if (now.width > 0 && (now.width !== width || now.height !== height)) store.pictureSize.value = [now.width, now.height];
    store.trackRows.value = { rows: trackLog.rows.length, dropped: trackLog.dropped };
  });
}

/** Once a session: even the least input is too slow for the rate that is wished. */
function noteOutOfReach(rate: HeldRate | null): void {
  const change = rate?.changes.find(({ reason }) => reason === 'out of reach');
  if (rate === null || change === undefined || outOfReachNoted) return;
  outOfReachNoted = true;
  const say: store.Notice['say'] = ({ notices }) => notices.outOfReach(rate.wanted, change.from, Math.round(change.took_ms));
  store.notify({ about: 'rate', grave: false, say });
}

/** A new session counts from zero and gives new ids. */
export function forgetStatuses(): void {
  history = [];
  shown = null;
  lastStatus = null;
  trackLog = emptyTrackLog(trackLog.limit);
  outOfReachNoted = false;
  store.dismiss('rate');
  store.heldRate.value = null;
  store.kitchen.value = null;
  store.tracks.value = [];
}
