import { join } from 'node:path';
import { outputFolder } from './paths.ts';

/** Pages of both drivers. */
interface Photographed {
  screenshot(options: { path: `${string}.png` }): Promise<unknown>;
}

/** Keeps a picture of the page among the tests' output, to be looked at; returns the file. */
export async function screenshot(page: Photographed, name: string): Promise<string> {
  const path = join(outputFolder('screenshots'), `${name}.png`) as `${string}.png`;
  await page.screenshot({ path });
  return path;
}
