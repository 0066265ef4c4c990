/** Texts between JavaScript and the wasm module. */
import type { EngineModule, Pointer } from './module.ts';

/** Copies a text into the module for as long as it is used. */
export function withText<Value>(module: EngineModule, text: string, use: (text: Pointer) => Value): Value {
  const copy = module.stringToNewUTF8(text);
  try {
    return use(copy);
  } finally {
    module._free(copy);
  }
}

/** The engine's functions return null, or why they failed. */
export function throwText(module: EngineModule, text: Pointer): void {
  if (text !== 0) throw new Error(module.UTF8ToString(text));
}
