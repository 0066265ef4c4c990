import type { DetectorTimes, SessionFacts, SessionSettings, Status } from './engine/protocol.ts';
import { firstDetectionMs, lastStatus } from './reception.ts';
import { runningEngine } from './session.ts';
import * as store from './store.ts';

/** `brigade` in the browser's console: for the curious, and for script/bench. */
export interface BrigadeConsole {
  /** Everything that is measured, as of a moment ago; see docs/report.md. Null while nothing runs. */
  status(): Status | null;
  facts(): SessionFacts | null;
  /** From the opening of the page to the first frame that has been searched, milliseconds. */
  firstDetectionMs(): number | null;
  /** The detector alone in so many frames, on the engine that runs; its session ends. */
  measure(settings: SessionSettings, frames: number): Promise<DetectorTimes>;
}

export const brigadeConsole: BrigadeConsole = {
  status: () => lastStatus,
  facts: () => store.session.value,
  firstDetectionMs: () => firstDetectionMs,
  measure(settings, frames) {
    const engine = runningEngine();
    if (engine === null) return Promise.reject(new Error('nothing is running: choose a source first'));
    return engine.measure(settings, frames);
  },
};

declare global {
  interface Window {
    brigade: BrigadeConsole;
  }
}
