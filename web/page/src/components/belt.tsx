import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { StageName } from '../engine/protocol.ts';
import { flows } from '../store.ts';
import { moveFrames } from './moving_frames.ts';

interface BeltProperties {
  readonly from: StageName;
  readonly to: StageName;
  /** Runs beside the stations: the way of the frames themselves. */
  readonly bypass?: boolean;
}

const carriers = Array.from({ length: 12 }, (_, index) => index);

/** A queue: every bean is a frame (or its detections) on its way; those that are dropped fall off. */
export function Belt({ from, to, bypass = false }: BeltProperties) {
  const belt = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const flow = flows.value.find((one) => one.from === from && one.to === to);
    if (flow !== undefined && belt.current !== null) moveFrames(belt.current, flow, bypass ? 1100 : 500);
  });
  return (
    <div class={bypass ? 'belt bypass' : 'belt'} ref={belt} aria-hidden="true" data-testid={`belt-${from}-${to}`}>
      {carriers.map((index) => (
        <span key={index} class="carrier" />
      ))}
    </div>
  );
}
