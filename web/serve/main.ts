/** Serves a site on loopback: `node web/serve/main.ts FOLDER [OPTION...]`. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serve } from './server.ts';

const usage = `Usage: node web/serve/main.ts FOLDER [--port N] [--base /PATH/] [--no-isolation]

Serves the site in FOLDER on 127.0.0.1 until it is interrupted.
  --port N          the port; 0 takes any that is free (default 8080)
  --base /PATH/     where the site lies in the address (default /)
  --no-isolation    send no headers of its own, as a plain static host
`;

function fail(sentence: string): never {
  process.stderr.write(`serve: ${sentence}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '8080' },
        base: { type: 'string', default: '/' },
        'no-isolation': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}; see --help`);
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const [folder, ...others] = positionals;
if (folder === undefined || others.length > 0) fail('name one folder to serve; see --help');
if (!existsSync(`${folder}/index.html`)) fail(`${folder} holds no index.html: build the page first (script/demo, script/site)`);
const port = Number(values.port);
if (!/^\d+$/.test(values.port) || port > 65535) fail(`--port takes a number from 0 to 65535, not '${values.port}'`);

try {
  const served = await serve(folder, { port, base: values.base, isolation: !values['no-isolation'] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void served.close();
    });
  }
  process.stdout.write(`${served.address}\n`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
