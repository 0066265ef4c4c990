import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { countedLabel } from '../language/coco_labels.ts';
import { language, session, tracks, words } from '../store.ts';

const quietMs = 4000;

/** Says what is in the picture when it has changed, and not more often than can be listened to. */
export function Announcer() {
  const text = useSignal('');
  const spokenAt = useRef(-quietMs);
  useSignalEffect(() => {
    const now = performance.now();
    const sight = session.value === null ? '' : inSight();
    if (sight === text.peek() || now - spokenAt.current < quietMs) return;
    spokenAt.current = now;
    text.value = sight;
  });
  return (
    <p class="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}

function inSight(): string {
  const counts = new Map<number, number>();
  for (const { category } of tracks.value) counts.set(category, (counts.get(category) ?? 0) + 1);
  if (counts.size === 0) return words.value.said.nothing;
  const largestFirst = [...counts].sort(([, a], [, b]) => b - a);
  return largestFirst.map(([category, count]) => countedLabel(language.value, category, count)).join(words.value.said.and);
}
