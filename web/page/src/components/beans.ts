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
    const laid = layBelts(line.current);
    belts.current = laid;
    laid.repaint();
    return () => laid.remove();
  }, []);
  useSignalEffect(() => belts.current?.send(flows.value));
  const worn = theme.value;
  // After the frame in which the page puts the theme on.
  useEffect(() => {
    requestAnimationFrame(() => belts.current?.repaint());
  }, [worn]);
}
