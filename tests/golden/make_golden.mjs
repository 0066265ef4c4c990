// Golden tensors: what TensorFlow.js computes from the detectors' weights on real images. The network's tests compare
// Brigade's executor with them, so nothing here shares code with it.
//
//   node make_golden.mjs --tools FOLDER --weights FOLDER --sample FILE --out FOLDER
//
//   --tools    where `npm ci` has installed this folder's package-lock.json
//   --weights  centernet and nanodet as TensorFlow.js graph models: NAME.json, NAME.bin
//   --sample   the video whose frames are the images; read by the ffmpeg command
//   --out      receives manifest.json and the tensors that it names
//
// Every tensor is a file of raw float32, little-endian, height x width x channels with channels fastest (NHWC, N = 1),
// whatever layout the graph takes. script/bootstrap runs this; the results are never stored in the repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const FRAMES = [100, 500];

/**
 * native: side of the square input that the graph's constants are made for; sizes: sides to run it at.
 * inputLayout: of the graph; its outputs named here are NHWC all the same.
 * normalise: one pixel, RGB 0..255, to the values of the network's input channels.
 */
const MODELS = [
  {
    name: 'centernet',
    native: 512,
    sizes: [512, 320],
    inputLayout: 'NHWC',
    normalise: rgb => rgb,
    outputs: ['tower_0/CenternetHead/centernet_cls_output/BiasAdd', 'tower_0/wh'],
  },
  {
    name: 'nanodet',
    native: 416,
    sizes: [416],
    inputLayout: 'NCHW',
    normalise: ([r, g, b]) => [(b - 103.53) / 57.375, (g - 116.28) / 57.12, (r - 123.675) / 58.395],
    outputs: ['PartitionedCall/Add_29', 'PartitionedCall/Add_33', 'PartitionedCall/Add_37'],
  },
];

function fail(sentence) {
  console.error(`make_golden: ${sentence}`);
  process.exit(1);
}

function readOptions() {
  const names = ['tools', 'weights', 'sample', 'out'];
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' }]));
  const { values } = parseArgs({ options, strict: false });
  for (const name of names) if (!values[name]) fail(`--${name} is missing`);
  return values;
}

/** TensorFlow.js with its wasm backend (SIMD, one thread) from the folder where npm has installed it. */
async function loadTensorFlow(tools) {
  const require = createRequire(join(resolve(tools), 'package.json'));
  try {
    const tf = require('@tensorflow/tfjs-core');
    const { loadGraphModel } = require('@tensorflow/tfjs-converter');
    require('@tensorflow/tfjs-backend-wasm');
    if (!(await tf.setBackend('wasm'))) fail("TensorFlow.js's wasm backend does not start under this Node.js");
    return { tf, loadGraphModel };
  } catch (error) {
    const [reason] = error.message.split('\n');
    return fail(`TensorFlow.js is not usable in ${tools} (${reason}); run npm ci there, or script/bootstrap test`);
  }
}

