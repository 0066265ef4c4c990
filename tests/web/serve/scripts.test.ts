import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../offline/stand_in.ts';

const script = (name: string) => fileURLToPath(new URL(`../../../script/${name}`, import.meta.url));

/** What a script says on standard error when it refuses, before anything is built. */
function refusal(name: string, ...options: string[]): string {
  const { status, stdout, stderr } = spawnSync(script(name), options, { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^[^\n]+\n$/);
  return stderr;
}

test('script/site refuses what it would have to refuse after the build', () => {
  const folder = temporaryFolder();
  assert.match(refusal('site'), /name the folder/);
  assert.match(refusal('site', folder, 'another'), /name one folder/);
  assert.match(refusal('site', folder, '--what'), /unknown option '--what'/);
  writeFileSync(join(folder, 'letter.txt'), 'dear');
  assert.match(refusal('site', folder), /is not empty and holds no site of Brigade/);
  assert.match(refusal('site', join(folder, 'letter.txt')), /is a file/);
  assert.match(refusal('site', '/proc/site'), /cannot be written to/);
});

test('script/demo refuses options that go nowhere', () => {
  assert.match(refusal('demo', '--port'), /--port takes a number/);
  assert.match(refusal('demo', '--port', '65536'), /--port takes a number/);
  assert.match(refusal('demo', '--port', '8080', 'sample'), /--port goes with the page alone/);
  assert.match(refusal('demo', '--int8', '--port', '80', '--once'), /--port goes with the page alone, not with '--once'/);
  assert.match(refusal('demo', '--int8', 'sample'), /--int8 goes with the page alone, not with 'sample'/);
  assert.match(refusal('demo', '--once', 'sample'), /--once takes nothing besides/);
  assert.match(refusal('demo', '--what'), /unknown option '--what'/);
});

test('script/demo says that a port is taken before it builds', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  assert.match(refusal('demo', '--port', String(port)), new RegExp(`port ${String(port)} is taken`));
  server.close();
});
