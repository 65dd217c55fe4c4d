import type { Composing } from '../compose.js';
import type { Baseline, Derived } from '../mutant.js';
import { attributionMutants } from './attribution.js';
import { excludedLeaks } from './excluded-traffic.js';
import { heartbeatMutants } from './heartbeats.js';
import { kitMutants } from './kit.js';
import { opaqueMutants } from './opaque.js';

/** What can be wrong with a trace as a whole, whatever the messages in it say. */
export function* traceMutants(context: Composing, baseline: Baseline): Iterable<Derived> {
  yield* opaqueMutants(context, baseline);
  yield* heartbeatMutants(context, baseline);
  yield* attributionMutants(baseline);
  yield* kitMutants(context, baseline);
  yield* excludedLeaks(context, baseline);
}
