import { Socket as DatagramSocket } from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import type { Records } from './records.js';

type Callable = (this: unknown, ...parameters: unknown[]) => unknown;

/** Denies all sockets in this thread; each attempt is kept with what was written to it. */
export function denySockets(records: Records): void {
  denyStreams(records);
  denyDatagrams(records);
  net.Server.prototype.listen = function (this: net.Server) {
    process.nextTick(() => this.emit('error', denied('listen')));
    return this;
  } as typeof net.Server.prototype.listen;
}

/** What every denied attempt fails with, as on a host without a network. */
export function denied(call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${call} ENETUNREACH: sockets are denied to this module`), {
    code: 'ENETUNREACH',
    syscall: call,
  });
}

function denyStreams(records: Records): void {
  const connect = function (this: net.Socket, ...parameters: unknown[]): net.Socket {
    const place = records.begin();
    const protocol = this instanceof tls.TLSSocket ? 'tls' : 'tcp';
    const destination = destinationOf(parameters);
    let bytes = 0;
    const record = () => ({ kind: 'opaque', protocol, destination, bytes }) as const;
    const count = (chunk: unknown, encoding: unknown): void => {
      if (typeof chunk === 'string')
        bytes += Buffer.byteLength(
          chunk,
          typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8',
        );
      else if (chunk instanceof Uint8Array) bytes += chunk.length;
    };
    const offline = records.offline;
    const { write, end } = this;
    this.write = ((...rest: readonly unknown[]) => {
      count(rest[0], rest[1]);
      return Reflect.apply(write, this, rest);
    }) as typeof this.write;
    this.end = ((...rest: readonly unknown[]) => {
      count(rest[0], rest[1]);
      this.write = write;
      return Reflect.apply(end, this, rest);
    }) as typeof this.end;
    if (offline) place.settle(undefined);
    else place.draft(record);
    Reflect.set(this, 'connecting', true);
    const callback = parameters.findLast((parameter) => typeof parameter === 'function');
    if (callback !== undefined) this.once('connect', callback as () => void);
    // What is written at once is counted; then the connection fails, as one does that nobody takes.
    setImmediate(() => {
      if (!offline) place.settle(record);
      this.destroy(denied('connect'));
    });
    return this;
  };
  net.Socket.prototype.connect = connect as typeof net.Socket.prototype.connect;
  tls.TLSSocket.prototype.connect = connect as typeof tls.TLSSocket.prototype.connect;
}

/** From what `net.connect` takes: options, a path, or a port and a host; Node hands them on in a list. */
function destinationOf(parameters: readonly unknown[]): string {
  const [first, second] = parameters.flat();
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as Readonly<Record<string, unknown>>;
    return bounded(path === undefined || path === null ? `${host ?? 'localhost'}:${port}` : String(path));
  }
  const isPort = typeof first === 'number' || /^[0-9]+$/.test(String(first));
  return bounded(isPort ? `${typeof second === 'string' ? second : 'localhost'}:${first}` : String(first));
}

function denyDatagrams(records: Records): void {
  const prototype = DatagramSocket.prototype as unknown as Record<string, Callable> & DatagramSocket;
  const connected = new WeakMap<object, string>();
  Object.assign(prototype, {
    send(this: DatagramSocket, ...parameters: unknown[]) {
      const [message, ...rest] = parameters;
      const callback = rest.findLast((parameter) => typeof parameter === 'function') as
        | ((error: Error) => void)
        | undefined;
      const places = rest.filter((parameter) => typeof parameter !== 'function');
      // send(message[, offset, length][, port][, address])
      const named = typeof places[2] === 'number' || places.length === 4 ? places.slice(2) : places;
      const [port, address = 'localhost'] = named;
      const destination = connected.get(this) ?? bounded(`${address}:${port}`);
      const length = typeof places[2] === 'number' ? Number(places[1]) : sizeOf(message);
      records.add({ kind: 'opaque', protocol: 'udp', destination, bytes: length });
      process.nextTick(() => {
        if (callback !== undefined) callback(denied('send'));
        else this.emit('error', denied('send'));
      });
    },
    connect(this: DatagramSocket, port: number, ...rest: unknown[]) {
      const address = typeof rest[0] === 'string' ? rest[0] : 'localhost';
      connected.set(this, bounded(`${address}:${port}`));
      const callback = rest.findLast((parameter) => typeof parameter === 'function') as
        | (() => void)
        | undefined;
      process.nextTick(() => {
        callback?.();
        this.emit('connect');
      });
    },
    bind(this: DatagramSocket) {
      process.nextTick(() => this.emit('error', denied('bind')));
      return this;
    },
  });
}

function sizeOf(message: unknown): number {
  if (typeof message === 'string') return Buffer.byteLength(message);
  if (ArrayBuffer.isView(message)) return message.byteLength;
  return Array.isArray(message) ? message.reduce((sum: number, part) => sum + sizeOf(part), 0) : 0;
}

/** A trace's destination has so many characters at the most. */
export function bounded(text: string): string {
  return text.length <= 1000 ? text : `${text.slice(0, 999)}…`;
}
