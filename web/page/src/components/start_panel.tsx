import { takeSource } from '../controller.ts';
import { sample, words } from '../store.ts';
import { openFileDialog } from './drop_zone.tsx';
import { Icon } from './icon.tsx';

/** What this is, that it is private, and four ways to begin. */
export function StartPanel() {
  const { start, source } = words.value;
  return (
    <div class="start" data-testid="start">
      <h2>{start.title}</h2>
      <p>{start.what}</p>
      <p class="private">
        <Icon name="shield" />
        <span>{start.private}</span>
      </p>
      <div class="start-buttons">
        <button class="primary" data-testid="start-camera" onClick={() => takeSource('camera')}>
          <Icon name="camera" /> {start.camera}
        </button>
        <button
          data-testid="start-sample"
          disabled={sample.value === null}
          aria-describedby={sample.value !== null ? undefined : 'sample-absent'}
          onClick={() => takeSource('sample')}
        >
          <Icon name="sample" /> {start.sample}
        </button>
        <button data-testid="start-synthetic" onClick={() => takeSource('synthetic')}>
          <Icon name="synthetic" /> {start.synthetic}
        </button>
        <button data-testid="start-file" onClick={openFileDialog}>
          <Icon name="file" /> {start.file}
        </button>
      </div>
      <p class="small">
        {start.drop} {sample.value === null && <span id="sample-absent">{source.sampleAbsent}</span>}
      </p>
    </div>
  );
}
