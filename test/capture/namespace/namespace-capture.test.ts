import { once } from 'node:events';
import { hostname } from 'node:os';
import { expect } from 'chai';
import type { CapturedRequest } from '../../../src/capture/captured.js';
import { openSetting, requireNamespace, type Setting } from './setting.js';

describe('The capture in a network namespace', function () {
  this.timeout(60_000);
  let setting: Setting;

  before(async function () {
    await requireNamespace(this);
    setting = await openSetting();
  });
  after(() => setting?.close());
  afterEach(async () => {
    await setting.capture.take();
    expect((await setting.account()).unclaimed).to.equal(0);
  });

  const question = (name: string): string[] => [`A ${name}`, `AAAA ${name}`];

  it('sees what programs send that know nothing of it, and the names that they ask for', async () => {
    expect(await setting.run('curl', '-sS', 'https://curl.test/a?b=c')).to.include({ code: 0, output: '{}' });
    expect(await setting.taken()).to.have.members([...question('curl.test'), 'GET https://curl.test/a?b=c']);

    const fetched =
      "fetch('https://node.test/a', { method: 'POST', body: 'hello' }).then((r) => r.text()).then(console.log)";
    expect(await setting.run(process.execPath, '-e', fetched)).to.include({ code: 0, output: '{}' });
    expect(await setting.taken()).to.have.members([...question('node.test'), 'POST https://node.test/a']);

    const asked = await setting.python(
      'import urllib.request',
      "print(urllib.request.urlopen('https://python.test/a').read())",
    );
    expect(asked).to.include({ code: 0, output: "b'{}'" });
    expect(await setting.taken()).to.have.members([...question('python.test'), 'GET https://python.test/a']);
  });

  it('records a request with its TLS session, its bytes and its time', async () => {
    const before = performance.now();
    await setting.run('curl', '-sS', '--http1.1', '-d', 'body', 'https://whole.test/path');
    const captured = await setting.capture.take();
    const request = captured.find(({ kind }) => kind === 'request') as CapturedRequest;
    expect(request).to.deep.include({
      method: 'POST',
      url: 'https://whole.test/path',
      httpVersion: '1.1',
      tls: { protocol: 'TLSv1.3', serverName: 'whole.test' },
    });
    expect(request.body.toString()).to.equal('body');
    expect(request.bytes).to.be.greaterThan(100);
    expect(request.moment).to.be.within(before, performance.now());
  });

  const reached: [string, readonly string[], string][] = [
    ['HTTP/2 with several requests', ['--http2', 'https://many.test/[1-3]'], 'GET https://many.test/3'],
    ['an odd port', ['https://odd.test:9443/a'], 'GET https://odd.test:9443/a'],
    ['plain HTTP at an odd port', ['http://odd.test:8080/a'], 'GET http://odd.test:8080/a'],
    ['an address of IPv4', ['http://192.0.2.7/a'], 'GET http://192.0.2.7/a'],
    ['an address of IPv6', ['-g', 'http://[2001:db8::7]/a'], 'GET http://[2001:db8::7]/a'],
    ['TLS to an address', ['-g', 'https://[2001:db8::7]:8443/a'], 'GET https://[2001:db8::7]:8443/a'],
    ['a name over IPv6', ['-6', 'https://six.test/a'], 'GET https://six.test/a'],
    [
      'a proxy that the product insists on',
      ['-x', 'http://10.201.0.3:3128', 'https://p.test/'],
      'GET https://p.test/',
    ],
    [
      'a large body',
      ['-d', `@${process.execPath}`, '-H', 'Expect:', 'http://192.0.2.7/large'],
      'http/1.1 192.0.2.7',
    ],
  ];
  for (const [name, args, line] of reached) {
    it(`sees ${name}`, async () => {
      await setting.run('curl', '-sS', '--max-time', '20', ...args);
      const taken = await setting.taken();
      expect(
        taken.some((text) => text.startsWith(line)),
        taken.join('\n'),
      ).to.equal(true);
    });
  }

  it('tells a question with every letter as it was sent, and an address for it in each case', async () => {
    const ended = await setting.python(
      'import socket',
      "print({a[4][0] for n in ('ExFil-4711.a.TEST', 'exfil-4711.a.test') for a in socket.getaddrinfo(n, 1)})",
    );
    expect(ended.output.split(', ')).to.have.length(2);
    expect(await setting.taken()).to.have.members([
      ...question('ExFil-4711.a.TEST'),
      ...question('exfil-4711.a.test'),
    ]);
  });

  it('tells apart a question and what else stands in its message', async () => {
    const message = "bytes.fromhex('000101000001000000000000' '0161' '0474657374' '00' '0010' '0001')";
    await setting.python(
      'import socket',
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      's.settimeout(5)',
      `s.sendto(${message} + b'secret', ('8.8.8.8', 53))`,
      's.recv(512)',
      "s.sendto(b'no question at all', ('8.8.8.8', 53))",
    );
    expect(await setting.taken()).to.deep.equal(['TXT a.test', 'dns 8.8.8.8:53 6', 'udp 8.8.8.8:53 18']);
  });

  const unreadable: [string, readonly string[], readonly string[]][] = [
    [
      'TCP that is no HTTP',
      ["connect(INET, '192.0.2.7', 9091).sendall(bytes(range(256)))"],
      ['tcp 192.0.2.7:9091 256'],
    ],
    ['TCP over IPv6', ["connect(INET6, '2001:db8::7', 22).sendall(bytes(9))"], ['tcp [2001:db8::7]:22 9']],
    ['a connection on which nothing is said', ["c = connect(INET, '192.0.2.7', 4)"], ['tcp 192.0.2.7:4 0']],
    [
      'datagrams of one flow as one thing',
      ['u = udp(INET)', "u.sendto(b'abc', ('192.0.2.7', 7777))", "u.sendto(b'abcd', ('192.0.2.7', 7777))"],
      ['udp 192.0.2.7:7777 7'],
    ],
    ['UDP over IPv6', ["udp(INET6).sendto(b'abc', ('2001:db8::9', 1))"], ['udp [2001:db8::9]:1 3']],
    ['UDP of no bytes', ["udp(INET).sendto(b'', ('192.0.2.7', 1))"], ['udp 192.0.2.7:1 0']],
    ['QUIC', ["udp(INET).sendto(b'\\xc3' + bytes(1199), ('192.0.2.7', 443))"], ['quic 192.0.2.7:443 1200']],
    ['multicast DNS', ["udp(INET).sendto(b'abc', ('224.0.0.251', 5353))"], ['udp 224.0.0.251:5353 3']],
    [
      'a ping, which any user may send',
      [
        'p = socket.socket(INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)',
        "p.sendto(b'\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x00secret', ('192.0.2.7', 0))",
      ],
      ['icmp 192.0.2.7 14'],
    ],
    [
      'a broken-off handshake of TLS',
      [
        'context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)',
        "try: context.wrap_socket(connect(INET, '192.0.2.7', 443), server_hostname='pinned.test')",
        'except ssl.SSLCertVerificationError: pass',
      ],
      ['tls '],
    ],
  ];
  for (const [name, lines, expected] of unreadable) {
    it(`sees ${name}`, async () => {
      const ended = await setting.python(
        'import socket, ssl',
        'INET, INET6 = socket.AF_INET, socket.AF_INET6',
        'def udp(family): return socket.socket(family, socket.SOCK_DGRAM)',
        'def connect(family, host, port):',
        '  s = socket.socket(family); s.connect((host, port)); return s',
        ...lines,
      );
      expect(ended).to.include({ code: 0, output: '' });
      const taken = await setting.taken();
      expect(taken).to.have.length(expected.length);
      for (const [index, line] of expected.entries())
        expect(taken[index]?.startsWith(line), taken[index]).to.equal(true);
    });
  }

  it('sees raw packets, where the user may send them', async function () {
    if (process.getuid?.() !== 0) {
      process.stderr.write('only root may send raw packets: a test is skipped\n');
      return this.skip();
    }
    const ended = await setting.python(
      'import socket',
      'def raw(protocol): return socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)',
      "raw(1).sendto(b'\\x08\\x00\\xf7\\xff\\x00\\x00\\x00\\x00secret', ('192.0.2.7', 0))",
      "raw(253).sendto(b'secret', ('192.0.2.7', 0))",
      'o = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      "o.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, bytes([0x9e, 8]) + b'secret')",
      "o.sendto(b'x', ('192.0.2.7', 5))",
      "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(bytes(65507), ('192.0.2.7', 6))",
    );
    expect(ended).to.include({ code: 0, output: '' });
    expect(await setting.taken()).to.deep.equal([
      'icmp 192.0.2.7 14',
      'ip/253 192.0.2.7 6',
      'ip options 192.0.2.7 8',
      'udp 192.0.2.7:5 1',
      'ip fragment 192.0.2.7 65515',
    ]);
  });

  it('lets a QUIC client know at once that nobody is there', async () => {
    const ended = await setting.python(
      'import socket',
      'u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      'u.settimeout(20)',
      "u.connect(('192.0.2.7', 443))",
      'u.send(bytes(1200))',
      'try: u.recv(10)',
      'except ConnectionRefusedError: print("refused")',
    );
    expect(ended.output).to.equal('refused');
  });

  it('leaves alone what a product says to itself', async () => {
    const ended = await setting.python(
      'import socket',
      "s = socket.create_server(('127.0.0.1', 0))",
      "c = socket.create_connection(('localhost', s.getsockname()[1]))",
      "c.sendall(b'x'); print(s.accept()[0].recv(1))",
    );
    expect(ended.output).to.equal("b'x'");
    expect(await setting.taken()).to.deep.equal([]);
  });

  it('takes each thing in the take that follows it, in their order', async () => {
    const script = [
      'import os, socket, sys',
      'u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      'for line in sys.stdin:',
      "  u.sendto(b'x' * int(line), ('192.0.2.7', 9))",
      "  c = socket.create_connection(('192.0.2.8', int(line))); c.sendall(b'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n')",
      "  c.recv(4096); os.write(1, b'.')",
    ];
    const child = setting.start('python3', '-c', script.join('\n'));
    for (let number = 1; number <= 50; number += 1) {
      child.stdin?.write(`${number}\n`);
      if (child.stdout !== null) await once(child.stdout, 'data');
      expect(await setting.taken()).to.deep.equal([
        `udp 192.0.2.7:9 ${number}`,
        `GET http://192.0.2.8:${number}/`,
      ]);
    }
    child.stdin?.end();
    await once(child, 'close');
  });

  for (const protocol of ['http', 'https'] as const) {
    it(`takes a request over ${protocol} as soon as it is sent, whether an answer is waited for or not`, async () => {
      const script = [
        'import os, socket, ssl, sys',
        `c = socket.create_connection(('192.0.2.8', ${protocol === 'http' ? 80 : 443}))`,
        ...(protocol === 'https'
          ? ["c = ssl.create_default_context().wrap_socket(c, server_hostname='a.test')"]
          : []),
        'for line in sys.stdin:',
        "  c.sendall(b'GET /%d HTTP/1.1\\r\\nHost: a.test\\r\\n\\r\\n' % int(line)); os.write(1, b'.')",
      ];
      const child = setting.start('python3', '-c', script.join('\n'));
      for (let number = 1; number <= 100; number += 1) {
        child.stdin?.write(`${number}\n`);
        if (child.stdout !== null) await once(child.stdout, 'data');
        expect(await setting.taken()).to.deep.equal([`GET ${protocol}://192.0.2.8/${number}`]);
      }
      child.stdin?.end();
      await once(child, 'close');
    });
  }

  it('hears its own heartbeat over DNS, TLS and UDP, and takes none of it for the product', async () => {
    const before = await setting.account();
    for (let beat = 0; beat < 3; beat += 1) {
      expect(await setting.capture.heartbeat()).to.deep.equal({ over: ['dns', 'tls', 'udp'], missing: [] });
    }
    expect(await setting.taken()).to.deep.equal([]);
    expect(await setting.account()).to.deep.equal(before);
  });

  it('takes what looks like a heartbeat for the product, whose it is', async () => {
    const token = 'a'.repeat(32);
    await setting.run('curl', '-sSk', `https://heartbeat.candor.invalid/${token}`);
    await setting.run('curl', '-sSk', '--max-time', '5', `http://${token}.heartbeat.candor.invalid/`);
    expect(await setting.taken()).to.include.members([
      `GET https://heartbeat.candor.invalid/${token}`,
      `A ${token}.heartbeat.candor.invalid`,
    ]);
  });
});

