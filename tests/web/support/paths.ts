import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** Where third-party builds, weights and the sample lie; as in script/lib. */
export const cache = process.env['BRIGADE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'brigade');

/** A folder of what browser tests write, below build/. */
export function outputFolder(...names: string[]): string {
  const folder = join(checkout, 'build/web-tests', ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}
