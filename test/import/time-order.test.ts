import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import fc from 'fast-check';
import { formatInstant, type Instant } from '../../src/disclosure/instant.js';
import { createTimeOrder } from '../../src/import/time-order.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';

describe('Events in the order of time', () => {
  it('come as a sort in memory has them, however little is held', async () => {
    const rows = fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 2, max: 5 }),
        async (given, held, width) => {
          const order = createTimeOrder({ held, width });
          const events = given.map(([at], index) => eventOf(at, index));
          for (const [index, [at, rank]] of given.entries()) {
            await order.add(events[index] as TraceEvent, at as Instant, rank);
          }
          const found: TraceEvent[] = [];
          for await (const event of order.events()) found.push(event);
          await order.close();
          const expected = given
            .map(([at, rank], index) => ({ at, rank, index }))
            .sort((one, other) => one.at - other.at || one.rank - other.rank || one.index - other.index)
            .map(({ index }) => events[index]);
          expect(found).to.deep.equal(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leave nothing behind', async () => {
    const before = folders();
    const order = createTimeOrder({ held: 1 });
    await order.add(eventOf(1, 1), 1 as Instant, 0);
    await order.add(eventOf(0, 2), 0 as Instant, 0);
    expect(folders().length).to.be.greaterThan(before.length);
    const [made = ''] = folders().filter((name) => !before.includes(name));
    await order.close();
    expect(existsSync(`${tmpdir()}/${made}`)).to.equal(false);
  });
});

function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('candor-import-'));
}

function eventOf(at: number, number: number): TraceEvent {
  const destination = `{ "${number}": "ä\u2028" }`;
  return { type: 'opaque', at: formatInstant(at as Instant), protocol: 'udp', destination, bytes: number };
}