describe('A program in a network namespace', function () {
  this.timeout(60_000);
  let setting: Setting;

  before(async function () {
    await requireNamespace(this);
    setting = await openSetting({ hostname: 'canary-4711' });
  });
  after(() => setting?.close());

  it('has the directory, the user, the arguments and the environment that it is given', async () => {
    const script = 'echo "$(pwd) $(id -u) $1 $FAVOURITE $REQUESTS_CA_BUNDLE"';
    process.env['FAVOURITE'] = 'blue';
    const { output } = await setting.run('sh', '-c', script, 'sh', "it's $HOME; \\");
    delete process.env['FAVOURITE'];
    const expected = [
      process.cwd(),
      process.getuid?.(),
      "it's $HOME; \\",
      'blue',
      setting.capture.environment['REQUESTS_CA_BUNDLE'],
    ];
    expect(output).to.equal(expected.join(' '));
  });

  it('is not sent to a proxy that is set outside', async () => {
    process.env['https_proxy'] = 'http://192.0.2.1:3128';
    const proxied = await openSetting();
    try {
      expect(await proxied.run('curl', '-sS', 'https://a.test/')).to.include({ code: 0, output: '{}' });
      expect(await proxied.taken()).to.include('GET https://a.test/');
    } finally {
      delete process.env['https_proxy'];
      await proxied.close();
    }
  });

  it('finds the host called as it was told, and resolves that name itself', async () => {
    const ended = await setting.python(
      'import socket',
      'n = socket.gethostname()',
      'print(n, socket.gethostbyname(n))',
    );
    expect(ended.output).to.equal('canary-4711 127.0.1.1');
    expect(hostname()).not.to.equal('canary-4711');
    expect(await setting.taken()).to.deep.equal([]);
  });

  it('ends as it would outside: its status, its signal, a program that is not there', async () => {
    expect(await setting.run('sh', '-c', 'exit 42')).to.include({ code: 42 });
    expect(await setting.run('sh', '-c', 'kill -9 $$')).to.include({ signal: 'SIGKILL' });
    expect(await setting.run('no-such-program-4711')).to.include({ code: 127 });
  });

  it('reads its standard input and is signalled with its group', async () => {
    const child = setting.start(
      'sh',
      '-c',
      'trap "echo bye; exit 3" TERM; read line; echo "got $line"; while :; do sleep 0.1; done',
    );
    child.stdin?.write('hello\n');
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      if (output === 'got hello\n') process.kill(-(child.pid ?? 0), 'SIGTERM');
    });
    await once(child, 'close');
    expect(output).to.equal('got hello\nbye\n');
  });

  it('can become another user, where root starts it, and finds files with their owners', async function () {
    if (process.getuid?.() !== 0) {
      process.stderr.write('only root may become another user: a test is skipped\n');
      return this.skip();
    }
    const ended = await setting.run(
      'setpriv',
      '--reuid',
      '1234',
      '--regid',
      '1234',
      '--clear-groups',
      'id',
      '-u',
    );
    expect(ended).to.include({ code: 0, output: '1234' });
    const asked = await setting.run(
      'setpriv',
      '--reuid',
      '1234',
      '--clear-groups',
      'curl',
      '-sS',
      'https://a.test/',
    );
    expect(asked).to.include({ code: 0, output: '{}' });
    await setting.capture.take();
    const owned = await setting.run('sh', '-c', 'f=$(mktemp); chown 1234:99 $f; stat -c %u:%g $f; rm $f');
    expect(owned).to.include({ code: 0, output: '1234:99' });
  });

  it('does not outlive the capture, nor does what it left behind', async () => {
    const other = await openSetting();
    const script = 'setsid sh -c "echo started; sleep 300" & wait';
    const child = other.start('sh', '-c', script);
    if (child.stdout !== null) await once(child.stdout, 'data');
    const closed = once(child, 'close');
    await other.close();
    // Its output is held open by all of them: that it ends shows that they have.
    await closed;
    expect(child.signalCode ?? child.exitCode).not.to.equal(null);
  });
});
