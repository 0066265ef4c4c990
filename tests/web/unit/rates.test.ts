import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DurationSummary, QueueStatus, StageName, StageStatus, Status } from '../../../web/page/src/engine/protocol.ts';
import { kitchenView, queueFlows, rememberStatus } from '../../../web/page/src/rates.ts';

const durations = (count: number, mean: number): DurationSummary => ({
  count,
  mean,
  p50: mean,
  p90: mean,
  p99: mean,
  max: mean,
});

function stage(name: StageName, out: number, mean: number, drops: Record<string, number> = {}): StageStatus {
  return {
    name,
    in: out,
    out,
    drops,
    frames_per_second: 0,
    utilisation: 0,
    service_ms: durations(out, mean),
    wait_ms: durations(out, 0),
    busy_ms: out * mean,
    blocked_ms: 0,
    queue_depth: { mean: 0, max: 0 },
  };
}

function queue(from: StageName, to: StageName, sent: number, received: number, dropped: number): QueueStatus {
  return {
    from,
    to,
    policy: 'live',
    depth: sent - received - dropped,
    sent,
    received,
    dropped,
  };
}

function status(now: number, frames: number, stages: StageStatus[], queues: QueueStatus[] = []): Status {
  return {
    now_ms: now,
    stages,
    queues,
    latency_ms: durations(frames, 25),
    staleness_ms: durations(frames, 80),
    objects: 0,
    frames,
    width: 640,
    height: 480,
    tracks: [],
    mot_rows: '',
    held_rate: null,
    error: null,
  };
}

const all = (capture: StageStatus, detect: StageStatus) => [
  capture,
  detect,
  stage('track', detect.out, 0.1),
  stage('render', capture.out, 2),
];

test('rates are those of the window, not of the whole session', () => {
  const before = status(10_000, 100, all(stage('capture', 100, 1), stage('detect', 10, 90)));
  const now = status(12_000, 160, all(stage('capture', 160, 1), stage('detect', 50, 50)));
  const view = kitchenView(before, now);
  const detect = view.stations.find(({ name }) => name === 'detect');
  assert.equal(view.framesPerSecond, 30);
  assert.equal(view.latencyMs, 25);
  assert.equal(view.stalenessMs, 80);
  assert.equal(detect?.perSecond, 20);
  assert.equal(detect?.serviceMs, (50 * 50 - 10 * 90) / 40);
  assert.equal(detect?.utilisation, (50 * 50 - 10 * 90) / 2000);
});

test('the busiest station is the slowest, and the only one', () => {
  const before = status(0, 0, all(stage('capture', 0, 1), stage('detect', 0, 40)));
  const view = kitchenView(before, status(1000, 30, all(stage('capture', 30, 1), stage('detect', 20, 40))));
  assert.deepEqual(
    view.stations.filter(({ slowest }) => slowest).map(({ name }) => name),
    ['detect'],
  );
});

test('a kitchen where nothing moved has no slowest station and no service times', () => {
  const still = all(stage('capture', 5, 1), stage('detect', 5, 40));
  const view = kitchenView(status(0, 5, still), status(1000, 5, still));
  assert.equal(view.framesPerSecond, 0);
  assert.ok(view.stations.every(({ serviceMs, slowest }) => serviceMs === null && !slowest));
});

test('drops are listed by cause, most first, without those that did not happen', () => {
  const drops = { replaced: 3, 'pool exhausted': 7, discarded: 0 };
  const stages = all(stage('capture', 10, 1, drops), stage('detect', 5, 40));
  const [capture] = kitchenView(status(0, 0, stages), status(1000, 0, stages)).stations;
  assert.deepEqual(capture?.drops, [
    ['pool exhausted', 7],
    ['replaced', 3],
  ]);
});

test('before a station waits what its fullest queue holds', () => {
  const stages = all(stage('capture', 9, 1), stage('detect', 5, 40));
  const queues = [queue('capture', 'render', 9, 8, 0), queue('track', 'render', 9, 6, 0)];
  const view = kitchenView(status(0, 0, stages), status(1000, 0, stages, queues));
  assert.equal(view.stations.find(({ name }) => name === 'render')?.depth, 3);
});

test('flows are what each queue moved since', () => {
  const before = status(0, 0, [], [queue('capture', 'detect', 10, 6, 4)]);
  const now = status(240, 0, [], [queue('capture', 'detect', 17, 9, 7), queue('detect', 'track', 4, 4, 0)]);
  assert.deepEqual(queueFlows(before, now), [{ from: 'capture', to: 'detect', sent: 7, received: 3, dropped: 3 }]);
});

test('only the statuses of the window are remembered', () => {
  const statuses = [0, 400, 900, 1300].map((now) => status(now, 0, []));
  const history = statuses.reduce<Status[]>((kept, one) => rememberStatus(kept, one, 1000), []);
  assert.deepEqual(
    history.map(({ now_ms: now }) => now),
    [400, 900, 1300],
  );
});

test('a clock that went back belongs to another session', () => {
  const history = rememberStatus([status(5000, 0, [])], status(10, 0, []), 1000);
  assert.deepEqual(
    history.map(({ now_ms: now }) => now),
    [10],
  );
});
