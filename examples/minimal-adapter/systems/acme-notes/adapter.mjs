import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';

const host = 'stats.acme.test';
const day = 24 * 60 * 60 * 1000;
let setting;
let now = 0;
let due = [];

/** Sends one report through the proxy, and resolves when it was answered. */
const send = (report) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(setting.proxy);
    const through = (_, socket) => {
      const tls = { socket, servername: host, ca: readFileSync(setting.ca) };
      const headers = { host, 'content-type': 'application/json' };
      const options = { method: 'POST', path: '/v1/reports', headers, createConnection: () => connect(tls) };
      const asking = request(options, (answer) => answer.resume().on('end', resolve));
      asking.on('error', reject).end(JSON.stringify(report));
    };
    const tunnel = { host: hostname, port, method: 'CONNECT', path: `${host}:443`, agent: false };
    requestPlain(tunnel).on('connect', through).on('error', reject).end();
  });

const methods = {
  initialize(parameters) {
    setting = parameters;
    now = Date.parse(parameters.at);
    return { name: 'acme-notes', version: '1.0' };
  },
  perform({ action }) {
    if (action === 'switch-on') due = [1, 2, 3, 4, 5, 6, 7].map((days) => now + days * day);
    if (action === 'switch-off') due = [];
    return {};
  },
  async advance({ to }) {
    now = Date.parse(to);
    while (due[0] <= now) {
      due.shift();
      await send({ version: '1.0', notes: 3 });
    }
    return {};
  },
  shutdown: () => ({}),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  const result = await methods[method](params);
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  if (method === 'shutdown') break;
}
