import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { layBelt, type Belt as LaidBelt } from '../belts/lay_belt.ts';
import type { StageName } from '../engine/protocol.ts';
import { flows, theme } from '../store.ts';

interface BeltProperties {
  readonly from: StageName;
  readonly to: StageName;
  /** Runs beside the stations: the way of the frames themselves. */
  readonly bypass?: boolean;
}

/** A queue: every bean is a frame (or its detections) on its way; those that are dropped fall off. */
export function Belt({ from, to, bypass = false }: BeltProperties) {
  const element = useRef<HTMLDivElement>(null);
  const belt = useRef<LaidBelt | null>(null);
  useEffect(() => {
    if (element.current === null) return;
    belt.current = layBelt(element.current, bypass ? 1100 : 500);
    return belt.current.remove;
  }, []);
  useSignalEffect(() => {
    const flow = flows.value.find((one) => one.from === from && one.to === to);
    if (flow !== undefined) belt.current?.send(flow);
  });
  useSignalEffect(() => {
    void theme.value;
    requestAnimationFrame(() => belt.current?.repaint());
  });
  return <div class={bypass ? 'belt bypass' : 'belt'} ref={element} aria-hidden="true" data-testid={`belt-${from}-${to}`} />;
}
