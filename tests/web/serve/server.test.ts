import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { isolationHeaders, siteHeaders } from '../../../web/page/src/offline/headers.ts';
import { serve, type Served } from '../../../web/serve/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'brigade-serve-'));
const program = fileURLToPath(new URL('../../../web/serve/main.ts', import.meta.url));
const put = (path: string, content: string | Buffer): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
let served: Served;

before(async () => {
  put('index.html', '<title>Page</title>');
  put('sw.js', '');
  put('manifest.webmanifest', '{}');
  put('assets/index-r0mVBLKQ.js', 'export {};');
  put('engine/simd/brigade.wasm', '\0asm');
  put('engine/simd/brigade.wasm.br', brotliCompressSync('\0asm'));
  put('engine/simd/brigade.mjs', 'export {};');
  put('media/sample.mp4', '0123456789');
  served = await serve(folder, { port: 0 });
});
after(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

test('every answer isolates the page and keeps it to its origin, errors too', async () => {
  for (const path of ['', 'engine/simd/brigade.mjs', 'nothing.js']) {
    const { headers } = await fetch(served.address + path);
    for (const [name, value] of Object.entries(siteHeaders)) assert.equal(headers.get(name), value, `${name} of /${path}`);
  }
});

test('a plain static host is imitated by sending none of them', async () => {
  const plain = await serve(folder, { port: 0, isolation: false });
  const { headers, status } = await fetch(plain.address);
  await plain.close();
  assert.equal(status, 200);
  for (const name of Object.keys(siteHeaders)) assert.equal(headers.get(name), null, name);
});

test("other people's code is isolated without the policy that it cannot keep", async () => {
  const open = await serve(folder, { port: 0, policy: false });
  const { headers } = await fetch(open.address);
  await open.close();
  for (const [name, value] of Object.entries(isolationHeaders)) assert.equal(headers.get(name), value, name);
  assert.equal(headers.get('Content-Security-Policy'), null);
});

test('files come with the types that browsers insist on', async () => {
  const types = {
    '': 'text/html;charset=utf-8',
    'engine/simd/brigade.wasm': 'application/wasm',
    'engine/simd/brigade.mjs': 'text/javascript',
    'manifest.webmanifest': 'application/manifest+json',
    'media/sample.mp4': 'video/mp4',
  };
  for (const [path, type] of Object.entries(types))
    assert.equal((await fetch(served.address + path)).headers.get('Content-Type'), type);
});

test('files named by their content are kept for good, all others are asked for anew', async () => {
  const caching = async (path: string) => (await fetch(served.address + path)).headers.get('Cache-Control');
  assert.equal(await caching('assets/index-r0mVBLKQ.js'), 'public, max-age=31536000, immutable');
  for (const path of ['', 'sw.js', 'manifest.webmanifest', 'engine/simd/brigade.wasm', 'nothing'])
    assert.equal(await caching(path), 'no-cache');
});

test('a file that did not change is not sent again, one that did is', async () => {
  const first = await fetch(`${served.address}sw.js`);
  const headers = { 'If-None-Match': first.headers.get('ETag') ?? '' };
  assert.equal((await fetch(`${served.address}sw.js`, { headers })).status, 304);
  put('sw.js', '// changed');
  assert.equal((await fetch(`${served.address}sw.js`, { headers })).status, 200);
});

test('the compressed copy goes to those who read it', async () => {
  const raw = (encoding: string) =>
    new Promise<string | undefined>((resolve) => {
      request(`${served.address}engine/simd/brigade.wasm`, { headers: { 'Accept-Encoding': encoding } }, (response) => {
        response.resume();
        resolve(response.headers['content-encoding']);
      }).end();
    });
  assert.equal(await raw('gzip, br'), 'br');
  assert.equal(await raw('gzip'), undefined);
});

test('media are given in part', async () => {
  const part = await fetch(`${served.address}media/sample.mp4`, { headers: { Range: 'bytes=2-4' } });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('Content-Range'), 'bytes 2-4/10');
  assert.equal(await part.text(), '234');
  const beyond = await fetch(`${served.address}media/sample.mp4`, { headers: { Range: 'bytes=10-' } });
  assert.equal(beyond.status, 416);
});

test('a site below a path is found there alone', async () => {
  const below = await serve(folder, { port: 0, base: '/a/b/' });
  const { origin } = new URL(below.address);
  assert.match(below.address, /\/a\/b\/$/);
  assert.equal(await (await fetch(below.address)).text(), '<title>Page</title>');
  assert.equal((await fetch(`${origin}/a/b`)).url, below.address);
  assert.equal((await fetch(`${origin}/sw.js`)).status, 404);
  await below.close();
  await assert.rejects(serve(folder, { port: 0, base: 'a/b' }), /does not begin and end with "\/"/);
});

test('nothing outside the folder is given, and nothing is taken', async () => {
  const { port } = new URL(served.address);
  const status = await new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path: '/../../../../../../etc/hostname' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  assert.equal(status, 404);
  assert.equal((await fetch(served.address, { method: 'POST' })).status, 405);
});

/** Runs the program until it ends, or until it has printed a line where `then` is given. */
function run(options: readonly string[], then?: (line: string, end: (signal: NodeJS.Signals) => void) => void) {
  const child = spawn(process.execPath, [program, ...options]);
  let [output, errors] = ['', ''];
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    if (output.endsWith('\n')) then?.(output.trim(), (signal) => child.kill(signal));
  });
  return new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output, errors });
    });
  });
}

test('a port that is taken is one clear sentence', async () => {
  const { port } = new URL(served.address);
  const { code, output, errors } = await run([folder, '--port', port]);
  assert.equal(errors, `serve: port ${port} is taken: end what listens there, or choose another with --port N\n`);
  assert.equal(output, '');
  assert.equal(code, 1);
});

test('wrong arguments are one clear sentence each', async () => {
  for (const [options, sentence] of [
    [[], /^serve: name one folder to serve; see --help\n$/],
    [['/nonexistent'], /^serve: \/nonexistent holds no index\.html: [^\n]+\n$/],
    [[folder, '--port', 'many'], /^serve: --port takes a number from 0 to 65535, not 'many'\n$/],
    [[folder, '--what'], /^serve: [^\n]*--what[^\n]*\n$/],
  ] as const) {
    const { code, errors } = await run(options);
    assert.match(errors, sentence);
    assert.equal(code, 1);
  }
});

test('the program says its address when it listens and ends cleanly when told to', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let page = '';
    const { code, errors } = await run([folder, '--port', '0'], (address, end) => {
      void fetch(address)
        .then(async (response) => (page = await response.text()))
        .finally(() => {
          end(signal);
        });
    });
    assert.equal(page, '<title>Page</title>');
    assert.deepEqual({ code, errors }, { code: 0, errors: '' });
  }
});
