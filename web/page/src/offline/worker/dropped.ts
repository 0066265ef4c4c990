import type { FileWanted } from '../messages.ts';
import { answerRange } from '../range.ts';
import { withSiteHeaders } from '../headers.ts';

/**
 * Answers a dropped file's address out of the File that a page holds. The page is asked each time: a service worker may be ended
 * and started anew between two requests, and remembers nothing.
 */
export async function answerDropped(id: string, pages: Clients, range: string | null): Promise<Response> {
  const windows = await pages.matchAll({ type: 'window', includeUncontrolled: true });
  const file = await firstFile(windows.map((page) => askFor(id, page)));
  if (!file) return withSiteHeaders(new Response('No page holds this file any more.', { status: 404 }));
  const response = withSiteHeaders(answerRange(file, range));
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

function askFor(id: string, page: Client): Promise<File | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<File | null>) => {
      port1.close();
      resolve(event.data);
    };
    const wanted: FileWanted = { what: 'file-wanted', id };
    page.postMessage(wanted, [port2]);
  });
}

/** The first that is a file, without waiting for the others; null when none is. */
async function firstFile(answers: readonly Promise<File | null>[]): Promise<File | null> {
  const files = answers.map(async (answer) => (await answer) ?? Promise.reject(new Error('not this page')));
  return Promise.any(files).catch(() => null);
}
