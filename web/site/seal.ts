import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { SiteList } from '../page/src/offline/files.ts';

const worker = 'sw.js';
const mark = 'self.brigadeSite=';

/** All files below a folder, by path relative to it, in an order that is always the same. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\/+/, ''))
    .sort();
}

/**
 * Writes to the head of a site's service worker what files the site has, with their sha256: only then does the page work without a
 * network, and a change of any file is a new version. To be called last, and again whenever a file changed.
 */
export function seal(folder: string): SiteList {
  const paths = filesBelow(folder).filter((path) => path !== worker && !path.endsWith('.br'));
  const files = Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
  const list: SiteList = { version: sha256(JSON.stringify(files)).slice(0, 12), files };
  const code = readFileSync(join(folder, worker), 'utf8');
  const bare = code.startsWith(mark) ? code.slice(code.indexOf('\n') + 1) : code;
  writeFileSync(join(folder, worker), `${mark}${JSON.stringify(list)};\n${bare}`);
  return list;
}

const compressible = /\.(css|html|js|json|mjs|svg|txt|wasm|webmanifest)$/;

/** Lays a brotli-compressed `.br` beside each file that gains by it, for hosts that look for one; older ones go. */
export function compress(folder: string): void {
  for (const path of filesBelow(folder)) if (path.endsWith('.br')) rmSync(join(folder, path));
  for (const path of filesBelow(folder).filter((name) => compressible.test(name))) {
    const content = readFileSync(join(folder, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    const small = brotliCompressSync(content, { params });
    if (small.length < content.length) writeFileSync(join(folder, `${path}.br`), small);
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
