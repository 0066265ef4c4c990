import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { isolationHeaders, siteHeaders } from '../page/src/offline/headers.ts';

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Where the site lies in the address; begins and ends with "/". */
  readonly base?: string;
  /** Whether the headers go along that shared memory needs, and the Content-Security-Policy; without, it is any static host. */
  readonly isolation?: boolean;
  /** Whether the Content-Security-Policy is among those headers; other people's code may need it not to be. */
  readonly policy?: boolean;
}

export interface Served {
  /** Of the site, with its base. */
  readonly address: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Vite names these files by their content. */
const immutable = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * Serves a folder's files on 127.0.0.1, brotli-compressed where a `.br` lies beside a file, parts of files where asked for. Files
 * are looked up at each request, so a site may be rebuilt meanwhile. Rejects with a sentence when the port is not to be had.
 */
export async function serve(
  folder: string,
  { port, base = '/', isolation = true, policy = true }: ServeOptions,
): Promise<Served> {
  if (!/^\/(.*\/)?$/.test(base)) throw new Error(`the base '${base}' does not begin and end with "/"`);
  const files = sirv(folder, {
    dev: true,
    etag: true,
    brotli: true,
    setHeaders(response, path) {
      response.setHeader('Cache-Control', immutable.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const headers = Object.entries(!isolation ? {} : policy ? siteHeaders : isolationHeaders);
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (`${path}/` === base) redirect(response, base);
    else if (!path.startsWith(base)) answerNothing(request, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD') answer(response, 405, 'This server only gives files.\n');
    else {
      request.url = request.url?.slice(base.length - 1);
      files(request, response, () => {
        answerNothing(request, response);
      });
    }
  });
  await listen(server, port);
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${base}`,
    close: () => closed(server),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(portSentence(port, error)));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portSentence(port: number, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE')
    return `port ${String(port)} is taken: end what listens there, or choose another with --port N`;
  if (error.code === 'EACCES') return `port ${String(port)} is not allowed to this user: choose one from 1024 on with --port N`;
  return `cannot listen on port ${String(port)}: ${error.message}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function redirect(response: ServerResponse, to: string): void {
  response.setHeader('Location', to);
  answer(response, 308, `The page is at ${to}\n`);
}

function answerNothing(request: IncomingMessage, response: ServerResponse): void {
  answer(response, 404, `There is no ${request.url ?? 'such address'} here.\n`);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': 'no-cache' }).end(text);
}
