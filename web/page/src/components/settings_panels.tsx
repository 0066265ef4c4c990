import { DetectorPanel } from './detector_panel.tsx';
import { DownloadsPanel } from './downloads_panel.tsx';
import { EnginePanel } from './engine_panel.tsx';
import { SourcePanel } from './source_panel.tsx';
import { words } from '../store.ts';

export function SettingsPanels() {
  return (
    <section class="panels" aria-label={words.value.settingsLabel}>
      <SourcePanel />
      <DetectorPanel />
      <EnginePanel />
      <DownloadsPanel />
    </section>
  );
}
