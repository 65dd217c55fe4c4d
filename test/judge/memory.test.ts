import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { formatInstant, type Instant } from '../../src/disclosure/instant.js';
import { createJudge, type Judge } from '../../src/judge/judge.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import { acme, acmeSystem, trace } from './judging.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ORIGIN = Date.UTC(2026, 0, 1);

/** Installs with telemetry off, one each second, under so many readings, and says what the judge then holds. */
function heldAfter(
  installations: number,
  readings: number,
  uninstalls: boolean,
): { readonly bytes: number; readonly judge: Judge } {
  const variants = variantsOf(acme, chooseReadings(acme, [])).slice(0, readings);
  const judge = createJudge({
    disclosure: acme,
    system: acmeSystem.file.value,
    scenario: undefined,
    variants,
  });
  let line = 0;
  const push = (event: Parameters<Judge['push']>[0]): void => {
    line += 1;
    judge.push(event, line);
  };
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (const start of trace().events) push(start);
  for (let number = 0; number < installations; number += 1) {
    const installation = `i-${number}`;
    const at = formatInstant((ORIGIN + number * 1000) as Instant);
    push({
      type: 'action',
      at,
      installation,
      action: 'install',
      facts: { consent: 'granted', telemetry: 'off' },
    });
    push({ type: 'action', at, installation, action: 'crash' });
    if (uninstalls) push({ type: 'action', at, installation, action: 'uninstall' });
  }
  collectGarbage();
  return { bytes: process.memoryUsage().heapUsed - before, judge };
}

describe('memory', () => {
  it('is given back by installations that are gone, but for what they are known by', () => {
    const gone = heldAfter(5_000, 10, true);
    const open = heldAfter(5_000, 10, false);
    expect(gone.bytes).to.be.below(0.75 * open.bytes);
    expect(gone.judge.finish().breaches).to.deep.equal([]);
    expect(open.judge.finish().breaches).not.to.deep.equal([]);
  });

  it('does not grow with what fifty thousand installations have done before they went', () => {
    const { bytes, judge } = heldAfter(50_000, 1, true);
    expect(bytes / 50_000).to.be.below(1000);
    const { breaches, accounts } = judge.finish();
    expect(breaches).to.deep.equal([]);
    expect(accounts.size).to.equal(0);
  });
});
