import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { readMessage } from './message.mjs';
import { loadRoutes } from './routes.mjs';

const BODY_LIMIT = 1024 * 1024;

/**
 * Says whether a message is one that the disclosure documents.
 * @returns status 204, or 4xx and what is wrong with the message
 */
export function decide(routes, message) {
  const { pathname } = new URL(message.target, 'http://service.invalid');
  const here = routes.filter((route) => route.pattern.test({ pathname }));
  if (here.length === 0) return { status: 404, problems: ['no disclosed payload goes to this path'] };
  const route = here.find(({ method }) => method === message.method);
  if (route === undefined)
    return { status: 405, problems: [`${message.method} is not disclosed for this path`] };
  const { value, problems } = readMessage(route, message);
  if (problems.length > 0) return { status: 400, problems };
  if (route.validate(value)) return { status: 204, problems: [] };
  return { status: 400, problems: route.validate.errors.map(wordsOf) };
}

/** The service as a server of node:http. `answer(decision, message)` may have the last word; tests break it there. */
export function createService(routes, answer = (decision) => decision) {
  return createServer(async (request, response) => {
    try {
      const body = await readBody(request);
      const message = { method: request.method, target: request.url, headers: request.headers, body };
      const decision =
        body === undefined
          ? { status: 413, problems: ['the body is larger than any disclosed payload'] }
          : decide(routes, message);
      const { status, problems } = answer(decision, message, request, response) ?? {};
      if (status === undefined) return;
      response.writeHead(status, problems.length > 0 ? { 'content-type': 'application/json' } : {});
      response.end(problems.length > 0 ? JSON.stringify({ problems }) : undefined);
    } catch {
      response.destroy();
    }
  });
}

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  return length > BODY_LIMIT ? undefined : Buffer.concat(chunks);
}

function wordsOf({ instancePath, message, params }) {
  const name = params.additionalProperty ?? params.unevaluatedProperty;
  const place = instancePath === '' ? 'the payload' : instancePath;
  return name === undefined
    ? `${place} ${message}`
    : `${place} has ${JSON.stringify(name)}, which is not disclosed`;
}

/** Reads the flags, listens on the loopback and prints the URL. */
export async function serve(answer) {
  const { values } = parseArgs({
    options: {
      project: { type: 'string', default: '.' },
      system: { type: 'string' },
      port: { type: 'string', default: '0' },
    },
  });
  const service = createService(await loadRoutes(values.project, values.system), answer);
  service.listen(Number(values.port), '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${service.address().port}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
}
