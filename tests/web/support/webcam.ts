import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, outputFolder } from './paths.ts';

/** An I420 picture, planes and rows without gaps. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A picture of which no two pixels side by side are alike, so that a misplaced row or plane shows. */
export function patterned(width: number, height: number, seed: number): Picture {
  const [luma, chroma] = [width * height, ((width + 1) >> 1) * ((height + 1) >> 1)];
  const pixels = Uint8Array.from({ length: luma + 2 * chroma }, (_, i) => 16 + ((i * 7 + (i >> 5) + seed * 31) % 220));
  return { width, height, pixels };
}

/** A grey picture. */
export function grey(width: number, height: number, luma: number): Picture {
  const pixels = patterned(width, height, 0)
    .pixels.fill(128)
    .fill(luma, 0, width * height);
  return { width, height, pixels };
}

/** The bytes of a y4m file of these pictures. */
export function y4m(pictures: readonly Picture[], { rate = '10:1', more = '' } = {}): Buffer {
  const [first] = pictures;
  if (!first) throw new Error('a y4m file without pictures has no size');
  const header = `YUV4MPEG2 W${first.width} H${first.height} F${rate} Ip A1:1 C420jpeg${more}\n`;
  return Buffer.concat([Buffer.from(header), ...pictures.flatMap(({ pixels }) => [Buffer.from('FRAME\n'), pixels])]);
}

/** A y4m file for Chromium's `webcam`. */
export function webcamFile(pictures: readonly Picture[], options: { rate?: string; more?: string } = {}): string {
  const bytes = y4m(pictures, options);
  const path = join(outputFolder('webcams'), `${sha256(bytes).slice(0, 16)}.y4m`);
  if (!existsSync(path)) writeFileSync(path, bytes);
  return path;
}

export const sampleVideo = join(cache, 'sample/vtest.avi');

/** The first frames of the sample as a webcam's file, or null where script/bootstrap has not fetched the sample. */
export function sampleWebcam(frames = 60): string | null {
  if (!existsSync(sampleVideo)) return null;
  return madeByFfmpeg(`sample-${frames}.y4m`, ['-i', sampleVideo, '-frames:v', String(frames), '-pix_fmt', 'yuv420p']);
}

/** A file that ffmpeg makes, once. */
export function madeByFfmpeg(name: string, options: readonly string[], folder = outputFolder('webcams')): string {
  const path = join(folder, name);
  if (!existsSync(path)) execFileSync('ffmpeg', ['-v', 'error', ...options, path]);
  return path;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
