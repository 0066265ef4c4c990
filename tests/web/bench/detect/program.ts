import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A shell script in place of a program that the bench starts; removed after the test. */
export function program(t: TestContext, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'brigade-program-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'program');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}
