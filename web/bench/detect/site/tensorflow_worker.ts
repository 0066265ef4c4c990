/** TensorFlow.js's wasm backend, as published, on the same weights, cut at the same outputs. */
import { answerWith, load, type Measure } from './answer.ts';
import { peerMeasurement } from './peer_measurement.ts';
import { places, type Measurement, type PeerRequest } from './protocol.ts';
import { digest, pretendCoresFor, timeRuns } from './time_runs.ts';

interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

interface GraphModel {
  readonly inputs: readonly { readonly name: string }[];
  execute(inputs: Record<string, Tensor>, outputs: readonly string[]): Tensor[];
}

interface TensorFlow {
  readonly version_core: string;
  readonly wasm: {
    setWasmPaths(prefix: string): void;
    setThreadsCount(count: number): void;
    getThreadsCount(): number;
  };
  setBackend(name: string): Promise<boolean>;
  env(): { getAsync(flag: string): Promise<boolean> };
  loadGraphModel(address: string): Promise<GraphModel>;
  tensor4d(values: Float32Array, shape: readonly number[]): Tensor;
}

/** Its files take the global scope for their own. */
async function start(threads: number): Promise<TensorFlow> {
  for (const [name, file] of [
    ['core', 'tf-core'],
    ['converter', 'tf-converter'],
    ['backend-wasm', 'tf-backend-wasm'],
  ]) {
    await import(/* @vite-ignore */ `${places.peers}@tensorflow/tfjs-${name ?? ''}/dist/${file ?? ''}.min.js`);
  }
  const { tf } = globalThis as unknown as { readonly tf: TensorFlow };
  tf.wasm.setWasmPaths(`${places.peers}@tensorflow/tfjs-backend-wasm/dist/`);
  tf.wasm.setThreadsCount(threads);
  if (!(await tf.setBackend('wasm'))) throw new Error("TensorFlow.js's wasm backend does not start");
  for (const flag of ['WASM_HAS_SIMD_SUPPORT', 'WASM_HAS_MULTITHREAD_SUPPORT']) {
    if (!(await tf.env().getAsync(flag))) throw new Error(`TensorFlow.js does without ${flag} here`);
  }
  if (tf.wasm.getThreadsCount() !== threads) throw new Error(`TensorFlow.js takes ${tf.wasm.getThreadsCount()} threads`);
  return tf;
}

async function prepare(request: PeerRequest): Promise<Measure<Measurement>> {
  const { network, threads } = request;
  pretendCoresFor(threads);
  const tf = await start(threads);
  const model = await tf.loadGraphModel(`${places.weights}centernet.json`);
  const values = new Float32Array(await load(`${places.inputs}centernet.f32`));
  const side = Math.sqrt(values.length / 3);
  const name = model.inputs[0]?.name ?? '';
  let results: Float32Array[] = [];
  // With the picture handed over and the outputs read, as onnxruntime-web's run has both in it.
  const run = () => {
    const picture = tf.tensor4d(values, [1, side, side, 3]);
    const outputs = model.execute({ [name]: picture }, network.outputs);
    results = outputs.map((tensor) => tensor.dataSync());
    for (const tensor of [picture, ...outputs]) tensor.dispose();
  };
  return async (milliseconds) => {
    const times = await timeRuns(run, milliseconds);
    return peerMeasurement(request, `TensorFlow.js ${tf.version_core}`, times, results.map(digest));
  };
}

answerWith(prepare);
