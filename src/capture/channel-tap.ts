import { Duplex } from 'node:stream';
import type { Channel } from './capture-context.js';
import { limits } from './limits.js';

/**
 * The channel as a stream for an HTTP/2 session or a WebSocket, with `watch` shown each chunk before its reader is.
 * Ends when the channel ends or is silent for too long; destroying either destroys the other.
 */
export function tapChannel(channel: Channel, watch: (chunk: Buffer) => void): Duplex {
  const { reader, stream } = channel;
  let resume: () => void = () => {};

  const tap = new Duplex({
    allowHalfOpen: false,
    read() {
      resume();
    },
    write(chunk: Buffer, _encoding, done) {
      if (stream.destroyed) return done();
      stream.write(chunk, () => done());
    },
    final(done) {
      if (!stream.destroyed) stream.end();
      done();
    },
    destroy(_error, done) {
      resume();
      stream.destroy();
      done(null);
    },
  });
  tap.on('error', () => {});
  // Neither a paused session nor one that failed may keep a connection that is gone.
  stream.once('close', () => tap.destroy());

  const pump = async (): Promise<void> => {
    while (!tap.destroyed) {
      const waiting = reader.peek().length === 0;
      if (waiting && (await reader.more(performance.now() + limits.idleTime)) !== 'bytes') break;
      const chunk = reader.take(reader.peek().length);
      watch(chunk);
      const paused = new Promise<void>((resolve) => {
        resume = resolve;
      });
      if (!tap.push(chunk)) await paused;
    }
    if (tap.destroyed) return;
    tap.push(null);
    const linger = setTimeout(() => tap.destroy(), limits.lingerTime);
    tap.once('close', () => clearTimeout(linger));
  };
  void pump();
  return tap;
}
