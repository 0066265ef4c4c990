import type { FrameSink } from '../engine/protocol.ts';
import { drawer } from './drawer.ts';

const interval = 100; // ms: an engine whose settings change shows it soon

/** Gives the sink the same picture over and over, until aborted. */
export async function runImage(bitmap: ImageBitmap, sink: FrameSink, signal: AbortSignal): Promise<void> {
  const { width, height } = bitmap;
  const pixels = drawer()(bitmap, width, height);
  bitmap.close();
  await sink.fit(pixels.length);
  for (let index = 0; !signal.aborted; ++index) {
    if (sink.lossless) await sink.room();
    const slot = sink.reserve();
    if (slot !== null) {
      slot.set(pixels);
      sink.commit({ format: 'RGBA', width, height, matrix: 'bt601', fullRange: true, mediaTime: index * interval * 1000 });
    }
    await passed(interval, signal);
  }
}

/** Resolves after so many milliseconds, or when aborted. */
function passed(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
