/** Watches the machine while somebody is measured: who shares its cores slows down whoever runs on them. */
import { startProgram } from './line_program.ts';
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
  const watcher = startProgram(program, ['--shared', String(shared)], 'inherit');
  const notWatching = async (otherwise: string) =>
    new Error(`${program} does not watch the machine: ${await watcher.whyNot(otherwise)}`);
  return {
    quiet: async (milliseconds) => {
      if ((await watcher.ask(milliseconds)) === null) throw await notWatching('it ended while others were measured');
    },
    end: async () => {
      const looks = (await watcher.finish()).map((line) => JSON.parse(line) as Look);
      if (looks.length === 0) throw await notWatching('it ended without a look');
      return looks;
    },
    drop: () => watcher.kill(),
  };
}
