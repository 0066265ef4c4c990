/**
 * Resolves after what the event loop has waiting now: an engine that works in this very thread gets its turn before the next frame
 * is asked for, so that frame is a fresh one. (A timer would cost milliseconds.)
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
