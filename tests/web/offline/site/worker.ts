postMessage(globalThis.crossOriginIsolated);
