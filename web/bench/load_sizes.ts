import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Variant } from '../page/src/engine/protocol.ts';

/** Bytes that a visitor loads. */
export interface LoadSizes {
  readonly wasm: number;
  readonly wasm_brotli: number;
  /** The engine's and the page's JavaScript. */
  readonly javascript: number;
  readonly javascript_brotli: number;
  readonly brotli: number;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Of the page with one build of the engine. */
export function loadSizes(site: string, variant: Variant): LoadSizes {
  const page = filesBelow(site).filter((file) => !file.startsWith(join(site, 'engine')));
  const files = [...page, ...filesBelow(join(site, 'engine', variant))];
  const sizes = { wasm: 0, wasm_brotli: 0, javascript: 0, javascript_brotli: 0 };
  for (const file of files) {
    const kind = extname(file) === '.wasm' ? 'wasm' : ['.js', '.mjs'].includes(extname(file)) ? 'javascript' : null;
    if (kind === null) continue;
    const bytes = readFileSync(file);
    sizes[kind] += bytes.length;
    sizes[`${kind}_brotli`] += brotliCompressSync(bytes).length;
  }
  return { ...sizes, brotli: sizes.wasm_brotli + sizes.javascript_brotli };
}
