/** Watches the machine while somebody is measured: who shares its cores slows down whoever runs on them. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { shared, type Look } from './undisturbed.ts';

export interface MachineWatch {
  /** Waits until nobody has shared a core for some looks, at most so long. Rejects where the watcher has ended. */
  quiet(milliseconds: number): Promise<void>;
  /** Ends the watch; all looks, core by core. Rejects where there were none. */
  end(): Promise<Look[]>;
  /** Ends it, and nobody wants to know. */
  drop(): void;
}

/** Starts the program of bench/detect/watch/, which says at its end what it has seen, a look a line. */
export function watchMachine(program: string): MachineWatch {
  const watcher = spawn(program, ['--shared', String(shared)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<string>((resolve) => watcher.on('error', ({ message }) => resolve(message)));
  watcher.stdin.on('error', () => undefined); // it ended before: its looks, or none, say so
  const lines = createInterface(watcher.stdout)[Symbol.asyncIterator]();
  const notWatching = async (otherwise: string) =>
    new Error(`${program} does not watch the machine: ${await Promise.race([failed, Promise.resolve(otherwise)])}`);
  return {
    quiet: async (milliseconds) => {
      watcher.stdin.write(`${milliseconds}\n`);
      if ((await lines.next()).done === true) throw await notWatching('it ended while others were measured');
    },
    end: async () => {
      watcher.stdin.end();
      const looks: Look[] = [];
      for (let line = await lines.next(); line.done !== true; line = await lines.next())
        looks.push(JSON.parse(line.value) as Look);
      if (looks.length === 0) throw await notWatching('it ended without a look');
      return looks;
    },
    drop: () => void watcher.kill(),
  };
}
