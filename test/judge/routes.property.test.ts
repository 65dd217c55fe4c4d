import { expect } from 'chai';
import fc from 'fast-check';
import type { Payload } from '../../src/disclosure/disclosure.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { createRouter, type Destination } from '../../src/judge/routes.js';
import type { SystemFile } from '../../src/system/system-file.generated.js';
import { writeTiny } from '../disclosure/tiny-disclosure.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

const system: SystemFile = {
  system: 'one',
  disclosure: 'tiny-1',
  transport: { tls: 'required' },
  headers: { permitted: ['host'] },
  routes: [
    { payload: 'report', method: 'POST', url: 'https://one.test/v1/reports', body: 'json' },
    { payload: 'answer', method: 'GET', url: 'https://one.test/:kind', query: 'fields' },
    { payload: 'answer', method: 'POST', url: 'https://*.two.test/a/*', body: 'form' },
  ],
};
const excluded: SystemFile['excluded'] = [
  { url: 'https://updates.test/*', because: 'Another disclosure.' },
  { url: 'https://one.test/v2?free=*', because: 'By its query.' },
];

describe('A router', () => {
  const folder = temporaryFolder();
  let payloads: ReadonlyMap<string, Payload>;
  before(async () => {
    writeTiny(folder.path);
    payloads = (await loadDisclosure(folder.path, 'tiny-1')).payloads;
  });
  after(() => folder.remove());

  const addresses = fc
    .record({
      scheme: fc.constantFrom('https', 'http'),
      user: fc.constantFrom('', '', 'me@', 'me:secret@'),
      host: fc.constantFrom(
        'one.test',
        'ONE.test',
        'one.test:8443',
        'x.two.test',
        'two.test',
        'updates.test',
        'else.test',
      ),
      path: fc.constantFrom(
        '/',
        '/v1',
        '/v1/reports',
        '/v1/reports/',
        '/v1/reports/x/y',
        '/v2',
        '/a/b/c',
        '/%61',
      ),
      query: fc.constantFrom('', '?', '?a=1', '?free=1', '?free=2&a=1'),
      fragment: fc.constantFrom('', '#x'),
    })
    .map(
      ({ scheme, user, host, path, query, fragment }) =>
        `${scheme}://${user}${host}${path}${query}${fragment}`,
    );
  const requests = fc.array(fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'post'), addresses), {
    maxLength: 12,
  });

  const told = (destination: Destination): unknown => {
    if (destination.kind === 'route') return ['route', destination.route.route];
    if (destination.kind === 'excluded') return ['excluded', destination.index];
    if (destination.kind === 'handshake') return ['handshake', destination.route.route];
    return ['undocumented', destination.nearest?.route.route, destination.nearest?.addition];
  };

  for (const [title, file] of [
    ['that knows nothing yet', system],
    ['that knows nothing yet, where some of the traffic is excluded', { ...system, excluded }],
  ] as const) {
    it(`that remembers finds what one finds ${title}`, () => {
      fc.assert(
        fc.property(requests, (requests) => {
          const remembering = createRouter(file, payloads);
          for (const [method, address] of [...requests, ...requests]) {
            const fresh = createRouter(file, payloads)(method, new URL(address));
            expect(told(remembering(method, new URL(address)))).to.deep.equal(told(fresh));
          }
        }),
        { seed: 20_260_104, numRuns: 60 },
      );
    });
  }

  it('finds the same when it has seen more addresses than it remembers', () => {
    const router = createRouter({ ...system, excluded }, payloads);
    const address = 'https://one.test/v1/reports?a=1';
    const first = told(router('POST', new URL(address)));
    expect(first).to.deep.equal(['route', system.routes[0]]);
    for (let index = 0; index < 5_000; index += 1) {
      router('POST', new URL(`https://one.test/v1/reports?a=${index}`));
    }
    expect(told(router('POST', new URL(address)))).to.deep.equal(first);
  });

  const table: readonly (readonly [string, string, unknown])[] = [
    ['POST', 'https://one.test/v1/reports', ['route', system.routes[0]]],
    ['POST', 'http://one.test/v1/reports', ['route', system.routes[0]]],
    ['POST', 'https://me:x@one.test/v1/reports?a=1#b', ['route', system.routes[0]]],
    ['GET', 'https://one.test/v1/reports', ['undocumented', system.routes[1], '/reports']],
    ['post', 'https://one.test/v1/reports', ['undocumented', undefined, undefined]],
    ['POST', 'https://one.test/v1/reports/x/y', ['undocumented', system.routes[0], '/x/y']],
    ['POST', 'https://one.test:8443/v1/reports', ['undocumented', undefined, undefined]],
    ['GET', 'https://one.test/v2?free=1', ['route', system.routes[1]]],
    ['PUT', 'https://one.test/v2?free=1', ['excluded', 1]],
    ['PUT', 'https://one.test/v2?paid=1', ['undocumented', undefined, undefined]],
    ['PUT', 'https://updates.test/x?y', ['excluded', 0]],
  ];
  for (const [method, address, expected] of table) {
    it(`takes ${method} ${address} for ${JSON.stringify(expected)}`, () => {
      expect(told(createRouter({ ...system, excluded }, payloads)(method, new URL(address)))).to.deep.equal(
        expected,
      );
    });
  }
});
