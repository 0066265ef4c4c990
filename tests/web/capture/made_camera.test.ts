import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Served } from '../../../web/serve/server.ts';
import { withChromium } from '../support/chromium.ts';
import { bundle, serve } from '../support/site.ts';
import { patterned, sha256 } from '../support/webcam.ts';
import type { MadeFrame } from './site/made_camera.ts';
import type { SinkWishes } from './site/messages.ts';
import type { Received, StandIn } from './site/page.ts';

declare const capture: StandIn;

let served: Served;
before(async () => {
  served = await serve(await bundle(fileURLToPath(new URL('site', import.meta.url)), 'made_camera'));
});
after(() => served.close());

const ways = ['track-processor', 'video-frame', 'canvas'] as const;

type Receive = (frame: MadeFrame, wishes?: SinkWishes) => Promise<Received>;

/** One visit for what the engine gets of frames that a made-up camera shows, each over and over. */
async function receiving(check: (received: Receive) => Promise<void>): Promise<void> {
  await withChromium({ address: served.address }, ({ page }) =>
    check((frame, wishes = {}) =>
      page.evaluate(
        async ({ frame, wishes }) => {
          const camera = capture.madeCamera();
          const source = await capture.openCamera({ way: 'track-processor' });
          const run = new capture.Run(source, wishes);
          camera.showAll([frame]);
          const [received] = await run.take(1);
          await camera.lose();
          const { faults, error, kept } = await run.ended;
          if (!received || faults.length > 0 || error !== null || kept !== 0) throw new Error([error, ...faults].join(', '));
          return received;
        },
        { frame, wishes },
      ),
    ),
  );
}

function i420(width: number, height: number): MadeFrame {
  return { format: 'I420', width, height, pixels: [...patterned(width, height, 1).pixels] };
}

for (const format of ['I420', 'NV12'] as const) {
  test(`${format}: planes lie without gaps, chroma rounded up`, async () => {
    await receiving(async (received) => {
      for (const [width, height] of [
        [64, 48],
        [65, 48],
        [64, 49],
        [65, 49],
      ] as const) {
        const frame = { ...i420(width, height), format }; // as many bytes, whatever they mean
        const { facts, sha256: hash } = await received(frame);
        assert.deepEqual([facts.format, facts.width, facts.height], [format, width, height]);
        assert.equal(hash, sha256(Uint8Array.from(frame.pixels)), `${width}x${height}`);
      }
    });
  });
}

test('all formats of four bytes a pixel arrive as RGBA', async () => {
  const pixels = Array.from({ length: 33 * 17 }, (_, i) => [i % 251, (i * 3) % 251, (i * 5) % 251, 255]);
  await receiving(async (received) => {
    for (const format of ['RGBA', 'RGBX', 'BGRA', 'BGRX'] as const) {
      const given = pixels.map(([r = 0, g = 0, b = 0, a = 0]) => (format.startsWith('B') ? [b, g, r, a] : [r, g, b, a]));
      const { facts, sha256: hash } = await received({ format, width: 33, height: 17, pixels: given.flat() });
      assert.deepEqual([facts.format, facts.width, facts.height], ['RGBA', 33, 17]);
      assert.equal(hash, sha256(Uint8Array.from(pixels.flat())), format);
    }
  });
});

test('what the numbers of a frame mean goes along; a phone that is turned has its picture drawn upright', async () => {
  await receiving(async (received) => {
    const colorSpace = { matrix: 'bt709', fullRange: true, primaries: 'bt709', transfer: 'bt709' } as const;
    const { facts } = await received({ ...i420(64, 48), colorSpace });
    assert.deepEqual([facts.matrix, facts.fullRange], ['bt709', true]);
    const { facts: other } = await received({ ...i420(64, 48), colorSpace: { matrix: 'smpte170m', fullRange: false } });
    assert.deepEqual([other.matrix, other.fullRange], ['bt601', false]);
    const { facts: turned } = await received({ ...i420(64, 48), rotation: 90 });
    assert.deepEqual([turned.format, turned.width, turned.height], ['RGBA', 48, 64]);
  });
});

test('memory that is not shared, or that the browser does not fill because it is, costs no pixel', async () => {
  await receiving(async (received) => {
    const frame = i420(65, 49);
    for (const wishes of [{ shared: false }, { refusesShared: true }]) {
      const { facts, sha256: hash } = await received(frame, wishes);
      assert.equal(facts.format, 'I420');
      assert.equal(hash, sha256(Uint8Array.from(frame.pixels)), JSON.stringify(wishes));
    }
  });
});

for (const way of ways) {
  test(`${way}: a lost camera ends feed and source, once`, async () => {
    await withChromium({ address: served.address }, async ({ page }) => {
      const seen = await page.evaluate(
        async ({ way, frame }) => {
          const camera = capture.madeCamera();
          camera.showAll([frame]);
          const source = await capture.openCamera({ way });
          let ended = 0;
          const lost = new Promise<void>((resolve) => {
            source.onEnded = () => {
              ++ended;
              resolve();
            };
          });
          const run = new capture.Run(source);
          await run.take(2);
          await camera.lose();
          await lost;
          const ending = await run.ended;
          source.close();
          return { ended, ending };
        },
        { way, frame: i420(64, 48) },
      );
      assert.equal(seen.ended, 1);
      assert.deepEqual([seen.ending.error, seen.ending.kept, seen.ending.faults], [null, 0, []]);
    });
  });

  test(`${way}: frames that find no slot are let go`, async () => {
    await withChromium({ address: served.address }, async ({ page }) => {
      const ending = await page.evaluate(
        async ({ way, frame }) => {
          const camera = capture.madeCamera();
          camera.showAll([frame]);
          const run = new capture.Run(await capture.openCamera({ way }), { refuses: true });
          await run.take(20); // more than a camera has buffers
          return run.abort();
        },
        { way, frame: i420(64, 48) },
      );
      assert.ok(ending.refused >= 19, `${ending.refused} refused`);
      assert.deepEqual([ending.error, ending.kept, ending.faults], [null, 0, []]);
    });
  });

  test(`${way}: an engine that works in the capture's thread gets new frames, not a queue of old ones`, async () => {
    await withChromium({ address: served.address }, async ({ page }) => {
      const { ending, lumas, shown, taken } = await page.evaluate(
        async ({ way, frame }) => {
          const camera = capture.madeCamera();
          const shades = Array.from({ length: 200 }, (_, i) => ({
            ...frame,
            pixels: frame.pixels.map((_, at) => (at < 256 ? 20 + i : 128)),
          }));
          camera.showAll(shades);
          const run = new capture.Run(await capture.openCamera({ way }), { blocks: 300 });
          const frames = await run.take(6);
          const shown = camera.shown;
          const ending = await run.abort();
          return { ending, lumas: frames.map(({ samples }) => samples[0] ?? 0), shown, taken: frames.length };
        },
        { way, frame: i420(16, 16) },
      );
      assert.ok(shown > 3 * taken, `${shown} shown for ${taken} taken`);
      // A queue would give one frame after the other.
      const skipped = (lumas.at(-1) ?? 0) - (lumas[0] ?? 0) - (taken - 1);
      assert.ok(skipped > 2 * taken, `shades ${lumas.join(' ')}`);
      if (way !== 'track-processor') assert.ok(ending.replaced > taken, `${ending.replaced} replaced`);
      assert.deepEqual([ending.error, ending.kept, ending.faults], [null, 0, []]);
    });
  });
}
