import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ahead, type EngineWish } from '../../../web/page/src/ahead.ts';
import type { Engine, Weights } from '../../../web/page/src/engine/engine.ts';
import type { NetworkChoice } from '../../../web/page/src/engine/protocol.ts';

const nanodet = { model: 'nanodet', precision: 'f32' } as const;
const centernet = { model: 'centernet', precision: 'f32' } as const;

/** Loaders that write down what they are asked, and the engines that were closed. */
function recorded(fails = false) {
  const asked: string[] = [];
  const loaders = {
    loadEngine({ variant, threads }: EngineWish): Promise<Engine> {
      const name = `${variant} ${threads}`;
      asked.push(name);
      if (fails) return Promise.reject(new Error('no engine'));
      return Promise.resolve({ variant, close: () => asked.push(`close ${name}`) } as unknown as Engine);
    },
    fetchWeights(network: NetworkChoice): Promise<Weights> {
      asked.push(`${network.model} ${network.precision}`);
      if (fails) return Promise.reject(new Error('no weights'));
      return Promise.resolve({ network, files: [] });
    },
  };
  return { asked, coming: ahead(loaders) };
}

test('what was begun is taken, once', async () => {
  const { asked, coming } = recorded();
  coming.begin({ variant: 'simd', threads: 2 }, nanodet);
  coming.begin({ variant: 'simd', threads: 2 }, nanodet);
  await coming.takeEngine({ variant: 'simd', threads: 1 });
  await coming.takeWeights(nanodet);
  assert.deepEqual(asked, ['simd 2', 'nanodet f32']);
  await coming.takeEngine({ variant: 'simd', threads: 1 });
  await coming.takeWeights(nanodet);
  assert.deepEqual(asked, ['simd 2', 'nanodet f32', 'simd 1', 'nanodet f32']);
});

test('weights that were begun in another precision are not taken for those that are wished', async () => {
  const { asked, coming } = recorded();
  coming.begin({ variant: 'simd', threads: 1 }, centernet);
  const { network } = await coming.takeWeights({ ...centernet, precision: 'int8' });
  assert.equal(network.precision, 'int8');
  assert.deepEqual(asked.slice(1), ['centernet f32', 'centernet int8']);
});

test('an engine that is no longer wished is closed', async () => {
  const { asked, coming } = recorded();
  coming.begin({ variant: 'relaxed', threads: 1 }, centernet);
  const engine = await coming.takeEngine({ variant: 'scalar', threads: 1 });
  assert.equal(engine.variant, 'scalar');
  assert.deepEqual(asked.slice(2), ['scalar 1', 'close relaxed 1']);
});

test('what goes wrong ahead shows when it is taken', async () => {
  const { coming } = recorded(true);
  coming.begin({ variant: 'simd', threads: 1 }, centernet);
  await new Promise(setImmediate); // nobody has looked yet
  await assert.rejects(coming.takeEngine({ variant: 'simd', threads: 1 }), /no engine/);
  await assert.rejects(coming.takeWeights(centernet), /no weights/);
});
