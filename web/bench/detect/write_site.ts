import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../../tests/web/support/site.ts';
import type { Options } from './options.ts';
import { variants } from './site/protocol.ts';

/** The page that measures, with links to engines, weights, inputs and peers beside it; returns its folder. */
export async function writeSite({ build, weights, peers, inputs, yolox }: Options): Promise<string> {
  const folder = await bundle(fileURLToPath(new URL('./site', import.meta.url)), 'bench-detect');
  const link = (target: string, ...names: string[]) => {
    rmSync(join(folder, ...names), { force: true });
    symlinkSync(target, join(folder, ...names));
  };
  for (const name of ['engine', 'models']) mkdirSync(join(folder, name), { recursive: true });
  for (const variant of variants) link(join(build, `web-${variant}`, 'bench'), 'engine', variant);
  link(weights, 'weights');
  link(peers, 'peers');
  link(inputs, 'inputs');
  if (yolox !== null) link(yolox, 'models', 'yolox_nano.onnx');
  return folder;
}
