import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesNamed, isKeptOnUse, pathInSite } from '../../../web/page/src/offline/files.ts';
import { siteHeaders, withSiteHeaders } from '../../../web/page/src/offline/headers.ts';
import { problemBefore, reloadGuard } from '../../../web/page/src/offline/isolation.ts';

const scope = 'https://host.example/a/site/';

test('an address is a path of the site, its folder the page, and others lie outside', () => {
  assert.equal(pathInSite(`${scope}engine/simd/brigade.wasm`, scope), 'engine/simd/brigade.wasm');
  assert.equal(pathInSite(scope, scope), 'index.html');
  assert.equal(pathInSite(`${scope}?model=nanodet#x`, scope), 'index.html');
  assert.equal(pathInSite(`${scope}a%20b.txt`, scope), 'a b.txt');
  assert.equal(pathInSite('https://host.example/a/', scope), null);
  assert.equal(pathInSite('https://other.example/a/site/x', scope), null);
});

test('engines, weights and media are kept when they are used, the page from the beginning', () => {
  for (const path of ['engine/simd/brigade.wasm', 'models/nanodet.bin', 'media/sample.mp4']) assert.ok(isKeptOnUse(path), path);
  for (const path of ['index.html', 'assets/index.js', 'site.json', 'licences.txt']) assert.ok(!isKeptOnUse(path), path);
});

test('files are named by path or by folder', () => {
  const list = {
    version: '',
    files: { 'engine/simd/a': '', 'engine/simd/b': '', 'engine/single/a': '', 'models/x': '', 'models/xy': '' },
  };
  assert.deepEqual(filesNamed(['engine/simd/', 'models/x', 'models/none'], list), ['engine/simd/a', 'engine/simd/b', 'models/x']);
});

test('the site’s headers join an answer and its own stay', async () => {
  const answer = withSiteHeaders(new Response('text', { status: 203, headers: { 'Content-Type': 'text/css', ETag: '"1"' } }));
  assert.equal(answer.status, 203);
  assert.equal(answer.headers.get('Content-Type'), 'text/css');
  assert.equal(answer.headers.get('ETag'), '"1"');
  for (const [name, value] of Object.entries(siteHeaders)) assert.equal(answer.headers.get(name), value);
  assert.equal(await answer.text(), 'text');
  // A redirection followed by the browser itself looks like this to a worker.
  const opaque = Response.error();
  assert.equal(withSiteHeaders(opaque), opaque);
});

test('the policy names no source but the site itself and WebAssembly', () => {
  const sources = (siteHeaders['Content-Security-Policy'] ?? '').match(/'[^']*'|[a-z]+:/g);
  assert.deepEqual([...new Set(sources)].sort(), ["'self'", "'wasm-unsafe-eval'"]);
});

test('what stands in the way of a service worker is named', () => {
  const fine = { isolated: false, secure: true, framed: false, hasServiceWorkers: true };
  assert.equal(problemBefore(fine), null);
  assert.equal(problemBefore({ ...fine, secure: false, hasServiceWorkers: false }), 'insecure');
  assert.equal(problemBefore({ ...fine, hasServiceWorkers: false }), 'no-service-worker');
  assert.equal(problemBefore({ ...fine, framed: true }), 'framed');
  assert.equal(problemBefore({ ...fine, framed: true, isolated: true }), null);
});

test('the guard remembers a reload beside what others keep in the history', () => {
  const history = {
    state: null as unknown,
    replaceState(state: unknown) {
      this.state = state;
    },
  };
  const guard = reloadGuard(history);
  assert.equal(guard.reloadedBefore(), false);
  guard.remember();
  assert.equal(guard.reloadedBefore(), true);
  guard.forget();
  assert.equal(guard.reloadedBefore(), false);
  assert.equal(history.state, null);

  history.state = { view: 'kitchen' };
  guard.remember();
  assert.equal(guard.reloadedBefore(), true);
  guard.forget();
  assert.deepEqual(history.state, { view: 'kitchen' });
});
