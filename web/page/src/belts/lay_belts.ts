import type { QueueFlow } from '../rates.ts';
import type { BeltMessage, BeltPlace } from './protocol.ts';

/** The belts of the kitchen, and the worker that moves beans on them. */
export interface Belts {
  /** Sends a bean for every frame of the flows on its way. */
  send(flows: readonly QueueFlow[]): void;
  /** Takes the colour of the theme. */
  repaint(): void;
  remove(): void;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

export function beltName(from: string, to: string): string {
  return `${from}-${to}`;
}

/** What of a line is a belt says so: `data-belt` names the queue, `data-travel` the milliseconds that a bean takes. */
function placesOf(line: HTMLElement): BeltPlace[] {
  const origin = line.getBoundingClientRect();
  return [...line.querySelectorAll<HTMLElement>('[data-belt]')].map((belt) => {
    const { left, top, height } = belt.getBoundingClientRect();
    const { belt: name = '', travel } = belt.dataset;
    return { name, x: left - origin.left, y: top - origin.top, length: height, travelMs: Number(travel) };
  });
}

/** Lets a worker draw beans onto a canvas, for as long as this lives, that covers a line of stations with belts between them. */
export function layBelts(line: HTMLElement): Belts {
  const worker = new Worker(new URL('./belt_worker.ts', import.meta.url), { type: 'module', name: 'belts' });
  const tell = (message: BeltMessage, transfer: Transferable[] = []) => worker.postMessage(message, transfer);

  // A canvas's control can be given away only once, so each worker gets a canvas of its own.
  const canvas = document.createElement('canvas');
  canvas.className = 'beans';
  line.append(canvas);
  const offscreen = canvas.transferControlToOffscreen();
  tell({ what: 'lay', canvas: offscreen }, [offscreen]);

  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = line;
    tell({ what: 'arrange', width, height, scale: Math.min(2, devicePixelRatio), belts: placesOf(line) });
  });
  observer.observe(line);

  return {
    send: (flows) => {
      if (calm.matches || document.hidden) return;
      for (const { from, to, sent, dropped } of flows) {
        if (sent > 0) tell({ what: 'flow', belt: beltName(from, to), sent, dropped });
      }
    },
    repaint: () => tell({ what: 'colour', colour: getComputedStyle(canvas).color }),
    remove: () => {
      observer.disconnect();
      worker.terminate();
      canvas.remove();
    },
  };
}
