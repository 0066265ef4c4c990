import { effect } from '@preact/signals';
import { phase } from './store.ts';

/** Keeps the screen awake while the picture runs. A hidden page loses its lock, so it is taken again when it is back. */
export function keepAwake(): void {
  let lock: WakeLockSentinel | null = null;
  async function update(running: boolean): Promise<void> {
    const wanted = running && document.visibilityState === 'visible';
    if (!('wakeLock' in navigator)) return;
    if (!wanted) {
      await lock?.release();
      lock = null;
    } else if (lock === null || lock.released) {
      lock = await navigator.wakeLock.request('screen').catch(() => null); // a low battery may forbid it
    }
  }
  effect(() => void update(phase.value === 'running'));
  document.addEventListener('visibilitychange', () => void update(phase.peek() === 'running'));
}
