import { snapshot, stop, togglePause, toggleRecording, toggleXray } from '../controller.ts';
import { phase, recording, remark, session, settings, words } from '../store.ts';
import { Icon, type IconName } from './icon.tsx';

/** What is done most often with the picture, right below it. */
export function Tools() {
  const { tools, help } = words.value;
  const idle = session.value === null;
  const paused = phase.value === 'paused';
  return (
    <div class="tools" role="toolbar" aria-label={tools.label}>
      <Tool
        name="pause"
        icon={paused ? 'play' : 'pause'}
        label={paused ? tools.resume : tools.pause}
        shortcut={help.keys.pause}
        disabled={idle}
        run={togglePause}
      />
      <Tool name="snapshot" icon="snapshot" label={tools.snapshot} shortcut={help.keys.snapshot} disabled={idle} run={snapshot} />
      <Tool
        name="record"
        icon={recording.value ? 'stop' : 'record'}
        label={recording.value ? tools.stopRecording : tools.record}
        shortcut={help.keys.record}
        disabled={idle}
        pressed={recording.value}
        run={toggleRecording}
      />
      <Tool
        name="xray"
        icon="xray"
        label={tools.xray}
        shortcut={help.keys.xray}
        pressed={settings.value.xray !== null}
        run={toggleXray}
      />
      <span class="remark" role="status" data-testid="remark">
        {remark.value}
      </span>
      <Tool name="stop" icon="close" label={tools.stop} disabled={phase.value === 'idle'} run={stop} />
    </div>
  );
}

interface ToolProperties {
  readonly name: string;
  readonly icon: IconName;
  readonly label: string;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly run: () => unknown;
}

function Tool({ name, icon, label, shortcut, disabled = false, pressed, run }: ToolProperties) {
  const title = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <button
      class={`tool tool-${name}`}
      data-testid={name}
      title={title}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={() => void run()}
    >
      <Icon name={icon} />
      <span class="tool-label" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}
