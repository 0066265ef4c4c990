import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFeed } from '../../../web/page/src/capture/run_feed.ts';
import type { FrameFacts, FrameSink } from '../../../web/page/src/engine/protocol.ts';
import { patterned, y4m, type Picture } from '../support/webcam.ts';

/** Has one slot, which is free again every second time that it is asked for. */
class SlowSink implements FrameSink {
  readonly lossless = true;
  readonly frames: { facts: FrameFacts; pixels: Uint8Array }[] = [];
  onFrame = (): void => undefined;
  #slot = new Uint8Array(0);
  #free = false;

  fit(bytes: number): Promise<void> {
    this.#slot = new Uint8Array(bytes);
    return Promise.resolve();
  }
  reserve(): Uint8Array | null {
    this.#free = !this.#free;
    return this.#free ? this.#slot : null;
  }
  room(): Promise<void> {
    return Promise.resolve();
  }
  commit(facts: FrameFacts): void {
    this.frames.push({ facts, pixels: this.#slot.slice() });
    this.onFrame();
  }
  release(): void {
    assert.fail('every slot reserved is filled');
  }
  countReplaced(): void {
    assert.fail('no frame of a file is replaced');
  }
}

const run = async (file: Blob, sink = new SlowSink(), signal = new AbortController().signal): Promise<SlowSink> => {
  await runFeed({ way: 'y4m', file }, sink, signal);
  return sink;
};
const pictures = (width: number, height: number): Picture[] => [0, 1, 2, 3, 4].map((seed) => patterned(width, height, seed));
const blobOf = (...parts: (Buffer | string)[]): Blob => new Blob(parts.map((part) => new Uint8Array(Buffer.from(part))));

for (const [width, height] of [
  [16, 8],
  [17, 9],
] as const) {
  test(`every frame of ${width}x${height} comes, in order, however slow the sink`, async () => {
    const { frames } = await run(blobOf(y4m(pictures(width, height), { rate: '30000:1001' })));
    assert.deepEqual(
      frames.map(({ pixels }) => pixels),
      pictures(width, height).map(({ pixels }) => pixels),
    );
    assert.deepEqual(
      frames.map(({ facts }) => facts.mediaTime),
      [0, 33367, 66733, 100100, 133467],
    );
    assert.deepEqual(frames[0]?.facts, { format: 'I420', width, height, matrix: 'bt601', fullRange: false, mediaTime: 0 });
  });
}

test('the header tells the range of the numbers, the size their matrix', async () => {
  const { frames } = await run(blobOf(y4m([patterned(16, 720, 0)], { more: ' XYSCSS=420JPEG XCOLORRANGE=FULL' })));
  assert.deepEqual([frames[0]?.facts.fullRange, frames[0]?.facts.matrix], [true, 'bt709']);
});

test('frames may carry parameters of their own', async () => {
  const file = Buffer.from(y4m(pictures(16, 8)).toString('latin1').replaceAll('FRAME\n', 'FRAME Ip\n'), 'latin1');
  assert.equal((await run(blobOf(file))).frames.length, 5);
});

test('an abort ends the feed between two frames', async () => {
  const abort = new AbortController();
  const sink = new SlowSink();
  sink.onFrame = () => sink.frames.length === 2 && abort.abort();
  await run(blobOf(y4m(pictures(16, 8))), sink, abort.signal);
  assert.equal(sink.frames.length, 2);
});

const whole = y4m(pictures(16, 8));
for (const [what, file, words] of [
  ['that is cut within the pixels', blobOf(whole.subarray(0, -10)), 'the file is cut: frame 5 has 182 of 192 bytes'],
  ['that is cut after a frame header', blobOf(whole.subarray(0, -192)), 'the file is cut: frame 5 has 0 of 192 bytes'],
  ['that is cut within a frame header', blobOf(whole.subarray(0, -195)), 'the file is cut: frame 5 has no pixels'],
  [
    'with other bytes between frames',
    blobOf(whole, 'NOISE of more bytes\n'),
    'the file is damaged: frame 6 does not begin with FRAME',
  ],
  ['that is another kind', blobOf('RIFF....AVI '), 'it is no y4m file: it does not begin with YUV4MPEG2'],
  ['without an end of its header', blobOf('YUV4MPEG2 ', ' '.repeat(2000)), 'its header does not end within 1024 bytes'],
  [
    'of 10 bits',
    blobOf('YUV4MPEG2 W16 H8 C420p10\n'),
    'its frames are C420p10; only 8-bit 4:2:0 can be read (ffmpeg -pix_fmt yuv420p)',
  ],
  [
    'of full chroma',
    blobOf('YUV4MPEG2 W16 H8 C444\n'),
    'its frames are C444; only 8-bit 4:2:0 can be read (ffmpeg -pix_fmt yuv420p)',
  ],
  ['without a width', blobOf('YUV4MPEG2 H8\n'), 'its header gives no width'],
  ['without a height', blobOf('YUV4MPEG2 W8 H0\n'), 'its header gives no height'],
] as const) {
  test(`a file ${what} is refused with its reason`, async () => {
    await assert.rejects(run(file), { message: words });
  });
}

test('the synthetic scene has no feed', async () => {
  const feed = { way: 'synthetic', width: 16, height: 8, framesPerSecond: 30 } as const;
  await assert.rejects(runFeed(feed, new SlowSink(), new AbortController().signal), /draws the synthetic scene by itself/);
});
