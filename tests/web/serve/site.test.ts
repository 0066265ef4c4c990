import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import type { Site } from '../../../web/page/src/offline/site.ts';
import { filesBelow } from '../../../web/site/seal.ts';
import { writeSite, type SiteParts } from '../../../web/site/write_site.ts';
import { standInParts, temporaryFolder } from '../offline/stand_in.ts';

const work = temporaryFolder();
const folder = join(work, 'site');
let parts: SiteParts;

before(async () => {
  parts = await standInParts(work);
});

const versionOf = (site: string) => /"version":"(\w+)"/.exec(readFileSync(join(site, 'sw.js'), 'utf8'))?.[1];
const written = () => JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8')) as Site;

test('a site holds what was asked for, says so, and its worker lists every file', () => {
  writeSite(folder, parts);
  const files = filesBelow(folder);
  for (const path of ['index.html', 'engine/simd/brigade.wasm', 'models/nanodet.bin', 'licences.txt', 'manifest.webmanifest']) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(
    files.filter((path) => path.startsWith('models/')),
    ['models/nanodet.bin', 'models/nanodet.json'],
  );
  assert.deepEqual(written().variants, ['simd']);
  assert.deepEqual(written().media, {});
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8');
  for (const path of files) assert.equal(worker.includes(`"${path}":`), path !== 'sw.js', path);
});

test('a site is replaced by the next, in which what was left out is gone', () => {
  writeFileSync(join(work, 'sample.mp4'), 'video');
  writeSite(folder, { ...parts, models: ['centernet', 'nanodet'], sample: join(work, 'sample.mp4') });
  assert.deepEqual(
    written().models.map(({ name, bytes }) => [name, bytes]),
    [
      ['centernet', 40],
      ['nanodet', 36],
    ],
  );
  assert.deepEqual(written().media, { sample: 'media/sample.mp4' });
  writeSite(folder, parts);
  assert.ok(!existsSync(join(folder, 'models/centernet.bin')));
  assert.ok(!existsSync(join(folder, 'media')));
});

test('int8 weights lie beside the float ones of the same models, and the site names them', () => {
  writeSite(folder, { ...parts, int8: join(work, 'int8') });
  assert.deepEqual(
    filesBelow(folder).filter((path) => path.startsWith('models/')),
    ['models/nanodet.bin', 'models/nanodet.int8', 'models/nanodet.json'],
  );
  assert.deepEqual(
    written().models.map(({ name, int8 }) => [name, int8]),
    [['nanodet', 'models/nanodet.int8']],
  );
  assert.ok(readFileSync(join(folder, 'sw.js'), 'utf8').includes('"models/nanodet.int8":'));
  writeSite(folder, parts);
  assert.ok(!existsSync(join(folder, 'models/nanodet.int8')));
  assert.ok(!readFileSync(join(folder, 'site.json'), 'utf8').includes('int8'));
});

test('the version is that of the content', () => {
  writeSite(folder, parts);
  const first = versionOf(folder);
  writeSite(folder, parts);
  assert.equal(versionOf(folder), first);
  writeFileSync(join(work, 'licences.txt'), 'Other notices\n');
  writeSite(folder, parts);
  assert.notEqual(versionOf(folder), first);
});

test('compressed copies say the same as the files, and are none of the worker’s business', () => {
  writeSite(folder, { ...parts, compressed: true });
  const copies = filesBelow(folder).filter((path) => path.endsWith('.br'));
  assert.ok(copies.includes('sw.js.br') && copies.includes('index.html.br'));
  for (const copy of copies) {
    const plain = readFileSync(join(folder, copy.slice(0, -'.br'.length)));
    assert.deepEqual(brotliDecompressSync(readFileSync(join(folder, copy))), plain, copy);
  }
  assert.ok(!readFileSync(join(folder, 'sw.js'), 'utf8').includes('.br"'));
});

test('a folder with anything else in it is left alone', () => {
  const other = join(work, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'letter.txt'), 'dear');
  assert.throws(() => writeSite(other, parts), /^Error: .*other is not empty and holds no site of Brigade: [^\n]+$/);
  writeFileSync(join(other, 'site.json'), '{"writer":"somebody"}');
  assert.throws(() => writeSite(other, parts), /holds no site of Brigade/);
  assert.deepEqual(filesBelow(other), ['letter.txt', 'site.json']);
  assert.throws(() => writeSite(join(other, 'letter.txt'), parts), /is a file: name a folder/);
});

test('a missing part is named, and the old site stays', () => {
  writeSite(folder, parts);
  rmSync(join(work, 'engine/brigade.wasm'));
  assert.throws(() => writeSite(folder, parts), /^Error: .*engine\/brigade\.wasm is missing: build it first$/);
  assert.ok(existsSync(join(folder, 'index.html')));
});
