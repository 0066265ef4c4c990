import { useEffect } from 'preact/hooks';
import { snapshot, togglePause, toggleRecording, toggleXray } from '../controller.ts';
import { helpShown } from '../store.ts';

const shortcuts: Readonly<Record<string, () => unknown>> = {
  ' ': togglePause,
  s: snapshot,
  r: toggleRecording,
  x: toggleXray,
  '?': () => (helpShown.value = !helpShown.value),
};

/** Elements to which letters and the space bar mean something of their own. */
const typing = 'input, select, textarea, [contenteditable]';
const pressing = 'button, summary, a, [role="button"]';

export function Shortcuts() {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const target = event.target as Element;
      const run = shortcuts[event.key];
      const taken = target.closest(typing) !== null || (event.key === ' ' && target.closest(pressing) !== null);
      if (run === undefined || taken || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      event.preventDefault();
      void run();
    }
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  return null;
}
