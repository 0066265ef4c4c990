/** Native and wasm builds make the same of the same frames. Needs the programs `parity` of the presets (script/test builds them). */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { cache, checkout, outputFolder } from './support/paths.ts';
import { madeByFfmpeg, sampleVideo } from './support/webcam.ts';

const variants = ['relaxed', 'simd', 'scalar', 'single'] as const;
const models = [
  { name: 'centernet', size: 320 },
  { name: 'nanodet', size: 320 },
] as const;
const frames = 40;
const picture = { width: 384, height: 288 };

type Command = readonly [string, ...string[]];

const native: Command = [join(checkout, 'build/native/bin/parity')];

function ofVariant(variant: string): Command {
  return [join(cache, 'node/bin/node'), join(checkout, `build/web-${variant}/bin/parity.js`)];
}

function run([program, ...first]: Command, ...options: string[]): void {
  execFileSync(program, [...first, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function rawFrames(): string {
  const { width, height } = picture;
  const options = ['-i', sampleVideo, '-frames:v', String(frames), '-vf', `scale=${width}:${height}`, '-f', 'rawvideo'];
  return madeByFfmpeg(`parity-${frames}.i420`, [...options, '-pix_fmt', 'yuv420p']);
}

/** Runs a build's detector and tracker over the frames; returns the folder of what came out. */
function detect(command: Command, name: string, { name: model, size }: (typeof models)[number]): string {
  const folder = outputFolder('parity', `${name}-${model}`);
  const { width, height } = picture;
  run(command, 'detect', rawFrames(), String(width), String(height), model, String(size), folder);
  return folder;
}

function floats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** The largest difference as a share of the reference's range. */
function largestDifference(values: Float32Array, reference: Float32Array): number {
  assert.equal(values.length, reference.length);
  let [smallest, largest, difference] = [Infinity, -Infinity, 0];
  reference.forEach((value, i) => {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    difference = Math.max(difference, Math.abs(value - (values[i] ?? NaN)));
  });
  return difference / (largest - smallest);
}

/** HOTA of tracks, a reference's being taken for the truth. */
function hota(truth: string, tracks: string): number {
  const program = join(checkout, 'build/native/bin/brigade');
  const text = execFileSync(program, ['eval', '--json', '--truth', truth, '--tracks', tracks], { encoding: 'utf8' });
  const scores = JSON.parse(text) as { combined: { HOTA: number } };
  return scores.combined.HOTA;
}

const missing = [sampleVideo, native[0]].filter((file) => !existsSync(file));
const skip = missing.length > 0 ? `${missing.join(', ')} missing: run script/test` : false;

for (const model of models) {
  describe(`${model.name} at ${model.size}, wasm beside native`, { skip }, () => {
    let reference = '';
    before(() => {
      reference = detect(native, 'native', model);
    });

    for (const variant of variants) {
      const command = ofVariant(variant);
      const skipVariant = existsSync(command[1] ?? '') ? false : `preset web-${variant} is not built`;

      test(`${variant}: outputs within a thousandth of their range, tracks the same end to end`, { skip: skipVariant }, () => {
        const folder = detect(command, variant, model);
        const difference = largestDifference(floats(join(folder, 'outputs.f32')), floats(join(reference, 'outputs.f32')));
        assert.ok(difference < 1e-3, `${difference} of the range`);
        const score = hota(join(reference, 'tracks.txt'), join(folder, 'tracks.txt'));
        assert.ok(score >= 0.99, `HOTA ${score}`);
      });

      test(`${variant}: from the same detections the tracker makes the same tracks, byte by byte`, { skip: skipVariant }, () => {
        const folder = outputFolder('parity', `${variant}-${model.name}-track`);
        run(command, 'track', join(reference, 'detections.bin'), folder);
        const truth = readFileSync(join(reference, 'tracks.txt'), 'utf8');
        assert.ok(truth.split('\n').length > frames, 'the reference has tracks');
        assert.equal(readFileSync(join(folder, 'tracks.txt'), 'utf8'), truth);
      });
    }
  });
}
