import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useRef } from 'preact/hooks';
import type { StageName } from '../engine/protocol.ts';
import { words } from '../store.ts';
import { useBeans } from './beans.ts';
import { Belt } from './belt.tsx';
import { Station } from './station.tsx';

const stations: readonly StageName[] = ['capture', 'detect', 'track', 'render'];

/** The pipeline as a kitchen: four stations, the belts between them, and a board that explains the one pointed at. */
export function Kitchen() {
  const { kitchen } = words.value;
  const pointedAt = useSignal<StageName | null>(null);
  const line = useRef<HTMLDivElement>(null);
  useBeans(line);
  return (
    <aside class="kitchen" aria-labelledby="kitchen-title" data-testid="kitchen">
      <h2 id="kitchen-title">{kitchen.title}</h2>
      <div class="line" ref={line}>
        {stations.map((name, index) => (
          <Fragment key={name}>
            {index > 0 && <Belt from={stations[index - 1] ?? name} to={name} />}
            <Station name={name} onPoint={(pointed) => (pointedAt.value = pointed ? name : null)} />
          </Fragment>
        ))}
        <Belt from="capture" to="render" bypass />
      </div>
      <p class="board" id="kitchen-board" data-testid="kitchen-board">
        {pointedAt.value === null ? kitchen.intro : kitchen.explain[pointedAt.value]}
      </p>
    </aside>
  );
}
