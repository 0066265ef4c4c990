/** A tiny site with the real offline part and stand-ins for all else, and what tests of it share. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { offline } from '../../../web/page/build/offline_plugin.ts';
import { writeSite, type SiteParts } from '../../../web/site/write_site.ts';

/** Parts to make a site of: a page built from `site/`, one engine and two models of a few bytes. */
export async function standInParts(work: string): Promise<SiteParts> {
  const page = join(work, 'page');
  await build({
    configFile: false,
    root: fileURLToPath(new URL('site', import.meta.url)),
    base: './',
    logLevel: 'warn',
    plugins: [offline()],
    worker: { format: 'es' },
    build: { outDir: page, assetsInlineLimit: 0, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  });
  const put = (path: string, content: string): void => {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), content);
  };
  put('engine/brigade.mjs', 'export const engine = true;\n');
  put('engine/brigade.wasm', '\0asm\x01\0\0\0');
  for (const name of ['nanodet', 'centernet']) {
    put(`weights/${name}.json`, `{"name":"${name}"}`);
    put(`weights/${name}.bin`, `weights of ${name}`);
    put(`int8/${name}.int8`, `int8 of ${name}`);
  }
  put('licences.txt', 'Notices\n');
  return {
    page,
    engines: [{ variant: 'simd', folder: join(work, 'engine') }],
    weights: join(work, 'weights'),
    models: ['nanodet'],
    int8: null,
    sample: null,
    licences: join(work, 'licences.txt'),
    compressed: false,
  };
}

/** A folder that is gone when the test process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'brigade-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The stand-in site, written; `work` holds its parts. */
export async function standInSite(): Promise<{ work: string; folder: string; parts: SiteParts }> {
  const work = temporaryFolder();
  const parts = await standInParts(work);
  const folder = join(work, 'site');
  writeSite(folder, parts);
  return { work, folder, parts };
}

/** A video of twenty seconds in a file whose index lies at the end, so that a player has to ask for parts. */
export function makeVideo(): string {
  const file = join(temporaryFolder(), 'video.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25:duration=20'];
  execFileSync('ffmpeg', [
    '-loglevel',
    'error',
    ...picture,
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-g',
    '25',
    '-b:v',
    '2M',
    file,
  ]);
  return file;
}
