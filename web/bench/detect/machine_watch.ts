/** Watches the machine while somebody is measured: who shares its cores slows down whoever runs on them. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Look } from './undisturbed.ts';

export interface MachineWatch {
  /** When there is a first look; rejects where there will be none. */
  readonly looked: Promise<void>;
  /** Those until now, in order. */
  readonly looks: readonly Look[];
  stop(): void;
}

/** Starts the program of bench/detect/watch/, of which each line is a look. */
export function watchMachine(program: string): MachineWatch {
  const looks: Look[] = [];
  const watcher = spawn(program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const looked = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${program} does not watch the machine: ${why}`));
    createInterface({ input: watcher.stdout }).on('line', (line) => {
      looks.push(JSON.parse(line) as Look);
      resolve();
    });
    watcher.on('error', ({ message }) => fail(message));
    watcher.on('close', () => fail('it ended without a look'));
  });
  return { looked, looks, stop: () => void watcher.kill() };
}
