import { expect } from 'chai';
import fc from 'fast-check';
import { openSetting, requireNamespace, type Setting } from './setting.js';

/** A program that does what it reads: each kind of sending that an ordinary program can do. */
const sender = `
import json, random, socket, ssl, struct, sys, threading
INET, INET6 = socket.AF_INET, socket.AF_INET6
def connect(host, port):
  s = socket.create_connection((host, port), 20)
  s.settimeout(20)
  return s
def tcp(host, port, pieces):
  s = connect(host, port)
  for piece in pieces: s.sendall(b'\\x00' * piece)
  s.shutdown(socket.SHUT_WR)
  while s.recv(65536): pass
def udp(host, port, sizes):
  s = socket.socket(INET6 if ':' in host else INET, socket.SOCK_DGRAM)
  for size in sizes: s.sendto(bytes(size), (host, port))
def question(name):
  try: socket.getaddrinfo(name, 80)
  except OSError: pass
def http(host, bodies):
  s = connect(host, 80)
  for body in bodies:
    s.sendall(b'POST /a HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %d\\r\\n\\r\\n' % (host.encode(), body) + b'b' * body)
    while not s.recv(65536).endswith(b'{}'): pass
  s.close()
def https(host, bodies):
  s = ssl.create_default_context().wrap_socket(connect(host, 443), server_hostname=host)
  for body in bodies:
    s.sendall(b'POST /a HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %d\\r\\n\\r\\n' % (host.encode(), body) + b'b' * body)
    while not s.recv(65536).endswith(b'{}'): pass
  s.close()
def distrust(host):
  try: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(connect(host, 443), server_hostname=host)
  except ssl.SSLError: pass
def do(kind, *rest): globals()[kind](*rest)
threads = [threading.Thread(target=do, args=step) for step in json.loads(sys.argv[1])]
for thread in threads: thread.start()
for thread in threads: thread.join()
`;

const size = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 60_000, max: 200_000 }));
const sizes = fc.array(size, { minLength: 1, maxLength: 4 });
const literal = fc.constantFrom('192.0.2.7', '2001:db8::7');
const name = fc.constantFrom('a.test', 'b.test', 'Much-Longer-4711.c.test');
const step = fc.oneof(
  fc.tuple(fc.constant('tcp'), literal, fc.constantFrom(7, 25, 9091), sizes),
  fc.tuple(
    fc.constant('udp'),
    literal,
    fc.constantFrom(9, 5353),
    fc.array(fc.integer({ min: 0, max: 60_000 })),
  ),
  fc.tuple(fc.constant('question'), name),
  fc.tuple(fc.constant('http'), name, sizes),
  fc.tuple(fc.constant('https'), name, sizes),
  fc.tuple(fc.constant('distrust'), name),
);

/** The bytes that a step sends and that cannot be read, where that is known beforehand. */
function opaqueOf(kind: string, rest: readonly unknown[]): number {
  const amounts = rest.at(-1);
  return (kind === 'tcp' || kind === 'udp') && Array.isArray(amounts)
    ? amounts.reduce((sum: number, amount: number) => sum + amount, 0)
    : 0;
}

describe('The account of bytes in a network namespace', function () {
  this.timeout(180_000);
  let setting: Setting;

  before(async function () {
    await requireNamespace(this);
    setting = await openSetting();
  });
  after(() => setting?.close());

  it('closes, whatever an honest program sends at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const before = await setting.account();
        const ended = await setting.run('python3', '-c', sender, JSON.stringify(steps));
        expect(ended).to.deep.equal({ code: 0, signal: null, output: '' });
        const taken = await setting.capture.take();
        const after = await setting.account();
        expect(after.unclaimed).to.equal(0);

        const told = (kind: string): number =>
          taken.reduce((sum, captured) => sum + (captured.kind === kind ? (captured.bytes ?? 0) : 0), 0);
        expect(after.dns - before.dns).to.equal(told('dns'));
        expect(after.messages - before.messages).to.equal(told('request'));
        expect(after.opaque - before.opaque).to.equal(told('opaque'));
        const known = steps.reduce((sum, [kind, ...rest]) => sum + opaqueOf(kind, rest), 0);
        const handshakes = taken.filter(
          (captured) => captured.kind === 'opaque' && captured.protocol === 'tls handshake',
        );
        const ofHandshakes = handshakes.reduce((sum, captured) => sum + (captured.bytes ?? 0), 0);
        expect(told('opaque')).to.equal(known + ofHandshakes);
      }),
      { numRuns: 15 },
    );
  });

  it('closes over connections that are kept, and while they stand', async () => {
    const urls = Array.from({ length: 30 }, (_, index) => `https://kept.test/${index}`);
    await setting.run('curl', '-sS', '--http1.1', '-d', 'body', ...urls);
    await setting.run('curl', '-sS', '--http2', '--parallel', '-d', 'body', ...urls);
    const taken = await setting.taken();
    expect(taken.filter((line) => line.startsWith('POST'))).to.have.length(60);
    const account = await setting.account();
    expect(account.unclaimed).to.equal(0);
    expect(account.messages).to.be.greaterThan(0);
    expect(account.framing).to.be.greaterThan(0);
  });

  it('says what nobody accounts for', async () => {
    const before = await setting.account();
    // An answer comes after the head; what follows the request is read by nobody once the connection is cut.
    const ended = await setting.python(
      'import socket, struct',
      "s = socket.create_connection(('192.0.2.7', 9091))",
      "s.sendall(b'\\x00' * 5)",
      's.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))',
      's.close()',
    );
    expect(ended.code).to.equal(0);
    const taken = await setting.taken();
    expect(taken).to.have.length(1);
    const after = await setting.account();
    const read = after.opaque - before.opaque;
    expect(taken).to.deep.equal([`tcp 192.0.2.7:9091 ${read}`]);
    expect(after.unclaimed).to.equal(5 - read);
  });

  it('misses nothing of a flood: what was dropped is told to have been', async () => {
    const sent = 20_000;
    await setting.python(
      'import socket',
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      `for n in range(${sent}): s.sendto(bytes(100), ('192.0.2.7', 9))`,
    );
    const taken = await setting.capture.take();
    const counted = taken.reduce((sum, captured) => {
      if (captured.kind !== 'opaque') return sum;
      return sum + (captured.protocol === 'overflow' ? captured.bytes : captured.bytes / 100);
    }, 0);
    // What is dropped is counted in packets, and a marker of the capture's own may be among them.
    expect(counted).to.be.within(sent, sent + 100);
  });
});
