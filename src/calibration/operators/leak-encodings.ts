import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Composing } from '../compose.js';
import { withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { eventOf, inPlace, withMoreHeaders, withRequest } from './message-change.js';
import { freeHeaders, strangeHeader } from './permitted-headers.js';
import { jsonEscaped, type Planted, percentEncoded } from './planted.js';

/** What products make of a value that they send, with and without the wish to hide it: one layer, and two. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  'in capitals': (value) => value.toUpperCase(),
  reversed: (value) => [...value].reverse().join(''),
  'in base64': (value) => base64(value),
  'in base64 amid other text': (value) => base64(`id=${value};`),
  'in hexadecimal digits': (value) => Buffer.from(value).toString('hex'),
  'percent-encoded': percentEncoded,
  'in JSON escapes': jsonEscaped,
  'in HTML escapes': (value) => value.replaceAll(/./gsu, (one) => `&#${one.codePointAt(0)};`),
  'as base64 of UTF-16': (value) => Buffer.from(value, 'utf16le').toString('base64'),
  'as base64 of gzip': (value) => gzipSync(value).toString('base64'),
  'as base64url of deflate': (value) => deflateRawSync(value).toString('base64url'),
  'as base64 of its reverse': (value) => base64([...value].reverse().join('')),
  'as base64 of base64': (value) => base64(base64(value)),
  'as an MD5 digest': (value) => createHash('md5').update(value).digest('hex'),
  'as a SHA-256 digest of its lower case, in base64': (value) =>
    createHash('sha256').update(value.toLowerCase()).digest('base64'),
};

function base64(value: string): string {
  return Buffer.from(value).toString('base64');
}

/** A planted value that is encoded, in a header that may hold any text, or in one that is not permitted. */
export function* encodedLeaks(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  canaries: readonly Planted[],
): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  const [free] = freeHeaders(system, sent.route);
  for (const { name, value } of canaries) {
    for (const [how, write] of Object.entries(encodings)) {
      const text = write(value);
      yield inPlace(baseline, sent, {
        operator: 'leak/encoded',
        what: `${name} in a header, ${how}`,
        event:
          free === undefined
            ? withMoreHeaders(event, [strangeHeader(system, sent.route), text])
            : withRequest(event, withHeader(event.request, free, text)),
        rules: ['leak/canary', ...(free === undefined ? ['channel/undocumented'] : [])],
      });
    }
  }
}
