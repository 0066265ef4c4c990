/**
 * Moves the beans on the kitchen's belts, in a worker of its own: the page's main thread has nothing to do for it, and the page is
 * not laid out and painted anew for every step.
 */
import { departures, fall, hasArrived, margin, spotOf, type Bean } from './motion.ts';
import type { BeltMessage } from './protocol.ts';

interface Belt {
  readonly canvas: OffscreenCanvas;
  readonly travelMs: number;
  /** In pixels of the page, and the canvas's pixels in one of those. */
  length: number;
  scale: number;
  colour: string;
  beans: readonly Bean[];
}

/** Less often than a screen could show: what is not spent here is left to the cooks. */
const betweenMs = 1000 / 25;

const belts = new Map<number, Belt>();
let timer: ReturnType<typeof setTimeout> | null = null;

function draw(belt: Belt, now: number): void {
  const context = belt.canvas.getContext('2d');
  if (!context) return;
  context.setTransform(belt.scale, 0, 0, belt.scale, margin * belt.scale, margin * belt.scale);
  context.clearRect(-margin, -margin, fall.aside + 2 * margin, belt.length + fall.down + 2 * margin);
  context.fillStyle = belt.colour;
  for (const bean of belt.beans) {
    const spot = spotOf(bean, now, belt.travelMs, belt.length);
    if (spot === null) continue;
    context.globalAlpha = spot.opacity;
    context.beginPath();
    context.roundRect(spot.x - 6, spot.y - 4, 12, 8, [4, 4, 4, 2]);
    context.fill();
  }
}

function step(): void {
  timer = null;
  const now = performance.now();
  for (const belt of belts.values()) {
    if (belt.beans.length === 0) continue;
    draw(belt, now);
    belt.beans = belt.beans.filter((bean) => !hasArrived(bean, now, belt.travelMs));
  }
  keepMoving();
}

function keepMoving(): void {
  const busy = [...belts.values()].some(({ beans }) => beans.length > 0);
  if (busy) timer ??= setTimeout(step, betweenMs);
}

function resize(belt: Belt, length: number, scale: number): void {
  Object.assign(belt, { length, scale });
  belt.canvas.width = Math.round((fall.aside + 2 * margin) * scale);
  belt.canvas.height = Math.round((length + fall.down + 2 * margin) * scale);
}

addEventListener('message', ({ data: message }: MessageEvent<BeltMessage>) => {
  if (message.what === 'lay') {
    const { canvas, travelMs } = message;
    belts.set(message.belt, { canvas, travelMs, length: 0, scale: 1, colour: '', beans: [] });
    return;
  }
  const belt = belts.get(message.belt);
  if (!belt) return;
  if (message.what === 'remove') belts.delete(message.belt);
  if (message.what === 'resize') resize(belt, message.length, message.scale);
  if (message.what === 'colour') belt.colour = message.colour;
  if (message.what === 'flow') belt.beans = [...belt.beans, ...departures(message.flow, performance.now())];
  keepMoving();
});
