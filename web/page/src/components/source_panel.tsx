import { change, takeSource } from '../controller.ts';
import { captureWishes, resolutions, sourceChoices } from '../settings.ts';
import { cameras, file, source as open, settings, sample, words } from '../store.ts';
import { openFileDialog } from './drop_zone.tsx';
import { Select } from './fields.tsx';
import { Icon } from './icon.tsx';

export function SourcePanel() {
  const { source } = words.value;
  const { camera, capture, resolution, source: chosen } = settings.value;
  const choice = open.value?.choice;
  const fromFile = file.value !== null;
  return (
    <section class="panel" aria-labelledby="source-title">
      <h2 id="source-title">{source.title}</h2>
      <div class="source-buttons" role="group" aria-labelledby="source-title">
        {sourceChoices.map((choice) => (
          <button
            key={choice}
            data-testid={`source-${choice}`}
            aria-pressed={!fromFile && chosen === choice}
            disabled={choice === 'sample' && sample.value === null}
            onClick={() => takeSource(choice)}
          >
            <Icon name={choice} />
            {source.names[choice]}
          </button>
        ))}
        <button data-testid="source-file" aria-pressed={fromFile} onClick={openFileDialog}>
          <Icon name="file" />
          {source.names.file}
        </button>
      </div>
      {sample.value === null && <p class="small">{source.sampleAbsent}</p>}
      {chosen === 'camera' && !fromFile && (
        <Select
          name="camera"
          label={source.camera}
          value={camera}
          options={cameraOptions()}
          onPick={(pick) => change({ camera: pick })}
        />
      )}
      {chosen === 'camera' && !fromFile && (
        <Select
          name="resolution"
          label={source.resolution}
          value={resolution}
          options={resolutions.map((value) => ({ value, label: value.replace('x', ' × ') }))}
          onPick={(pick) => change({ resolution: pick })}
        />
      )}
      <Select
        name="capture"
        label={source.capture}
        value={capture}
        options={captureWishes.map((value) => ({ value, label: source.captureNames[value] }))}
        onPick={(pick) => change({ capture: pick })}
      />
      {choice !== undefined && (
        <p class="small" data-testid="capture-way" data-way={choice.way} data-reason={choice.reason}>
          {source.wayReason(source.ways[choice.way], source.wayReasons[choice.reason])}
        </p>
      )}
    </section>
  );
}

function cameraOptions() {
  const { front, back } = words.value.source;
  const devices = cameras.value.map((device, index) => ({ value: device.deviceId, label: device.label || `${index + 1}` }));
  return [{ value: 'front', label: front }, { value: 'back', label: back }, ...devices];
}
