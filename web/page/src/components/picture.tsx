import { useEffect, useRef } from 'preact/hooks';
import { canvas, kitchen, loadingStep, phase, pictureSize, recording, source, words } from '../store.ts';
import { StartPanel } from './start_panel.tsx';

/** The picture, or what comes before it. Each session draws into a canvas of its own, which is put here. */
export function Picture() {
  const [width, height] = pictureSize.value;
  const size = `${width} × ${height}`;
  const empty = canvas.value === null;
  return (
    <section class="picture" id="picture" tabIndex={-1} aria-label={words.value.pictureLabel} data-testid="picture">
      <div class={empty ? 'frame empty' : 'frame'} style={{ '--ratio': width / height }}>
        {empty ? null : <CanvasSlot />}
        {empty && phase.value !== 'loading' && <StartPanel />}
        {phase.value === 'loading' && <Loading />}
        {recording.value && <span class="recording-light" aria-hidden="true" />}
      </div>
      {source.value !== null && !empty && (
        <p class="caption" data-testid="source-description">
          {words.value.source.names[sourceName(source.value.kind)]} · {source.value.description}
          {kitchen.value !== null && size !== source.value.description && ` · ${size}`}
        </p>
      )}
    </section>
  );
}

function sourceName(kind: NonNullable<typeof source.value>['kind']) {
  return kind === 'camera' || kind === 'screen' || kind === 'synthetic' ? kind : 'file';
}

function CanvasSlot() {
  const slot = useRef<HTMLDivElement>(null);
  const shown = canvas.value;
  useEffect(() => {
    if (shown !== null) slot.current?.replaceChildren(shown);
  }, [shown]);
  return <div class="canvas-slot" ref={slot} role="img" aria-label={words.value.pictureLabel} />;
}

function Loading() {
  return (
    <p class="loading" role="status" data-testid="loading">
      <span class="simmer" aria-hidden="true" />
      {words.value.loading[loadingStep.value]}
    </p>
  );
}
