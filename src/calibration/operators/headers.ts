import type { SystemFile } from '../../system/system-file.generated.js';
import type { Composing } from '../compose.js';
import { withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { eventOf, excluded, inPlace, withMoreHeaders, withRequest } from './message-change.js';
import { permittedHeaders, strangeHeader } from './permitted-headers.js';

const UNDOCUMENTED = ['channel/undocumented'];

/** Headers by which clients tell more than anybody asked for. */
const telling: readonly (readonly [string, string])[] = [
  ['authorization', 'Bearer 1f2e3d4c'],
  ['referer', 'https://example.test/where'],
  ['if-none-match', '"1f2e3d4c"'],
  ['x-forwarded-for', '192.0.2.44'],
  ['from', 'person@example.test'],
  // What clients and the libraries below them add unasked.
  ['accept-language', 'en-GB'],
  ['dnt', '1'],
  ['sec-ch-ua-platform', '"Windows"'],
  ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ['upgrade-insecure-requests', '1'],
  ['via', '1.1 gateway-17'],
  ['x-request-id', '1f2e3d4c'],
];

/** Headers, cookies and host headers that the route of a transmission does not permit. */
export function* headerMutants({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  const permitted = permittedHeaders(system, sent.route);
  for (const [name, value] of strangeHeaders(system, sent, permitted)) {
    const what = `the header ${JSON.stringify(name)}${value === '' ? ' without a value' : ''}`;
    yield inPlace(baseline, sent, {
      operator: 'channel/header',
      what,
      event: withMoreHeaders(event, [name, value]),
      rules: UNDOCUMENTED,
    });
  }
  if (permitted.has('cookie')) {
    yield excluded(sent, 'channel/cookie', 'a cookie', 'the system file permits the header cookie');
  } else {
    for (const name of ['cookie', 'Cookie']) {
      yield inPlace(baseline, sent, {
        operator: 'channel/cookie',
        what: `a header ${name}`,
        event: withMoreHeaders(event, [name, 'session=1f2e3d4c']),
        rules: UNDOCUMENTED,
      });
    }
  }
  yield* hostHeaders(baseline, sent, permitted.has('host'));
}

function strangeHeaders(
  system: SystemFile,
  { route }: Sent,
  permitted: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  const strange = strangeHeader(system, route);
  const alike = [...permitted].flatMap((name) => lookAlikes(name).map((like) => [like, 'value'] as const));
  const all = [[strange, 'value'], [strange, ''], ['', 'value'], ...telling, ...alike] as const;
  return all.filter(([name = '']) => !permitted.has(asciiLower(name)));
}

/** Names that a reader, or a hasty comparison, takes for another: with another character, or one more. */
function lookAlikes(name: string): readonly string[] {
  const likes = [`${name} `, `${name}s`, name.replaceAll('-', '_'), name.replaceAll('-', '')];
  // Letters of another alphabet; the last becomes a plain k where somebody asks for its small letter.
  likes.push(name.replace('o', 'о'), name.replace('e', 'е'), name.replace('k', '\u212a'));
  return [...new Set(likes)].filter((like) => like !== name);
}

/** RFC 9110 section 5.1: names are tokens of ASCII, compared without regard to the case of its letters. */
function asciiLower(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function* hostHeaders(baseline: Baseline, sent: Sent, isPermitted: boolean): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  const { host, hostname } = new URL(event.request.url);
  if (!isPermitted) {
    yield inPlace(baseline, sent, {
      operator: 'channel/host-header',
      what: 'a Host header where none is permitted',
      event: withMoreHeaders(event, ['host', host]),
      rules: UNDOCUMENTED,
    });
    return;
  }
  const others = [`other.${hostname}`, 'collector.example.test', `${hostname}:8443`, `person@${host}`, ''];
  for (const other of others) {
    yield inPlace(baseline, sent, {
      operator: 'channel/host-header',
      what: `a Host header of ${JSON.stringify(other)}`,
      event: withRequest(event, withHeader(event.request, 'host', other)),
      rules: UNDOCUMENTED,
    });
  }
  const right = withRequest(event, withHeader(event.request, 'host', host));
  yield inPlace(baseline, sent, {
    operator: 'channel/host-header',
    what: 'a second Host header of "collector.example.test"',
    event: withMoreHeaders(right, ['host', 'collector.example.test']),
    rules: UNDOCUMENTED,
  });
}
