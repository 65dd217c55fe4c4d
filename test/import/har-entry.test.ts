import { expect } from 'chai';
import { recordedInEntry } from '../../src/import/har-entry.js';
import { ValueFault } from '../../src/import/json-value.js';
import type { Recorded } from '../../src/import/recorded.js';
import type { TransmissionEvent } from '../../src/trace/trace-event.generated.js';

type Json = Readonly<Record<string, unknown>>;

const AT = '2026-01-31T12:00:00.000Z';
const URL_JUDGED = 'https://acme.test/v1/reports';
const json = '{"a":1}';

/** One entry of a HAR, as it is where nothing is wrong with it. */
function entry(request: Json = {}, more: Json = {}): Json {
  return {
    startedDateTime: AT,
    request: {
      method: 'POST',
      url: URL_JUDGED,
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'content-type', value: 'application/json' }],
      bodySize: 7,
      postData: { mimeType: 'application/json', text: json },
      ...request,
    },
    response: { status: 200 },
    ...more,
  };
}

function recorded(value: Json): readonly Recorded[] {
  return recordedInEntry(value, (_, url) => url === URL_JUDGED);
}

function messageOf(one: Recorded | undefined): TransmissionEvent['request'] {
  expect(one?.event?.type, JSON.stringify(one)).to.equal('transmission');
  return (one as { event: TransmissionEvent }).event.request;
}

function sent(value: Json): TransmissionEvent {
  const [first] = recorded(value);
  expect(first?.event?.type, JSON.stringify(first)).to.equal('transmission');
  return first?.event as TransmissionEvent;
}

