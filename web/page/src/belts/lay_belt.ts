import type { QueueFlow } from '../rates.ts';
import { fall, margin } from './motion.ts';
import type { BeltMessage } from './protocol.ts';

export interface Belt {
  /** Sends a bean for every frame of the flow on its way. */
  send(flow: QueueFlow): void;
  /** Takes the colour of the theme. */
  repaint(): void;
  remove(): void;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** One worker moves the beans of all belts, from the first belt on. */
let worker: Worker | null = null;
let nextBelt = 0;

/** Covers an element with a canvas on which beans run from its upper to its lower end in a time. */
export function layBelt(element: HTMLElement, travelMs: number): Belt {
  const belt = nextBelt++;
  worker ??= new Worker(new URL('./belt_worker.ts', import.meta.url), { type: 'module', name: 'belts' });
  const tell = (message: BeltMessage, transfer: Transferable[] = []) => worker?.postMessage(message, transfer);

  const canvas = document.createElement('canvas');
  element.append(canvas);
  const offscreen = canvas.transferControlToOffscreen();
  tell({ belt, what: 'lay', canvas: offscreen, travelMs }, [offscreen]);

  const observer = new ResizeObserver(() => {
    const length = element.clientHeight;
    canvas.style.width = `${fall.aside + 2 * margin}px`;
    canvas.style.height = `${length + fall.down + 2 * margin}px`;
    tell({ belt, what: 'resize', length, scale: Math.min(2, devicePixelRatio) });
  });
  observer.observe(element);

  return {
    send: ({ sent, dropped }) => {
      if (!calm.matches && !document.hidden) tell({ belt, what: 'flow', flow: { sent, dropped } });
    },
    repaint: () => tell({ belt, what: 'colour', colour: getComputedStyle(canvas).color }),
    remove: () => {
      observer.disconnect();
      canvas.remove();
      tell({ belt, what: 'remove' });
    },
  };
}
