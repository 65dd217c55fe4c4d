import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { decode } from 'dns-packet';
import { addressText, heartbeatHost, ipv4 } from './addresses.js';
import { buildQuestion } from './resolver.js';

// A process like any other in the namespace, which does what a product would: it asks for a name, then connects to
// the address that it got, trusting the run's authority; and it sends a datagram. Nothing of it is ours to skip.
const [certificateFile = '', patience = '0'] = process.argv.slice(2);
const ca = readFileSync(certificateFile);

async function resolve(token: string, signal: AbortSignal): Promise<string> {
  const socket = createSocket('udp4');
  try {
    const question = buildQuestion(1, `${token}.${heartbeatHost}`, 'A');
    const answered = once(socket, 'message', { signal });
    socket.send(question, 53, addressText(ipv4.resolver));
    const [message] = (await answered) as [Buffer];
    const answer = decode(message).answers?.[0];
    if (answer?.type !== 'A') throw new Error('The question was not answered.');
    return answer.data;
  } finally {
    socket.close();
  }
}

function fetchFrom(address: string, token: string, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const asked = request({
      host: address,
      servername: heartbeatHost,
      path: `/${token}`,
      headers: { host: heartbeatHost },
      ca,
      agent: false,
      signal,
    });
    asked.on('error', fail);
    asked.on('response', (response) => response.on('error', fail).on('end', done).resume());
    asked.end();
  });
}

async function shout(token: string): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((sent) => socket.send(token, 9, addressText(ipv4.heartbeat), () => sent()));
  socket.close();
}

async function beat(token: string): Promise<void> {
  const signal = AbortSignal.timeout(Number(patience));
  const overTls = async (): Promise<void> => fetchFrom(await resolve(token, signal), token, signal);
  // What fails is missing at the other end, which is all that counts.
  await Promise.allSettled([overTls(), shout(token)]);
  process.send?.(token);
}

process.on('message', (token: string) => void beat(token));
process.on('disconnect', () => process.exit());