/** A frame of the video, letterboxed (centred, black) to a square: RGB bytes. */
function readFrame(sample, frame, size) {
  const filter = `select=eq(n\\,${frame}),scale=${size}:${size}:force_original_aspect_ratio=decrease:flags=bilinear,`
    + `format=rgb24,pad=${size}:${size}:(ow-iw)/2:(oh-ih)/2:black`;
  const output = ['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  let pixels;
  try {
    pixels = execFileSync('ffmpeg', ['-v', 'error', '-i', sample, '-vf', filter, ...output], {
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  } catch (error) {
    fail(error.code === 'ENOENT' ? 'there is no ffmpeg command here: install it' : `ffmpeg cannot read ${sample}`);
  }
  if (pixels.length !== size * size * 3) fail(`${sample} has no frame ${frame}`);
  return pixels;
}

/** The network's input, NHWC. */
function makeInput(pixels, normalise) {
  const input = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) input.set(normalise(pixels.subarray(at, at + 3)), at);
  return input;
}

const product = numbers => numbers.reduce((left, right) => left * right, 1);

function readWeights(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    return fail(`the weights' file ${file} is not readable (${error.code}); run script/bootstrap weights`);
  }
}

/** The graph model as it lies on disk, its placeholder and its constant sizes of resizes changed to fit `size`. */
function readModel({ name, native, inputLayout }, weights, size) {
  const { modelTopology, weightsManifest } = JSON.parse(readWeights(join(weights, `${name}.json`)));
  const weightSpecs = weightsManifest.flatMap(group => group.weights);
  const weightData = Uint8Array.from(readWeights(join(weights, `${name}.bin`))).buffer;

  const placeholder = modelTopology.node.find(node => node.op === 'Placeholder');
  const shape = inputLayout === 'NHWC' ? [1, size, size, 3] : [1, 3, size, size];
  placeholder.attr.shape.shape.dim = shape.map(side => ({ size: String(side) }));

  const resizes = modelTopology.node.filter(node => node.op === 'ResizeBilinear').map(node => node.input[1]);
  const view = new DataView(weightData);
  let offset = 0;
  for (const { name: weight, dtype, shape: dimensions, quantization } of weightSpecs) {
    const bytes = product(dimensions) * (quantization?.dtype === 'float16' ? 2 : 4);
    if (resizes.includes(weight)) {
      if (dtype !== 'int32') fail(`${name}.json: ${weight}, the size of a resize, is ${dtype} instead of int32`);
      for (let at = offset; at < offset + bytes; at += 4) {
        view.setInt32(at, (view.getInt32(at, true) * size) / native, true);
      }
    }
    offset += bytes;
  }
  const length = weightData.byteLength;
  if (offset !== length) fail(`${name}.bin has ${length} bytes, ${name}.json wants ${offset}`);
  return { artifacts: { modelTopology, weightSpecs, weightData, format: 'graph-model' }, input: placeholder.name };
}

function writeTensor(out, file, values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  writeFileSync(join(out, file), bytes);
}

/** Runs the model on one image and stores its input and outputs; returns the manifest's entry. */
function runImage(tf, model, inputName, { description, size, frame, pixels, out }) {
  const { name, inputLayout, normalise, outputs } = description;
  const stem = `${name}-${size}-frame${frame}`;
  const values = makeInput(pixels, normalise);
  writeTensor(out, `${stem}-input.f32`, values);
  const results = tf.tidy(() => {
    const image = tf.tensor4d(values, [1, size, size, 3]);
    return model.execute({ [inputName]: inputLayout === 'NHWC' ? image : tf.transpose(image, [0, 3, 1, 2]) }, outputs);
  });
  const entries = results.map((tensor, index) => {
    const [batch, height, width, channels] = tensor.shape;
    if (tensor.rank !== 4 || batch !== 1 || height !== width) {
      fail(`${name}: ${outputs[index]} is [${tensor.shape}], not NHWC`);
    }
    const data = tensor.dataSync();
    if (!data.every(Number.isFinite)) fail(`${name}: ${outputs[index]} has values that are not finite`);
    const file = `${stem}-output${index}.f32`;
    writeTensor(out, file, data);
    return { name: outputs[index], file, height, width, channels };
  });
  tf.dispose(results);
  return { model: name, size, image: `frame ${frame}`, input: `${stem}-input.f32`, outputs: entries };
}

const { tools, weights, sample, out } = readOptions();
const { tf, loadGraphModel } = await loadTensorFlow(tools);
mkdirSync(out, { recursive: true });

const manifest = [];
for (const description of MODELS) {
  for (const size of description.sizes) {
    const { artifacts, input } = readModel(description, weights, size);
    const model = await loadGraphModel({ load: async () => artifacts });
    for (const frame of FRAMES) {
      console.log(`golden tensors: ${description.name} ${size}x${size}, frame ${frame}`);
      const pixels = readFrame(sample, frame, size);
      manifest.push(runImage(tf, model, input, { description, size, frame, pixels, out }));
    }
    model.dispose();
  }
}
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
