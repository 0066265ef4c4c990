/** Programs that stay and are talked to line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface LineProgram {
  /** Says a line to it; the line that it answers, or null where it has ended. */
  ask(line: number): Promise<string | null>;
  /** Nobody asks any more; what it says until it ends. */
  finish(): Promise<string[]>;
  /** What it has written to its standard error, once it has ended; nothing where that is ours. */
  complaint(): Promise<string>;
  /** Why it could not be started; `otherwise` where it could. */
  whyNot(otherwise: string): Promise<string>;
  kill(): void;
}

export function startProgram(program: string, given: readonly string[], standardError: 'pipe' | 'inherit'): LineProgram {
  const running = spawn(program, given, { stdio: ['pipe', 'pipe', standardError] });
  const { stdin, stdout, stderr } = running;
  if (!stdin || !stdout) throw new Error(`${program} has no pipes`);
  const failed = new Promise<string>((resolve) => running.on('error', ({ message }) => resolve(message)));
  const complaint = stderr ? text(stderr) : Promise.resolve('');
  stdin.on('error', () => undefined); // it ended before: what it says, or does not, tells
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    return line.done === true ? null : line.value;
  };
  return {
    ask: (line) => {
      stdin.write(`${line}\n`);
      return next();
    },
    finish: async () => {
      stdin.end();
      const said: string[] = [];
      for (let line = await next(); line !== null; line = await next()) said.push(line);
      return said;
    },
    complaint: () => complaint,
    whyNot: (otherwise) => Promise.race([failed, Promise.resolve(otherwise)]),
    kill: () => void running.kill(),
  };
}
