import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';
import type { StartEvent } from '../trace/trace-event.generated.js';
import { isWeak } from './leak/weak.js';
import { defineRule } from './rule.js';

export const leakedCanary = defineRule({
  id: 'leak/canary',
  kind: 'excess',
  fires:
    'A planted value, plain or encoded, stands in a message where it is not permitted, in any byte of it.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'Candor plants values that occur nowhere else (a host name, a user’s name) in the surroundings of the product. One that turns up outside the fields in which it is permitted was collected and sent. Excluded traffic is searched too: an exclusion permits a destination, not a leak. Values are found in the method, the URL, the names and values of headers, the body before and after decoding, and the TLS server name: in any letter case, reversed, percent-encoded, in base64, base32, hexadecimal digits, UTF-16, HTML and JSON escapes, compressed, as a digest, and in layers of these. Which encodings are found and which are missed is measured in docs/encodings.md. A field that may hold a value may hold it in any form. A message that unfolds into more than can be searched makes the scope clause inconclusive.',
  remedy: 'Find where the product reads the value, and stop it from being sent.',
});

export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Where it may stand, as `payload#/pointer`. */
  readonly permitted: ReadonlySet<string>;
}

/**
 * Planted values of a trace, as its `start` names them.
 *
 * @param line of the start event.
 * @throws InputError where a value has so few distinct bytes that it may be met by chance.
 */
export function canariesOf(start: StartEvent, line: number): readonly Canary[] {
  return (start.canaries ?? []).map(({ name, value, permitted }) => {
    if (isWeak(value)) {
      throw new InputError({
        line,
        message: `the planted ${visible(name)} has fewer than 8 distinct bytes, so that it could be met by chance; plant a longer value`,
      });
    }
    return { name, value, permitted: new Set(permitted ?? []) };
  });
}
