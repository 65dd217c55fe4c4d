import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { checkSystem, loadSystem, requireSystem } from '../../src/system/load.js';
import { edited, marked, writeTiny } from '../disclosure/tiny-disclosure.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from './adapter-fixture.js';

const sound = `system: one
disclosure: tiny-1
driver: { kind: stdio, command: [node, product.js], step: PT1M }
capture: { kind: proxy }
transport: { tls: required, minimum: TLSv1.2 }
headers: { permitted: [host] }
routes:
  - payload: report
    method: POST
    url: https://one.test/v1/:kind
    body: json
    map: { /p/name: product, /d: /details/parts }
  - payload: answer
    method: GET
    url: https://one.test/answers
    query: fields
    map: { t: text }
excluded:
  - { url: "https://updates.test/*", because: Another disclosure. }
`;

describe('A system', () => {
  const folder = temporaryFolder();
  const path = folder.file('system.yaml');
  let disclosure: Disclosure;
  before(async () => {
    writeTiny(folder.path);
    disclosure = await loadDisclosure(folder.path, 'tiny-1');
  });
  after(() => folder.remove());

  it('is loaded with its folder, and fits its disclosure', async () => {
    writeFileSync(path, sound);
    const system = await loadSystem(path);
    expect([system.id, system.folder, system.file.path]).to.deep.equal(['one', folder.path, path]);
    expect(system.file.value.routes.map(({ payload }) => payload)).to.deep.equal(['report', 'answer']);
    expect(checkSystem(system, disclosure)).to.deep.equal([]);
    expect(() => requireSystem(system, disclosure)).to.not.throw();
  });

  type Fault = readonly [title: string, before: string, after: string, message: string];
  const misfits: readonly Fault[] = [
    [
      'another disclosure',
      'disclosure: tiny-1',
      'disclosure: ¶tiny-2',
      'is not tiny-1, the disclosure that is judged',
    ],
    ['a route of an unknown payload', 'payload: answer', 'payload: ¶letter', 'there is no payload letter'],
    [
      'a URL that is no pattern',
      'url: https://one.test/v1/:kind',
      'url: ¶"https://one.test/(("',
      'is no WHATWG URLPattern',
    ],
    [
      'a URL without a scheme',
      'url: https://one.test/v1/:kind',
      'url: ¶one.test/v1',
      'is no WHATWG URLPattern',
    ],
    [
      'an excluded URL that is no pattern',
      '"https://updates.test/*"',
      '¶"https://updates.test/(("',
      'is no WHATWG URLPattern',
    ],
    [
      'fields nowhere',
      '  - payload: answer\n    method: GET\n    url: https://one.test/answers\n    query: fields',
      '  - ¶payload: answer\n    method: GET\n    url: https://one.test/answers',
      'either in the body (json or form) or in the query',
    ],
    [
      'fields in two places',
      '  - payload: report\n',
      '  - ¶payload: report\n    query: fields\n',
      'either in the body (json or form) or in the query',
    ],
    [
      'messages of a WebSocket that go nowhere',
      'method: GET\n    url: https://one.test/answers',
      'method: MESSAGE\n    url: ¶https://one.test/answers',
      'must be wss:// or ws://, where messages of a WebSocket go',
    ],
    [
      'a WebSocket that is asked like a page',
      'url: https://one.test/answers',
      'url: ¶wss://one.test/answers',
      'is of a WebSocket, whose messages have the method MESSAGE',
    ],
    ['a map to an unknown field', 't: text', 't: ¶test', 'the payload answer has no field test'],
    [
      'a map to an unknown field at depth',
      '/details/parts',
      '¶/details/pieces',
      'the payload report has no field /details/pieces',
    ],
    [
      'a map from depth where there is none',
      '{ t: text }',
      '{ ¶/t/u: text }',
      'only a JSON body has members within members',
    ],
  ];
  for (const [title, before, after, message] of misfits) {
    it(`is refused for ${title}, with file, line and column`, async () => {
      const { text, line, column } = marked(edited(sound, before, after));
      writeFileSync(path, text);
      const system = await loadSystem(path);
      const problems = checkSystem(system, disclosure);
      const found = problems.find((problem) => problem.message.includes(message));
      expect(found, problems.map((problem) => problem.message).join('\n')).to.not.equal(undefined);
      expect([found?.file, found?.line, found?.column]).to.deep.equal([path, line, column]);
      expect(() => requireSystem(system, disclosure)).to.throw(InputError, message);
    });
  }

  const malformed: readonly Fault[] = [
    ['an unknown key', 'capture: {', '¶capturing: {', 'unknown key "capturing"'],
    [
      'a driver of an unknown kind',
      'driver: { kind: stdio',
      'driver: ¶{ kind: carrier',
      'must have a known "kind", not "carrier"',
    ],
    [
      'a command that is a line of shell',
      'command: [node, product.js]',
      'command: ¶node product.js',
      'must be array',
    ],
    ['a TLS that is none', 'minimum: TLSv1.2', 'minimum: ¶SSLv3', 'must be one of TLSv1'],
    ['a method in small letters', 'method: GET', 'method: ¶get', 'must match pattern'],
    ['a body that is none', 'body: json', 'body: ¶xml', 'must be one of json, form, none'],
    [
      'an exclusion without a reason',
      '- { url: "https://updates.test/*", because: Another disclosure. }',
      '- ¶{ url: "https://updates.test/*" }',
      'the key "because" is missing',
    ],
    ['a step that is no duration', 'step: PT1M', 'step: ¶60', 'must be string'],
  ];
  for (const [title, before, after, message] of malformed) {
    it(`is not loaded with ${title}, and the error has file, line and column`, async () => {
      const { text, line, column } = marked(edited(sound, before, after));
      writeFileSync(path, text);
      const error = await rejection(loadSystem(path));
      expect(error).to.be.instanceOf(InputError);
      const { problems } = error as InputError;
      const found = problems.find((problem) => problem.message.includes(message));
      expect(found, problems.map((problem) => problem.message).join('\n')).to.not.equal(undefined);
      expect([found?.file, found?.line, found?.column]).to.deep.equal([path, line, column]);
    });
  }

  it('says everything that does not fit at once', async () => {
    writeFileSync(path, edited(edited(sound, 'payload: answer', 'payload: x'), 'tiny-1', 'tiny-2'));
    expect(checkSystem(await loadSystem(path), disclosure)).to.have.length(2);
  });
});
