/** Watches the machine while somebody is measured: who shares its cores slows down whoever runs on them. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Look } from './undisturbed.ts';

export interface MachineWatch {
  /** Ends the watch; all looks, core by core. Rejects where there were none. */
  end(): Promise<Look[]>;
  /** Ends it, and nobody wants to know. */
  drop(): void;
}

/** Starts the program of bench/detect/watch/, which says at its end what it has seen, a look a line. */
export function watchMachine(program: string): MachineWatch {
  const watcher = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<string>((resolve) => watcher.on('error', ({ message }) => resolve(message)));
  watcher.stdin.on('error', () => undefined); // it ended before: its looks, or none, say so
  const said = text(watcher.stdout);
  return {
    end: async () => {
      watcher.stdin.end();
      const lines = (await said).split('\n').filter((line) => line !== '');
      if (lines.length > 0) return lines.map((line) => JSON.parse(line) as Look);
      const why = await Promise.race([failed, Promise.resolve('it ended without a look')]);
      throw new Error(`${program} does not watch the machine: ${why}`);
    },
    drop: () => void watcher.kill(),
  };
}
