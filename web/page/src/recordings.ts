import type { Engine } from './engine/engine.ts';
import { saveAs } from './save.ts';
import * as store from './store.ts';

/** The recorded picture (with the source's sound) and the trace: what runs over a time and ends as a file. */

/** The cheapest to encode first: the processor has other work. */
const formats = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];

let recorder: MediaRecorder | null = null;

export function startRecording(canvas: HTMLCanvasElement, audio: MediaStreamTrack | undefined): void {
  const stream = canvas.captureStream();
  if (audio !== undefined) stream.addTrack(audio);
  const type = formats.find((format) => MediaRecorder.isTypeSupported(format));
  recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    const blob = new Blob(parts, { type: type ?? 'video/webm' });
    if (blob.size === 0) noteEmpty();
    else saveAs(blob, 'video', blob.type.startsWith('video/mp4') ? 'mp4' : 'webm');
  };
  recorder.start(1000);
  store.recording.value = true;
}

function noteEmpty(): void {
  store.notify({ about: 'recording', grave: false, say: (words) => words.notices.recordEmpty });
}

export async function stopRecording(): Promise<void> {
  const ending = recorder;
  recorder = null;
  store.recording.value = false;
  if (ending === null || ending.state === 'inactive') return;
  const stopped = new Promise((resolve) => ending.addEventListener('stop', resolve, { once: true }));
  ending.stop();
  await stopped;
}

export async function startTrace(engine: Engine): Promise<void> {
  await engine.startTrace();
  store.tracing.value = true;
}

export async function stopTrace(engine: Engine): Promise<void> {
  store.tracing.value = false;
  saveAs(await engine.stopTrace(), 'trace', 'json');
}

/** Before a session ends: what has been recorded is saved, not lost. */
export async function finishRecordings(engine: Engine | null): Promise<void> {
  await stopRecording();
  if (store.tracing.value && engine !== null) await stopTrace(engine).catch(() => undefined);
  store.tracing.value = false;
}
