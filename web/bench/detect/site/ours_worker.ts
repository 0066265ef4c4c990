/** Our engine: bench/detect/web/engine.cpp is the other side. */
import { answerWith, load, type Measure } from './answer.ts';
import { pictureSize, places, type Facts, type Measurement, type OursRequest, type Peak } from './protocol.ts';

type Pointer = number;

interface Engine {
  readonly HEAPU8: Uint8Array;
  readonly FS: { mkdirTree(path: string): void; writeFile(path: string, content: Uint8Array): void };
  UTF8ToString(text: Pointer): string;
  stringToNewUTF8(text: string): Pointer;
  _malloc(bytes: number): Pointer;
  _free(memory: Pointer): void;
  _bench_weights_files(): Pointer;
  _bench_precisions(): Pointer;
  _bench_peaks(milliseconds: number): Pointer;
  _bench_prepare(precision: Pointer, threads: number, pixels: Pointer, width: number, height: number): Pointer;
  _bench_problem(ours: Pointer): Pointer;
  _bench_measure(ours: Pointer, milliseconds: number): Pointer;
}

function take(engine: Engine, text: Pointer): string {
  const taken = engine.UTF8ToString(text);
  engine._free(text);
  return taken;
}

function parse<Value>(text: string): Value {
  if (!/^[{[]/.test(text)) throw new Error(text);
  return JSON.parse(text) as Value;
}

async function start(variant: OursRequest['variant'], threads: number): Promise<Engine> {
  const { default: create } = (await import(/* @vite-ignore */ places.engine(variant))) as {
    default: (options: { poolSize: number }) => Promise<Engine>;
  };
  return create({ poolSize: threads - 1 });
}

async function layDownWeights(engine: Engine): Promise<void> {
  for (const path of parse<string[]>(take(engine, engine._bench_weights_files()))) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    engine.FS.mkdirTree(path.slice(0, -name.length));
    engine.FS.writeFile(path, new Uint8Array(await load(`${name.endsWith('.int8') ? places.inputs : places.weights}${name}`)));
  }
}

async function detect(request: Extract<OursRequest, { what: 'detect' }>): Promise<Measure<Measurement>> {
  const engine = await start(request.variant, request.threads);
  await layDownWeights(engine);
  const picture = new Uint8Array(await load(`${places.inputs}picture.i420`));
  const pixels = engine._malloc(picture.length);
  engine.HEAPU8.set(picture, pixels);
  const { width, height } = pictureSize;
  const ours = engine._bench_prepare(engine.stringToNewUTF8(request.precision), request.threads, pixels, width, height);
  const problem = take(engine, engine._bench_problem(ours));
  if (problem !== '') throw new Error(problem);
  return (milliseconds) => parse(take(engine, engine._bench_measure(ours, milliseconds)));
}

async function facts(request: Extract<OursRequest, { what: 'facts' }>): Promise<Measure<Facts>> {
  const engine = await start(request.variant, 1);
  const precisions = parse<string[]>(take(engine, engine._bench_precisions()));
  return (milliseconds) => ({ peaks: parse<Peak[]>(take(engine, engine._bench_peaks(milliseconds))), precisions });
}

answerWith((request: OursRequest): Promise<Measure<Measurement | Facts>> =>
  request.what === 'facts' ? facts(request) : detect(request),
);
