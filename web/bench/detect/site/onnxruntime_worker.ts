/** onnxruntime-web, as published, on yolox_nano. */
import { answerWith, load, type Measure } from './answer.ts';
import { peerMeasurement } from './peer_measurement.ts';
import { places, type Measurement, type PeerRequest } from './protocol.ts';
import { digest, pretendCoresFor, timeRuns } from './time_runs.ts';

interface Tensor {
  readonly data: Float32Array;
}

interface Session {
  readonly inputNames: readonly string[];
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

interface Runtime {
  readonly env: {
    readonly versions: { readonly web?: string };
    readonly wasm: { wasmPaths: string; numThreads: number };
  };
  readonly InferenceSession: {
    create(model: ArrayBuffer, options: { executionProviders: string[]; graphOptimizationLevel: string }): Promise<Session>;
  };
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => Tensor;
}

async function start(threads: number): Promise<Runtime> {
  const folder = `${location.origin}${places.peers}onnxruntime-web/dist/`;
  const runtime = (await import(/* @vite-ignore */ `${folder}ort.wasm.min.mjs`)) as Runtime;
  runtime.env.wasm.wasmPaths = folder;
  runtime.env.wasm.numThreads = threads;
  return runtime;
}

async function prepare(request: PeerRequest): Promise<Measure<Measurement>> {
  const { threads } = request;
  pretendCoresFor(threads);
  const runtime = await start(threads);
  const session = await runtime.InferenceSession.create(await load(`${places.models}yolox_nano.onnx`), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const values = new Float32Array(await load(`${places.inputs}yolox_nano.f32`));
  const side = Math.sqrt(values.length / 3);
  const inputs = { [session.inputNames[0] ?? '']: new runtime.Tensor('float32', values, [1, 3, side, side]) };
  let results: Record<string, Tensor> = {};
  const run = async () => {
    results = await session.run(inputs);
  };
  return async (milliseconds) => {
    const times = await timeRuns(run, milliseconds);
    const outputs = Object.values(results).map(({ data }) => digest(data));
    return peerMeasurement(request, `onnxruntime-web ${runtime.env.versions.web ?? ''}`.trim(), times, outputs);
  };
}

answerWith(prepare);
