import type { QueueFlow } from '../rates.ts';

/** What the page tells the worker that moves the beans, of one belt. */
export type BeltMessage = { readonly belt: number } & (
  | { readonly what: 'lay'; readonly canvas: OffscreenCanvas; readonly travelMs: number }
  | { readonly what: 'resize'; readonly length: number; readonly scale: number }
  | { readonly what: 'colour'; readonly colour: string }
  | { readonly what: 'remove' }
  | { readonly what: 'flow'; readonly flow: Pick<QueueFlow, 'sent' | 'dropped'> }
);
