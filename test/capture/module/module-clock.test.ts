import { expect } from 'chai';
import type { Instant } from '../../../src/disclosure/instant.js';
import { type Driven, HOUR, openModule, START } from './driven.js';

describe('The time of a module', () => {
  let driven: Driven;
  beforeEach(async () => {
    driven = await openModule('client.mjs');
    await driven.initialize();
  });
  afterEach(() => driven.capture.close());

  const bodies = (seen: readonly { at: string; captured: unknown }[]) =>
    seen.map(({ at, captured }) => [at, JSON.parse(String((captured as { body: Buffer }).body))]);

  it('moves all of its clocks together, and fires its timers at their own instants', async () => {
    await driven.perform('timers');
    expect(bodies(await driven.advance(8 * HOUR))).to.deep.equal([
      ['2026-01-01T01:00:00.000Z', { timeout: '2026-01-01T01:00:00.000Z' }],
      ['2026-01-01T02:30:00.000Z', { pause: '2026-01-01T02:30:00.000Z', hr: '9000' }],
      ['2026-01-01T04:00:00.000Z', { interval: '2026-01-01T04:00:00.000Z', up: 4 * HOUR }],
      ['2026-01-01T08:00:00.000Z', { interval: '2026-01-01T08:00:00.000Z', up: 8 * HOUR }],
    ]);
  });

  it('fires them so however far it is moved at a time', async () => {
    await driven.perform('timers');
    const seen = bodies(await driven.advance(8 * HOUR, 8 * HOUR));
    expect(seen.map(([, body]) => body.timeout ?? body.pause ?? body.interval)).to.deep.equal([
      '2026-01-01T01:00:00.000Z',
      '2026-01-01T02:30:00.000Z',
      '2026-01-01T04:00:00.000Z',
      '2026-01-01T08:00:00.000Z',
    ]);
  });

  it('stands still while nothing moves it, for what an action waits for too', async () => {
    expect(await driven.perform('waits')).to.deep.equal([]);
    expect(bodies(await driven.advance(2 * HOUR))).to.deep.equal([
      ['2026-01-01T01:00:00.000Z', { after: 'waiting' }],
    ]);
  });

  it('waits for files, cryptography and compression, which take none of it', async () => {
    await driven.perform('computes');
    const seen = await driven.advance(120_000);
    expect(seen.map(({ at }) => at)).to.deep.equal(['2026-01-01T00:01:00.000Z']);
  });

  it('is gone when the host wakes: what was due meanwhile is sent once, and late', async () => {
    await driven.perform('timers');
    await driven.driver.sleep((START + 10 * HOUR) as Instant);
    const seen = (await driven.capture.take()).map((captured) => ({ at: '', captured }));
    expect(bodies(seen).map(([, body]) => body.interval ?? body.timeout)).to.deep.equal([
      '2026-01-01T10:00:00.000Z',
      '2026-01-01T10:00:00.000Z',
    ]);
  });
});
