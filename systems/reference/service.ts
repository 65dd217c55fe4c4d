import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureContext } from 'node:tls';
import { parseArgs } from 'node:util';
import { parseAction } from './action.js';
import { deviationOf } from './defects.js';
import { sendDirectly } from './direct-client.js';
import type { Parameters } from './parameters.js';
import { startProduct } from './product.js';
import { RequestError } from './request-error.js';
import { MINUTE } from './timetable.js';

/**
 * The product as a service of its own: it lives in the time of the machine, sends by itself, and does what is asked of
 * it at `POST http://127.0.0.1:PORT/ACTION?name=value`. It knows nothing of who watches it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    defect: { type: 'string' },
    installation: { type: 'string', default: 'i-1' },
    given: { type: 'string', multiple: true, default: [] },
    planted: { type: 'string', multiple: true, default: [] },
  },
});
/** A machine that was not awake for so long has slept: what was due meanwhile is made up for once, not each time. */
const SLEPT = 30 * MINUTE;

const deviation = deviationOf(values.defect);
if (deviation === undefined) {
  process.stderr.write(`there is no defect ${values.defect}\n`);
  process.exit(2);
}
let now = Date.now();
const product = startProduct(
  {
    installation: values.installation,
    at: now,
    given: settingsOf(values.given),
    canaries: new Map(pairsOf(values.planted)),
    send: sendDirectly,
    log: (line) => process.stderr.write(`${line}\n`),
  },
  deviation,
);

/** One thing after the other: what is due, and what is asked. */
let last: Promise<void> = Promise.resolve();
function inTurn(work: () => Promise<void>): Promise<void> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** A timer that comes late is made up for minute by minute. */
async function catchUp(): Promise<void> {
  const present = Date.now();
  if (present - now > SLEPT) now = present;
  while (now < present) {
    now = Math.min(now + MINUTE, present);
    await product.advance(now);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  try {
    if (request.method !== 'POST') return void response.writeHead(200).end();
    const pairs = [...searchParams].map((pair) => pair.join('='));
    const action = parseAction(pathname.slice(1), settingsOf(pairs));
    await inTurn(async () => {
      await catchUp();
      const done = product.perform(action);
      // It is done; what it has to tell the vendor of that takes its own time.
      response.writeHead(200).end();
      await done;
    });
  } catch (error) {
    response.writeHead(error instanceof RequestError ? 400 : 500).end(String(error));
  }
}

/** `name=value` each; what has no value is not set, and what is true or false is that. */
function settingsOf(texts: readonly string[]): Parameters {
  return Object.fromEntries(
    pairsOf(texts).map(([name, value]) => [name, /^(?:true|false)$/.test(value) ? value === 'true' : value]),
  );
}

function pairsOf(texts: readonly string[]): [string, string][] {
  return texts.flatMap((text): [string, string][] => {
    const at = text.indexOf('=');
    return at < 0 || at === text.length - 1 ? [] : [[text.slice(0, at), text.slice(at + 1)]];
  });
}

// The first use of TLS reads all authorities that Node knows, which takes long where time runs fast.
createSecureContext();
// Where time runs fast, a server's own limits would be over before a request has come whole.
const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, answer);
server.listen(Number(values.port), '127.0.0.1');
const clock = setInterval(() => void inTurn(catchUp).catch(() => undefined), MINUTE);
process.once('SIGTERM', () => {
  clearInterval(clock);
  server.close();
});
