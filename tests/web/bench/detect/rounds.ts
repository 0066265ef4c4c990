/** Made-up rounds for the tests of the bench's figures. */
import type { Round } from '../../../../web/bench/detect/figures.ts';
import type { Layer, Measurement, Variant } from '../../../../web/bench/detect/site/protocol.ts';

const outputs = [{ mean: 1, mean_absolute: 2, largest: 10 }];

export function layer(name: string, multiply_accumulates: number, microseconds: number): Layer {
  const kind = multiply_accumulates > 0 ? 'conv 1x1' : 'add';
  return { name, kind, output: '8x8x4', multiply_accumulates, microseconds: [microseconds] };
}

/** Of 1.2e9 multiply-adds; ours has a layer of 1e9 and one of 0.2e9, which take 80 and 10 per cent of its time. */
export function measurement(who: string, threads: number, ms: number, more: Partial<Measurement> = {}): Measurement {
  const ours = who === 'ours';
  return {
    who,
    network: 'centernet 512',
    precision: 'f32',
    threads,
    multiply_accumulates: 1.2e9,
    starts_ms: [1000, 2000, 3000],
    network_ms: [ms - 1, ms, ms + 5],
    preprocess_ms: ours ? [0.5, 0.6, 0.7] : [],
    decode_ms: ours ? [0.2, 0.2, 0.4] : [],
    layer_starts_ms: ours ? [4000] : [],
    layers: ours ? [layer('big', 1e9, 800 * ms), layer('small', 0.2e9, 100 * ms), layer('sum', 0, 100 * ms)] : [],
    outputs,
    ...more,
  };
}

export interface Times {
  readonly native: number;
  readonly plain: number;
  readonly relaxed: number;
  readonly simd: number;
  readonly tensorflow: number;
  readonly onnxruntime: number;
}

export const usualTimes: Times = { native: 20, plain: 30, relaxed: 40, simd: 50, tensorflow: 130, onnxruntime: 60 };

/** A round of two threads; times are milliseconds. */
export function round(times: Partial<Times> = {}): Round {
  const { native, plain, relaxed, simd, tensorflow, onnxruntime } = { ...usualTimes, ...times };
  const centernet = { name: 'centernet 512', multiply_accumulates: 1.2e9, outputs: [] };
  const yolox = { name: 'yolox_nano 416', multiply_accumulates: 0.6e9, outputs: [] };
  const inBrowser = (who: string, variant: Variant | null, ms: number, more: Partial<Measurement> = {}) => ({
    ...measurement(who, 2, ms, more),
    variant,
  });
  return {
    native: {
      peaks: [
        { instructions: 'scalar', type: 'f32', gmacs: 10 },
        { instructions: 'AVX2', type: 'f32', gmacs: 60 },
      ],
      networks: { centernet, yolox },
      measurements: [measurement('ours', 1, 2 * native), measurement('ours', 2, native), measurement('XNNPACK', 2, plain)],
      skipped: [{ what: 'OpenCV DNN', why: 'not here' }],
    },
    browser: {
      peaks: [
        { instructions: 'scalar', type: 'f32', gmacs: 10 },
        { instructions: 'SIMD', type: 'f32', gmacs: 20 },
        { instructions: 'relaxed SIMD', type: 'f32', gmacs: 30 },
        { instructions: 'relaxed SIMD i16x8.relaxed_dot', type: 'int8', gmacs: 90 },
      ],
      measurements: [
        inBrowser('ours', 'relaxed', relaxed),
        inBrowser('ours', 'simd', simd),
        inBrowser('TensorFlow.js 4.22.0', null, tensorflow),
        inBrowser('onnxruntime-web 1.30.0', null, onnxruntime, {
          network: 'yolox_nano 416',
          multiply_accumulates: 0.6e9,
          outputs: [{ mean: 0, mean_absolute: 1, largest: 5 }],
        }),
      ],
      skipped: [],
    },
  };
}

/** That round with our pipeline besides, with one detector and with two side by side; milliseconds of two frames. */
export function withPipelines(one: Round, single: number, sideBySide: number): Round {
  const pipeline = (who: string, threads: number, ms: number) =>
    measurement(`ours, lossless, ${who}`, threads, ms, {
      network: 'centernet 512, 2 frames',
      multiply_accumulates: 2.4e9,
      outputs: [],
    });
  const pipelines = [pipeline('1 detector', 1, single), pipeline('2 detectors side by side', 2, sideBySide)];
  return { ...one, native: { ...one.native, measurements: [...one.native.measurements, ...pipelines] } };
}