describe('An entry of a HAR', () => {
  it('is a transmission, with its headers and body as they left', () => {
    const event = sent(entry({}, { _securityDetails: { protocol: 'TLS 1.3' } }));
    expect(event).to.deep.equal({
      type: 'transmission',
      at: AT,
      request: {
        method: 'POST',
        url: URL_JUDGED,
        httpVersion: '1.1',
        headers: [['content-type', 'application/json']],
        body: json,
      },
      tls: { protocol: 'TLSv1.3' },
    });
  });

  const protocols: Readonly<Record<string, string>> = {
    'TLS 1.3': 'TLSv1.3',
    'TLS 1.2': 'TLSv1.2',
    'TLS 1': 'TLSv1',
    QUIC: 'TLSv1.3',
    'SSL 3.0': 'SSL 3.0',
  };
  for (const [said, protocol] of Object.entries(protocols)) {
    it(`over ${said} was protected by ${protocol}`, () => {
      expect(sent(entry({}, { _securityDetails: { protocol: said } })).tls?.protocol).to.equal(protocol);
    });
  }

  it('that names no version of TLS was protected by one that is not known', () => {
    expect(sent(entry()).tls).to.deep.equal({ protocol: 'unknown' });
    expect(sent(entry({ url: 'http://acme.test/' })).tls).to.equal(null);
  });

  const versions: Readonly<Record<string, string | undefined>> = {
    'HTTP/1.0': '1.0',
    'http/2.0': '2',
    h2: '2',
    'HTTP/2': '2',
    h3: undefined,
    unknown: undefined,
  };
  for (const [httpVersion, version] of Object.entries(versions)) {
    it(`of ${httpVersion} is a transmission of HTTP ${version ?? 'in a version that a trace has no name for'}`, () => {
      expect(sent(entry({ httpVersion })).request.httpVersion).to.equal(version);
    });
  }

  it('has no pseudo header among its headers, and its cookies though they stand apart', () => {
    const headers = [
      { name: ':authority', value: 'acme.test' },
      { name: 'accept', value: '*/*' },
    ];
    const cookies = [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ];
    expect(sent(entry({ headers, cookies })).request.headers).to.deep.equal([
      ['accept', '*/*'],
      ['cookie', 'a=1; b=2'],
    ]);
  });

  const form = 'application/x-www-form-urlencoded';
  const type = [{ name: 'content-type', value: form }];
  const whole: Readonly<Record<string, readonly [Json, string | undefined]>> = {
    'in base64': [{ postData: { text: 'eyJhIjoxfQ==', encoding: 'base64' } }, json],
    'counted in characters': [{ bodySize: 1, postData: { text: 'ä' } }, 'ä'],
    'whose length its sender stated': [
      { bodySize: 999, headers: [{ name: 'Content-Length', value: '7' }] },
      json,
    ],
    'of a request that has none': [
      { method: 'GET', bodySize: 0, postData: undefined, headers: [{ name: 'accept', value: '*/*' }] },
      undefined,
    ],
    'of a request of an unknown size that can have none': [
      { method: 'GET', bodySize: -1, postData: undefined, headers: [{ name: 'accept', value: '*/*' }] },
      undefined,
    ],
  };
  for (const [name, [request, body]] of Object.entries(whole)) {
    it(`a body ${name} is seen whole`, () => {
      const [first] = recorded(entry(request));
      expect(first?.unseen).to.equal(undefined);
      expect(messageOf(first).body).to.equal(body);
    });
  }

  const unseen: Readonly<Record<string, Json>> = {
    'that is left out': { postData: undefined },
    'that is empty though it was not': { postData: { text: '' } },
    'that was cut off': { bodySize: 900 },
    'that was cut off, as its sender stated': { headers: [{ name: 'content-length', value: '900' }] },
    'that could not be written down': { bodySize: 2, postData: { text: '\uFFFD\uFFFD\uFFFD' } },
    'that lies in another file': { postData: { _file: '../../etc/passwd' } },
    'of an unknown size': { bodySize: -1, postData: undefined },
    'that a browser was not given': { bodySize: 0, postData: undefined },
    'of several parts': {
      bodySize: 60,
      postData: { mimeType: 'multipart/form-data', params: [{ name: 'f', fileName: 'a.txt' }] },
    },
    'that is said to be cut off': { postData: { text: json, comment: 'Body truncated' } },
    'that is no base64': { postData: { text: 'not base64!', encoding: 'base64' } },
  };
  for (const [name, request] of Object.entries(unseen)) {
    it(`a body ${name} is not taken for an empty one: nothing is said of the message but that it was not seen`, () => {
      const [first] = recorded(entry(request));
      expect(first?.event).to.equal(undefined);
      expect(first?.unseen).to.match(/^bodies/);
    });

    it(`a body ${name} does not hide where it went`, () => {
      const [first] = recorded(entry({ ...request, url: 'https://elsewhere.test/' }));
      expect(first?.event?.type).to.equal('transmission');
      expect(first?.unseen).to.match(/^bodies/);
    });
  }

  it('whose body the recorder has decoded is not decoded again, and was not seen as it left', () => {
    const headers = [{ name: 'Content-Encoding', value: 'gzip' }];
    const [first] = recorded(entry({ headers, bodySize: 27 }));
    const request = messageOf(first);
    expect([request.headers, request.body]).to.deep.equal([[], json]);
    expect(first?.unseen).to.match(/^bodies/);
  });

  it('of a form that is told by its parameters is that form, though not as it left', () => {
    const params = [{ name: 'a b', value: 'ä' }];
    const [first] = recorded(entry({ headers: type, bodySize: 12, postData: { mimeType: form, params } }));
    expect(messageOf(first).body).to.equal('a+b=%C3%A4');
    expect(first?.unseen).to.match(/^bodies/);
  });

  it('without headers, or without what they said, was not seen whole', () => {
    for (const headers of [
      [],
      [{ name: ':authority', value: 'acme.test' }],
      [{ name: 'cookie' }, { name: 'a', value: '' }],
    ]) {
      const [first] = recorded(entry({ method: 'GET', bodySize: 0, postData: undefined, headers }));
      expect(first?.unseen).to.equal('headers that the recording leaves out');
    }
  });

  const fates: Readonly<Record<string, readonly [Json, 'sent' | 'leftOut' | 'unseen']>> = {
    'that was answered': [{ response: { status: 503 } }, 'sent'],
    'from the cache': [{ _fromCache: 'disk' }, 'leftOut'],
    'from the cache that was asked for again': [{ _fromCache: 'disk', response: { status: 304 } }, 'sent'],
    'that a service worker answered': [
      { response: { status: 200, _fetchedViaServiceWorker: true } },
      'unseen',
    ],
    'that was blocked': [{ response: { status: 0, _error: 'net::ERR_BLOCKED_BY_CLIENT' } }, 'leftOut'],
    'that found nobody': [
      { response: { status: -1, _failureText: 'net::ERR_NAME_NOT_RESOLVED' } },
      'leftOut',
    ],
    'that was aborted': [{ response: { status: 0, _error: 'net::ERR_ABORTED' } }, 'unseen'],
    'without an answer': [{ response: undefined }, 'unseen'],
  };
  for (const [name, [more, fate]] of Object.entries(fates)) {
    it(`${name} is ${{ sent: 'sent', leftOut: 'left out', unseen: 'not decided' }[fate]}`, () => {
      const [first] = recorded(entry({}, more));
      expect(first?.event !== undefined, JSON.stringify(first)).to.equal(fate === 'sent');
      if (fate !== 'sent') expect(first?.[fate]).to.be.a('string');
    });
  }

  it('of a WebSocket has what was sent in it, and not what was received', () => {
    const opened = entry(
      { method: 'GET', url: 'wss://acme.test/live', bodySize: 0, postData: undefined, headers: [] },
      {
        response: { status: 101 },
        _webSocketMessages: [
          { type: 'send', time: 1769860801.5, opcode: 1, data: 'secret' },
          { type: 'receive', time: 1769860802, opcode: 1, data: 'ok' },
          { type: 'send', time: 1769860803, opcode: 2, data: '/w==' },
          { type: 'send', time: 1769860804, opcode: 2, data: 'no base64!' },
        ],
      },
    );
    const [opening, text, received, bytes, lost] = recorded(opened);
    expect(messageOf(opening).url).to.equal('https://acme.test/live');
    expect(messageOf(text)).to.deep.include({
      method: 'MESSAGE',
      url: 'wss://acme.test/live',
      body: 'secret',
    });
    expect(text?.event?.at).to.equal('2026-01-31T12:00:01.500Z');
    expect(received?.leftOut).to.be.a('string');
    expect(messageOf(bytes).bodyBase64).to.equal('/w==');
    expect(lost?.unseen).to.be.a('string');
  });

  it('of a scheme that does not leave is left out', () => {
    expect(recorded(entry({ url: 'data:text/plain,x' }))[0]?.leftOut).to.be.a('string');
  });

  it('that is too large for a trace is opaque', () => {
    const [first] = recorded(entry({ method: 'GET', url: `https://acme.test/?${'x'.repeat(1_000_001)}` }));
    expect(first?.event).to.deep.include({ type: 'opaque', protocol: 'http', destination: 'acme.test' });
  });

  for (const [name, value] of Object.entries({
    'no object': 7 as unknown as Json,
    'without a request': { startedDateTime: AT },
    'without an instant': entry({}, { startedDateTime: undefined }),
    'with an instant that is none': entry({}, { startedDateTime: 'yesterday' }),
    'with a URL that is no text': entry({ url: ['https://acme.test/'] }),
  })) {
    it(`that is ${name} is refused`, () => {
      expect(() => recorded(value)).to.throw(ValueFault);
    });
  }
});
