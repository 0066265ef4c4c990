import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { layBelts, type Belts } from '../belts/lay_belts.ts';
import { flows, theme } from '../store.ts';

/** Lets beans run on the belts of a line for what flows through the queues. */
export function useBeans(line: RefObject<HTMLElement | null>): void {
  const belts = useRef<Belts | null>(null);
  useEffect(() => {
    if (line.current === null) return;
    belts.current = layBelts(line.current);
    belts.current.repaint();
    return belts.current.remove;
  }, []);
  useSignalEffect(() => belts.current?.send(flows.value));
  useSignalEffect(() => {
    if (theme.value) requestAnimationFrame(() => belts.current?.repaint()); // when the theme has been put on
  });
}
