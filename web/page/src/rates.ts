import type { DurationSummary, QueueStatus, StageName, StageStatus, Status } from './engine/protocol.ts';

/** One station of the kitchen over the last second or so. */
export interface StationView {
  readonly name: StageName;
  readonly perSecond: number;
  /** Mean work on a frame; null when it had none in this time. */
  readonly serviceMs: number | null;
  /** Share of the time that it worked, 0..1. */
  readonly utilisation: number;
  /** Frames waiting before it now. */
  readonly depth: number;
  /** Frames lost since the session began, by cause, largest first; causes without a loss are left out. */
  readonly drops: readonly (readonly [cause: string, count: number])[];
  /** Whether it is the slowest: it sets the pace. */
  readonly slowest: boolean;
}

export interface KitchenView {
  readonly framesPerSecond: number;
  readonly latencyMs: number;
  readonly stalenessMs: number;
  readonly stations: readonly StationView[];
}

/** Frames that went into a queue, were taken from it and were lost in it between two statuses. */
export interface QueueFlow {
  readonly from: StageName;
  readonly to: StageName;
  readonly sent: number;
  readonly received: number;
  readonly dropped: number;
}

const stageNames: readonly StageName[] = ['capture', 'detect', 'track', 'render'];

/** The statuses of the last `milliseconds`, oldest first; a clock that went back is another session's. */
export function rememberStatus(history: readonly Status[], status: Status, milliseconds: number): Status[] {
  const recent = history.filter((older) => older.now_ms < status.now_ms && older.now_ms >= status.now_ms - milliseconds);
  return [...recent, status];
}

/** Rates and means from the difference of two statuses. */
export function kitchenView(before: Status, now: Status): KitchenView {
  const seconds = Math.max(1e-3, (now.now_ms - before.now_ms) / 1000);
  const stations = stageNames.flatMap((name) => {
    const stage = now.stages.find((one) => one.name === name);
    const earlier = before.stages.find((one) => one.name === name);
    return stage === undefined || earlier === undefined ? [] : [stationView(earlier, stage, now.queues, seconds)];
  });
  const busiest = Math.max(...stations.map((station) => station.utilisation));
  const slowest = stations.find((station) => station.utilisation === busiest && busiest > 0);
  return {
    framesPerSecond: (now.frames - before.frames) / seconds,
    latencyMs: now.latency_ms.p50,
    stalenessMs: now.staleness_ms.p50,
    stations: stations.map((station) => ({ ...station, slowest: station === slowest })),
  };
}

function stationView(before: StageStatus, now: StageStatus, queues: readonly QueueStatus[], seconds: number): StationView {
  const waiting = queues.filter((queue) => queue.to === now.name).map((queue) => queue.depth);
  return {
    name: now.name,
    perSecond: (now.out - before.out) / seconds,
    serviceMs: meanBetween(before.service_ms, now.service_ms),
    utilisation: Math.min(1, Math.max(0, (now.busy_ms - before.busy_ms) / (seconds * 1000))),
    depth: Math.max(0, ...waiting),
    drops: Object.entries(now.drops)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a),
    slowest: false,
  };
}

function meanBetween(before: DurationSummary, now: DurationSummary): number | null {
  const count = now.count - before.count;
  return count > 0 ? Math.max(0, (now.mean * now.count - before.mean * before.count) / count) : null;
}

export function queueFlows(before: Status, now: Status): QueueFlow[] {
  return now.queues.flatMap((queue) => {
    const earlier = before.queues.find((one) => one.from === queue.from && one.to === queue.to);
    if (earlier === undefined) return [];
    const since = (count: 'sent' | 'received' | 'dropped') => Math.max(0, queue[count] - earlier[count]);
    return [{ from: queue.from, to: queue.to, sent: since('sent'), received: since('received'), dropped: since('dropped') }];
  });
}
