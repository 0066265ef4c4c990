import { copyDiagnostics, keepForOffline, saveTracksAsJson, saveTracksAsMot, toggleTrace } from '../controller.ts';
import { offlineState, session, trackRows, tracing, words } from '../store.ts';
import { Icon } from './icon.tsx';

export function DownloadsPanel() {
  const { downloads } = words.value;
  const idle = session.value === null;
  const { rows, dropped } = trackRows.value;
  return (
    <section class="panel" aria-labelledby="downloads-title">
      <h2 id="downloads-title">{downloads.title}</h2>
      <div class="download-buttons">
        <button data-testid="tracks-json" disabled={rows === 0} onClick={saveTracksAsJson}>
          <Icon name="download" /> {downloads.tracksJson}
        </button>
        <button data-testid="tracks-mot" disabled={rows === 0} onClick={saveTracksAsMot}>
          <Icon name="download" /> {downloads.tracksMot}
        </button>
        <p class="small" data-testid="track-rows">
          {downloads.rows(rows, dropped)}
        </p>
        <button data-testid="trace" aria-pressed={tracing.value} disabled={idle} onClick={() => void toggleTrace()}>
          <Icon name="trace" /> {tracing.value ? downloads.stopTrace : downloads.startTrace}
        </button>
        <p class="small">{downloads.traceHint}</p>
        <button data-testid="diagnostics" onClick={() => void copyDiagnostics()}>
          <Icon name="copy" /> {downloads.diagnostics}
        </button>
        <button
          data-testid="keep-offline"
          disabled={offlineState.value?.serviceWorker !== 'active'}
          onClick={() => void keepForOffline()}
        >
          <Icon name="keep" /> {downloads.keep}
        </button>
      </div>
    </section>
  );
}
