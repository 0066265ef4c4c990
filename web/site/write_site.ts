/** Puts a site together out of the built page, engines, weights and media: `node web/site/write_site.ts OPTION... FOLDER`. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Site, SiteModel } from '../page/src/offline/site.ts';
import { compress, filesBelow, seal } from './seal.ts';

const usage = `Usage: node web/site/write_site.ts --page FOLDER --licences FILE [OPTION...] FOLDER

  --page FOLDER             the page as Vite built it
  --engine VARIANT=FOLDER   a build of the engine, once for each
  --weights FOLDER          where the models lie
  --model NAME              a detector of that folder, once for each; the first is the one to begin with
  --int8 FOLDER             where int8 weights of these models lie, NAME.int8, as \`brigade quantize\` makes them
  --sample FILE             the sample video, as browsers play it
  --licences FILE           the notices of everything that goes into the site
  --compress                brotli-compressed copies beside the files
`;

export interface SiteParts {
  readonly page: string;
  readonly engines: readonly { readonly variant: string; readonly folder: string }[];
  readonly weights: string;
  readonly models: readonly string[];
  /** Where int8 weights of the models lie, where the site is to have them. */
  readonly int8: string | null;
  readonly sample: string | null;
  readonly licences: string;
  readonly compressed: boolean;
}

/**
 * Writes the site to a folder that is empty, not there yet, or holds a site written before, which it replaces. Throws a sentence
 * where the folder holds anything else or a part is missing; then nothing of the folder has been touched.
 */
export function writeSite(folder: string, parts: SiteParts): Site {
  checkFolder(folder);
  const copies = filesOf(parts);
  for (const { from } of copies) if (!existsSync(from)) throw new Error(`${from} is missing: build it first`);
  if (existsSync(folder)) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const { from, to } of copies) cpSync(from, join(folder, to), { recursive: true, dereference: true });
  const site: Site = {
    writer: 'brigade',
    variants: parts.engines.map(({ variant }) => variant),
    models: parts.models.map((name) => siteModel(folder, name, parts.int8 !== null)),
    media: parts.sample === null ? {} : { sample: 'media/sample.mp4' },
    licences: 'licences.txt',
  };
  writeFileSync(join(folder, 'site.json'), `${JSON.stringify(site, null, 2)}\n`);
  seal(folder);
  if (parts.compressed) compress(folder);
  return site;
}

function checkFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file: name a folder for the site`);
  if (readdirSync(folder).length > 0 && !isSite(folder)) {
    throw new Error(`${folder} is not empty and holds no site of Brigade: name another folder, or empty this one`);
  }
}

function isSite(folder: string): boolean {
  try {
    const site: unknown = JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8'));
    return typeof site === 'object' && site !== null && 'writer' in site && site.writer === 'brigade';
  } catch {
    return false;
  }
}

function filesOf({ page, engines, weights, models, int8, sample, licences }: SiteParts): { from: string; to: string }[] {
  return [
    ...['index.html', 'sw.js'].map((name) => ({ from: join(page, name), to: name })),
    { from: page, to: '.' },
    { from: licences, to: 'licences.txt' },
    ...engines.flatMap(({ variant, folder }) =>
      ['brigade.mjs', 'brigade.wasm'].map((name) => ({ from: join(folder, name), to: `engine/${variant}/${name}` })),
    ),
    ...models.flatMap((name) =>
      [`${name}.json`, `${name}.bin`].map((file) => ({ from: join(weights, file), to: `models/${file}` })),
    ),
    ...(int8 === null ? [] : models.map((name) => ({ from: join(int8, `${name}.int8`), to: `models/${name}.int8` }))),
    ...(sample === null ? [] : [{ from: sample, to: 'media/sample.mp4' }]),
  ];
}

function siteModel(folder: string, name: string, withInt8: boolean): SiteModel {
  const [graph, weights] = [`models/${name}.json`, `models/${name}.bin`];
  const bytes = statSync(join(folder, graph)).size + statSync(join(folder, weights)).size;
  return { name, graph, weights, bytes, ...(withInt8 ? { int8: `models/${name}.int8` } : {}) };
}

function readParts() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      page: { type: 'string', default: '' },
      engine: { type: 'string', multiple: true, default: [] },
      weights: { type: 'string', default: '' },
      model: { type: 'string', multiple: true, default: [] },
      int8: { type: 'string' },
      sample: { type: 'string' },
      licences: { type: 'string', default: '' },
      compress: { type: 'boolean', default: false },
    },
  });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error(`name one folder for the site\n${usage}`);
  const engines = values.engine.map((text) => {
    const [variant = '', ...rest] = text.split('=');
    return { variant, folder: rest.join('=') };
  });
  const { page, weights, licences } = values;
  const parts = {
    page,
    engines,
    weights,
    models: values.model,
    int8: values.int8 ?? null,
    sample: values.sample ?? null,
    licences,
    compressed: values.compress,
  };
  return { folder, parts };
}

if (import.meta.main) {
  try {
    const { folder, parts } = readParts();
    writeSite(folder, parts);
    const bytes = filesBelow(folder).reduce(
      (sum, path) => sum + (path.endsWith('.br') ? 0 : statSync(join(folder, path)).size),
      0,
    );
    process.stdout.write(`${folder}: ${(bytes / 1e6).toFixed(1)} MB\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
