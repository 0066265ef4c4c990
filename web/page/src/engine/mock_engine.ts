import type { Engine, EngineEvents } from './engine.ts';
import type {
  DurationSummary,
  LiveSettings,
  QueueStatus,
  SessionFacts,
  SessionSettings,
  ShownTrack,
  StageName,
  StageStatus,
  Status,
  Variant,
} from './protocol.ts';
import { labels } from '../language/coco_labels.ts';

/**
 * An engine that only pretends: it draws walking boxes and counts as a real one would, so that the page can be worked on without a
 * wasm build (`npm run mock`). It works on the main thread and is no part of the site.
 */
export async function loadEngine(variant: Variant, threads: number, events: EngineEvents): Promise<Engine> {
  await pause(150);
  let stop = (): void => undefined;
  let show: (live: LiveSettings) => void = () => undefined;
  let paused = false;
  let drawn: OffscreenCanvas | null = null;

  return {
    variant,
    addWeights: () => Promise.resolve(),
    async begin(canvas, session, live) {
      stop();
      await pause(100);
      drawn = canvas.transferControlToOffscreen();
      const run = pretend(drawn, variant, session, live, events, () => paused);
      ({ stop, show } = run);
      return facts(variant, session, threads);
    },
    change: (live) => done(() => show(live)),
    pause: (wish) => done(() => (paused = wish)),
    snapshot: () => drawn?.convertToBlob() ?? Promise.reject(new Error('Nothing is shown.')),
    startTrace: () => Promise.resolve(),
    stopTrace: () => Promise.resolve(new Blob(['{"traceEvents":[]}'], { type: 'application/json' })),
    measure: () => Promise.reject(new Error('A pretended engine has no speed.')),
    end: () => done(stop),
    close: () => stop(),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function done(act: () => unknown): Promise<void> {
  act();
  return Promise.resolve();
}

function facts(variant: Variant, session: SessionSettings, threads: number): SessionFacts {
  return {
    variant,
    mode: variant === 'single' ? 'sequential' : session.mode,
    threads: session.threads,
    policy: 'live',
    labels: labels.en,
    precision: session.precision,
    integer_operators: session.precision === 'int8' && variant !== 'scalar' ? 40 : 0,
    multiply_accumulates: 5e8,
    workers: variant === 'single' ? 1 : 4 + threads,
    load_ms: 180,
  };
}

const detectMs: Readonly<Record<Variant, number>> = { relaxed: 48, simd: 62, scalar: 180, single: 62 };

function pretend(
  canvas: OffscreenCanvas,
  variant: Variant,
  session: SessionSettings,
  begun: LiveSettings,
  events: EngineEvents,
  isPaused: () => boolean,
): { stop: () => void; show: (live: LiveSettings) => void } {
  let live = begun;
  const service = (detectMs[variant] * (session.size / 320) ** 2) / session.threads ** 0.9;
  canvas.width = 1280;
  canvas.height = 720;
  const context = canvas.getContext('2d');
  let time = 0;
  let frames = 0;
  const draw = setInterval(() => {
    if (isPaused() || context === null) return;
    time += 1 / 30;
    frames += 1;
    drawScene(context, canvas, time, live);
  }, 1000 / 30);
  const report = setInterval(() => events.onStatus(status(frames, service, time, live)), 100);
  return {
    stop: () => {
      clearInterval(draw);
      clearInterval(report);
    },
    show: (wish) => (live = wish),
  };
}

const people = [0, 1, 2, 3];

function tracksAt(time: number, live: LiveSettings): ShownTrack[] {
  const all = people.map((index): ShownTrack => {
    const x = 640 + 480 * Math.sin(time * (0.3 + 0.1 * index) + index * 1.7);
    const category = index === 3 ? 2 : 0;
    return {
      id: index + 1,
      category,
      score: 0.9 - index * 0.15,
      box: [x - 50, 260 + 60 * index, index === 3 ? 240 : 100, index === 3 ? 120 : 230],
    };
  });
  return all.filter((track) => track.score >= live.score && (live.classes.length === 0 || live.classes.includes(track.category)));
}

function drawScene(context: OffscreenCanvasRenderingContext2D, canvas: OffscreenCanvas, time: number, live: LiveSettings): void {
  const sky = context.createLinearGradient(0, 0, 0, canvas.height);
  sky.addColorStop(0, '#9db8bd');
  sky.addColorStop(0.55, '#d8cdb8');
  sky.addColorStop(1, '#8d8a80');
  context.fillStyle = sky;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const { id, category, score, box } of tracksAt(time, live)) {
    const [x, y, width, height] = box;
    context.fillStyle = '#4a4a4a';
    context.fillRect(x + 20, y + 10, width - 40, height - 10);
    if (live.heatClass === category) {
      context.fillStyle = 'rgba(255, 80, 20, 0.5)';
      context.fillRect(x + 10, y + 5, width - 20, height - 20);
    }
    context.strokeStyle = context.fillStyle = ['#ffb000', '#4cc38a', '#5aa9ff', '#ff6f91'][id % 4] ?? '';
    context.lineWidth = 4;
    context.strokeRect(x, y, width, height);
    context.font = '20px sans-serif';
    context.fillText(`${labels.en[category] ?? ''} ${id}  ${score.toFixed(2)}`, x, y - 8);
  }
}

function summary(count: number, mean: number): DurationSummary {
  return { count, mean, p50: mean, p90: mean * 1.2, p99: mean * 1.4, max: mean * 2 };
}

function status(frames: number, service: number, time: number, live: LiveSettings): Status {
  const detections = Math.floor(Math.min(frames, (time * 1000) / service));
  const stage = (name: StageName, done: number, ms: number, drops: Record<string, number> = {}): StageStatus => ({
    name,
    in: done,
    out: done,
    drops,
    frames_per_second: done / Math.max(time, 0.1),
    utilisation: 0,
    service_ms: summary(done, ms),
    wait_ms: summary(done, 2),
    busy_ms: done * ms,
    blocked_ms: 0,
    queue_depth: { mean: 1, max: 1 },
  });
  const queue = (from: StageName, to: StageName, sent: number, received: number): QueueStatus => {
    const depth = sent > received ? 1 : 0;
    return { from, to, policy: 'live', depth, sent, received, dropped: sent - received - depth };
  };
  const tracks = tracksAt(time, live);
  const rows = tracks.map(({ id, box, score, category }) => `${frames},${id},${box.join(',')},${score},${category},-1,-1\n`);
  return {
    now_ms: performance.now(),
    stages: [
      stage('capture', frames, 0.4, { replaced: Math.max(0, frames - detections) }),
      stage('detect', detections, service),
      stage('track', detections, 0.05),
      stage('render', frames, 3.1),
    ],
    queues: [
      queue('capture', 'detect', frames, detections),
      queue('capture', 'render', frames, frames),
      queue('detect', 'track', detections, detections),
      queue('track', 'render', detections, detections),
    ],
    latency_ms: summary(frames, 21),
    staleness_ms: summary(frames, service * 1.3 + 20),
    objects: 4,
    frames,
    width: 1280,
    height: 720,
    tracks,
    mot_rows: rows.join(''),
    held_rate: null,
    error: null,
  };
}
