import type { Composing } from '../compose.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { codedLeaks } from './leak-codings.js';
import { encodedLeaks } from './leak-encodings.js';
import { memberLeaks } from './leak-members.js';
import { partLeaks } from './leak-parts.js';
import { excluded } from './message-change.js';
import { plantedIn } from './planted.js';

/** Each value that was planted, in each part of a message in which it may not stand (DESIGN 5, `leak/canary`). */
export function* leakMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const canaries = plantedIn(baseline);
  if (canaries.length === 0) yield excluded(sent, 'leak', 'any planted value', 'nothing was planted');
  for (const canary of canaries) yield* partLeaks(context, baseline, sent, canary);
  yield* memberLeaks(context, baseline, sent, canaries);
  yield* codedLeaks(context, baseline, sent, canaries);
  yield* encodedLeaks(context, baseline, sent, canaries);
}
