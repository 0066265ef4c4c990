import type { EngineModule, Pointer } from './module.ts';
import type { NetworkChoice } from './protocol.ts';
import { withText } from './texts.ts';

/** Writes a network's files to where the engine looks for them. */
export function layDownWeights(
  module: EngineModule,
  engine: Pointer,
  network: NetworkChoice,
  files: readonly ArrayBuffer[],
): void {
  const answer = withText(module, JSON.stringify(network), (text) =>
    module.UTF8ToString(module._brigade_weights_files(engine, text)),
  );
  if (!answer.startsWith('[')) throw new Error(answer);
  (JSON.parse(answer) as string[]).forEach((path, i) => {
    const content = files[i];
    if (content === undefined) throw new Error(`the page did not bring ${path}: reload the page`);
    module.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    module.FS.writeFile(path, new Uint8Array(content));
  });
}
