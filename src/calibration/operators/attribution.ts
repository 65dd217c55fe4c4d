import type { Baseline, Derived, Sent } from '../mutant.js';
import { eventOf } from './message-change.js';
import { anotherInstallation } from './trace-change.js';

/**
 * A second installation becomes known, and a copy of a transmission names none: nobody can say whose it was (DESIGN 5,
 * `route/unattributed`). Once for each payload of a trace.
 */
export function* attributionMutants(baseline: Baseline): Iterable<Derived> {
  const seen = new Set<string>();
  for (const sent of baseline.sent) {
    if (seen.has(sent.payload.id)) continue;
    seen.add(sent.payload.id);
    yield unattributed(baseline, sent);
  }
}

function unattributed(baseline: Baseline, sent: Sent): Derived {
  const operator = 'route/unattributed';
  const { id } = sent.payload;
  if (baseline.events.some((event) => event.type === 'transmission' && event.installation === undefined)) {
    const because =
      'its transmissions name no installation, so that a second one would leave each without its own';
    return { exclusion: { operator, subject: id, because } };
  }
  const { installation: _named, ...copy } = eventOf(baseline, sent);
  const other = anotherInstallation(baseline.events, 'i-2');
  const index = sent.index;
  return {
    mutant: {
      operator,
      subject: `${id} sent by nobody knows whom`,
      from: baseline.name,
      events: baseline.events
        .toSpliced(index + 1, 0, copy)
        .toSpliced(index, 0, { type: 'facts', at: copy.at, installation: other, facts: {} }),
      // The second installation's line stands before both.
      expected: [{ rule: operator, line: index + 3 }],
      counts: { [id]: 1 },
    },
  };
}
