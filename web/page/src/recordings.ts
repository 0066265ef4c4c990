import type { Engine } from './engine/engine.ts';
import { saveAs } from './save.ts';
import * as store from './store.ts';

/** The recorded picture (with the source's sound) and the trace: what runs over a time and ends as a file. */

/** The cheapest to encode first: the processor has other work. */
const formats = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];

/** A second: as many pictures as most cameras give. */
const mostPictures = 30;

interface Copying {
  readonly stream: MediaStream;
  readonly stop: () => void;
}

let recorder: MediaRecorder | null = null;

/** What is shown as a stream. Firefox gives none of a canvas that a worker draws on, so there the picture is copied meanwhile. */
function pictures(canvas: HTMLCanvasElement): Copying {
  try {
    return { stream: canvas.captureStream(mostPictures), stop: () => undefined };
  } catch {
    return copied(canvas);
  }
}

function copied(canvas: HTMLCanvasElement): Copying {
  const copy = document.createElement('canvas');
  const context = copy.getContext('2d');
  const draw = (): void => {
    if (copy.width !== canvas.width || copy.height !== canvas.height) [copy.width, copy.height] = [canvas.width, canvas.height];
    context?.drawImage(canvas, 0, 0);
  };
  draw();
  const timer = setInterval(draw, 1000 / mostPictures);
  return { stream: copy.captureStream(mostPictures), stop: () => clearInterval(timer) };
}

export function startRecording(canvas: HTMLCanvasElement, audio: MediaStreamTrack | undefined): void {
  const { stream, stop } = pictures(canvas);
  if (audio !== undefined) stream.addTrack(audio);
  const type = formats.find((format) => MediaRecorder.isTypeSupported(format));
  recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    stop();
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
