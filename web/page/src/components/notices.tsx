import { dismiss, notices, words } from '../store.ts';
import { Icon } from './icon.tsx';

/** Fallbacks and troubles: one sentence each, and what can be done. */
export function Notices() {
  return (
    <div class="notices" role="region" aria-live="polite" aria-label={words.value.said.notices}>
      {notices.value.map((notice) => (
        <div key={notice.about} class={notice.grave ? 'notice grave' : 'notice'} data-testid={`notice-${notice.about}`}>
          <p>{notice.say(words.value)}</p>
          <div class="notice-actions">
            {notice.actions.map((action) => (
              <button key={action.name} data-testid={`action-${action.name}`} onClick={action.run}>
                {words.value.actions[action.name]}
              </button>
            ))}
            <button
              class="quiet"
              data-testid="dismiss"
              aria-label={words.value.said.dismiss}
              onClick={() => dismiss(notice.about)}
            >
              <Icon name="close" />
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}
