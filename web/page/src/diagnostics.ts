import { lastStatus } from './reception.ts';
import * as store from './store.ts';

/** Everything that helps to understand a report, as one JSON text. Nothing of the picture. */
export function diagnostics(): string {
  const { settings, capabilities, variantChoice, session, source, phase, notices, pictureSize } = store;
  const { mot_rows: rows, ...status } = lastStatus ?? { mot_rows: '' };
  return JSON.stringify(
    {
      brigade: 'diagnostics',
      time: new Date().toISOString(),
      userAgent: navigator.userAgent,
      capabilities: capabilities.value,
      variant: variantChoice.value,
      settings: settings.value,
      source: source.value && {
        kind: source.value.kind,
        description: source.value.description,
        capture: source.value.choice,
        size: pictureSize.value,
      },
      session: session.value,
      phase: phase.value,
      offline: store.offlineState.value,
      notices: notices.value.map((notice) => notice.say(store.words.value)),
      rowsSinceLastStatus: rows.split('\n').length - 1,
      status,
    },
    null,
    2,
  );
}
