import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareTraces } from '../../src/cli/compare-traces.js';
import { acme, acmeSystem } from '../judge/judging.js';

type Sent = readonly [minute: number, id: string];

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

function trace(host: string, sent: readonly Sent[], { stepped = true, ended = true } = {}): string {
  const start = {
    type: 'start',
    format: 'candor-trace/1',
    at: at(0),
    disclosure: 'acme-1',
    system: 'acme',
    canaries: [{ name: 'hostName', value: host, permitted: [] }],
    ...(stepped ? { clock: { kind: 'stepped', step: 'PT1M' } } : {}),
  };
  const transmissions = sent.map(([minute, id]) => ({
    type: 'transmission',
    at: at(minute),
    installation: 'i-1',
    request: {
      method: 'POST',
      url: 'https://acme.test/v1/pulses',
      headers: [['content-type', 'application/json']],
      body: JSON.stringify({ number: 1, on: false, id }),
    },
    tls: { protocol: 'TLSv1.3' },
  }));
  const events = [start, ...transmissions, ...(ended ? [{ type: 'end', at: at(60) }] : [])];
  return `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
}

describe('Three traces compared', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candor-compare-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function compare(first: string, again: string, changed: string) {
    const paths = { first: join(folder, 'a'), again: join(folder, 'b'), changed: join(folder, 'c') };
    await Promise.all([
      writeFile(paths.first, first),
      writeFile(paths.again, again),
      writeFile(paths.changed, changed),
    ]);
    const { breaches, undecided } = await compareTraces(acme, acmeSystem.file.value, paths);
    const told = breaches.map(
      ({ message, line }) => `${line}: ${message.replace(' changes with the planted hostName', '')}`,
    );
    return { told, undecided: undecided.map(({ reason }) => reason) };
  }

  const usual: readonly Sent[] = [
    [10, 'one'],
    [20, 'two'],
    [30, 'three'],
  ];

  it('that are alike tell nothing', async () => {
    const one = trace('a-host', usual);
    expect(await compare(one, one, trace('b-host', usual))).to.deep.equal({ told: [], undecided: [] });
  });

  it('tell of one transmission more where it is, and of what differs after it', async () => {
    const one = trace('a-host', usual);
    const other = trace('b-host', [
      [10, 'one'],
      [15, 'more'],
      [20, 'two'],
      [30, 'other'],
    ]);
    expect(await compare(one, one, other)).to.deep.equal({
      told: ['3: the number of transmissions', '5: the member /id'],
      undecided: [],
    });
  });

  it('tell of one transmission less, and compare what comes after it', async () => {
    const one = trace('a-host', usual);
    expect(
      await compare(
        one,
        one,
        trace('b-host', [
          [10, 'one'],
          [30, 'three'],
        ]),
      ),
    ).to.deep.equal({
      told: ['3: the number of transmissions'],
      undecided: [],
    });
  });

  it('tell of one that is sent at another time', async () => {
    const one = trace('a-host', usual);
    const { told } = await compare(
      one,
      one,
      trace('b-host', [
        [10, 'one'],
        [21, 'two'],
        [30, 'three'],
      ]),
    );
    expect(told).to.deep.equal(['3: the number of transmissions', '3: the number of transmissions']);
  });

  it('are undecided where one comes or goes by itself', async () => {
    const { told, undecided } = await compare(
      trace('a-host', usual),
      trace('a-host', usual.slice(0, 2)),
      trace('b-host', usual),
    );
    expect(told).to.deep.equal([]);
    expect(undecided).to.deep.equal(['the number of transmissions differs though nothing was changed']);
  });

  it('are undecided after the end of one that was cut off, and decided before it', async () => {
    const one = trace('a-host', usual);
    const cut = trace('b-host', [[10, 'other']], { ended: false });
    expect(await compare(one, one, cut)).to.deep.equal({
      told: ['2: the member /id'],
      undecided: ['a trace was cut off, so that the rest of the scenario could not be compared'],
    });
  });

  it('are compared by number where the clock ran by itself', async () => {
    const one = trace('a-host', usual, { stepped: false });
    const other = trace(
      'b-host',
      [
        [10, 'one'],
        [21, 'two'],
        [31, 'three'],
      ],
      { stepped: false },
    );
    expect(await compare(one, one, other)).to.deep.equal({ told: [], undecided: [] });
  });
});
