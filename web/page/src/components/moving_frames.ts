import type { QueueFlow } from '../rates.ts';

/**
 * A carrier is as long as its belt, with a bean at its upper end: moving it by its own length carries the bean along the belt. So
 * nothing is measured, and the compositor alone moves it (transform and opacity), whatever the main thread does.
 */
const along: Keyframe[] = [
  { transform: 'translateY(0)', opacity: 0 },
  { opacity: 1, offset: 0.15 },
  { opacity: 1, offset: 0.85 },
  { transform: 'translateY(100%)', opacity: 0 },
];

const off: Keyframe[] = [
  { transform: 'translateY(0)', opacity: 0 },
  { transform: 'translateY(25%)', opacity: 1, offset: 0.25 },
  { transform: 'translate(46px, 55%)', opacity: 0.9, offset: 0.6 },
  { transform: 'translate(74px, 140%)', opacity: 0 },
];

const calm = matchMedia('(prefers-reduced-motion: reduce)');
/** The counters come in steps of about this time, over which the frames are spread. */
const stepMs = 240;

/** Sends a bean for every frame of the flow, as far as carriers are free. */
export function moveFrames(belt: HTMLElement, flow: QueueFlow, travelMs: number): void {
  if (calm.matches || document.hidden) return;
  const free = [...belt.children].filter((carrier) => (carrier as HTMLElement).dataset['busy'] === undefined) as HTMLElement[];
  const dropped = Math.min(flow.dropped, flow.sent);
  const count = Math.min(flow.sent, free.length);
  for (const [index, carrier] of free.slice(0, count).entries()) {
    // Losses are spread evenly among the frames sent.
    const falls = Math.floor(((index + 1) * dropped) / flow.sent) > Math.floor((index * dropped) / flow.sent);
    send(carrier, falls ? off : along, (index * stepMs) / count, travelMs);
  }
}

function send(carrier: HTMLElement, keyframes: Keyframe[], delay: number, duration: number): void {
  carrier.dataset['busy'] = '';
  const motion = carrier.animate(keyframes, { delay, duration, fill: 'backwards', easing: 'linear' });
  motion.onfinish = () => delete carrier.dataset['busy'];
}
