/**
 * Moves the beans on the kitchen's belts, in a worker of its own: the page's main thread has nothing to do for it, and the page is
 * not laid out and painted anew for every step.
 */
import { departures, hasArrived, spotOf, type Bean } from './motion.ts';
import type { BeltMessage, BeltPlace } from './protocol.ts';

/** Less often than a screen could show: what is not spent here is left to the cooks. */
const betweenMs = 1000 / 20;

interface Belt extends BeltPlace {
  readonly beans: readonly Bean[];
}

let context: OffscreenCanvasRenderingContext2D | null = null;
let scale = 1;
let colour = 'green';
let belts: readonly Belt[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

function drawBean(to: OffscreenCanvasRenderingContext2D, belt: Belt, bean: Bean, now: number): void {
  const spot = spotOf(bean, now, belt.travelMs, belt.length);
  if (spot === null) return;
  to.globalAlpha = spot.opacity;
  to.beginPath();
  to.roundRect(belt.x + spot.x - 6, belt.y + spot.y - 4, 12, 8, [6, 6, 6, 3]);
  to.fill();
}

function step(): void {
  timer = null;
  const now = performance.now();
  if (context) {
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    for (const belt of belts) {
      for (const bean of belt.beans) drawBean(context, belt, bean, now);
    }
  }
  belts = belts.map((belt) => ({ ...belt, beans: belt.beans.filter((bean) => !hasArrived(bean, now, belt.travelMs)) }));
  keepMoving();
}

function keepMoving(): void {
  if (belts.some(({ beans }) => beans.length > 0)) timer ??= setTimeout(step, betweenMs);
}

function arrange(message: Extract<BeltMessage, { what: 'arrange' }>): void {
  const beansOn = (name: string) => belts.find((belt) => belt.name === name)?.beans ?? [];
  belts = message.belts.map((belt) => ({ ...belt, beans: beansOn(belt.name) }));
  scale = message.scale;
  if (!context) return;
  context.canvas.width = Math.round(message.width * scale);
  context.canvas.height = Math.round(message.height * scale);
  context.fillStyle = colour; // a resized canvas has forgotten it
}

function sendBeans(name: string, flow: { readonly sent: number; readonly dropped: number }): void {
  const now = performance.now();
  belts = belts.map((belt) => (belt.name === name ? { ...belt, beans: [...belt.beans, ...departures(flow, now)] } : belt));
  keepMoving();
}

addEventListener('message', ({ data: message }: MessageEvent<BeltMessage>) => {
  switch (message.what) {
    case 'lay':
      context = message.canvas.getContext('2d');
      break;
    case 'arrange':
      arrange(message);
      break;
    case 'colour':
      colour = message.colour;
      if (context) context.fillStyle = colour;
      break;
    case 'flow':
      sendBeans(message.belt, message);
      break;
  }
});
