import { expect } from 'chai';
import type { Captured } from '../../src/capture/captured.js';
import { type Ledger, openLedger } from '../../src/capture/ledger.js';
import { timeless } from './setting.js';

const opaque = (bytes: number): Captured => ({
  kind: 'opaque',
  protocol: 'tcp',
  destination: 'a.test:1',
  bytes,
});

const take = async (ledger: Ledger): Promise<Captured[]> => (await ledger.take()).map(timeless);

describe('capture: the ledger', () => {
  it('gives what arrived in the order in which it began, not ended', async () => {
    const ledger = openLedger();
    const first = ledger.begin();
    const second = ledger.begin();
    second.settle(opaque(2));
    first.settle(opaque(1));
    expect(await take(ledger)).to.deep.equal([opaque(1), opaque(2)]);
    expect(await take(ledger)).to.deep.equal([]);
  });

  it('keeps what is still open for a later take', async () => {
    const ledger = openLedger();
    const open = ledger.begin();
    open.waitFor(20);
    ledger.begin().settle(opaque(2));
    expect(await take(ledger)).to.deep.equal([opaque(2)]);
    open.settle(opaque(1));
    expect(await take(ledger)).to.deep.equal([opaque(1)]);
  });

  it('waits for a slot whose wait is prolonged meanwhile', async () => {
    const ledger = openLedger();
    const slot = ledger.begin();
    slot.waitFor(50);
    const taking = take(ledger);
    setTimeout(() => slot.waitFor(10_000), 20);
    setTimeout(() => slot.settle(opaque(1)), 200);
    expect(await taking).to.deep.equal([opaque(1)]);
  });

  it('counts what it cannot hold, and holds again after a take', async () => {
    const ledger = openLedger(1000);
    for (let count = 0; count < 100; count += 1) ledger.begin().settle(opaque(10));
    const taken = await ledger.take();
    expect(taken.length).to.be.lessThan(10);
    expect(taken.at(-1)).to.include({ protocol: 'overflow' });
    expect(
      taken.reduce((sum, captured) => sum + (captured.kind === 'opaque' ? captured.bytes : 0), 0),
    ).to.equal(1000);
    expect(ledger.reserve(1000)).to.equal(true);
    expect(ledger.reserve(1)).to.equal(false);
  });
});
