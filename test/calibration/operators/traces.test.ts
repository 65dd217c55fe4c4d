import { expect } from 'chai';
import type { Baseline } from '../../../src/calibration/mutant.js';
import { traceMutants } from '../../../src/calibration/operators/capture.js';
import { equivalentTraces } from '../../../src/calibration/operators/equivalent-traces.js';
import { formatValidator } from '../../../src/disclosure/format.js';
import { acmeLaboratory, kesLaboratory, type Laboratory } from '../calibrating.js';
import { exclusionsIn, expectAllFound, mutantsIn, subjectsByOperator } from './deriving.js';

const everyOperator = [
  'capture/opaque',
  'capture/heartbeat-start',
  'capture/heartbeat-end',
  'route/unattributed',
  'kit/missing',
  'leak/excluded',
  'equivalent/excluded',
  'equivalent/heartbeat',
  'equivalent/stranger',
  'equivalent/kit',
  'equivalent/interleaved',
];

function others({ baselines }: Laboratory, baseline: Baseline): readonly Baseline[] {
  return baselines.filter((other) => other !== baseline);
}

function found(lab: Laboratory, baselines: readonly Baseline[]): ReadonlySet<string> {
  return expectAllFound(
    lab,
    baselines.flatMap((baseline) => [
      [baseline, traceMutants(lab.context, baseline)] as const,
      [baseline, equivalentTraces(lab.context, baseline, others(lab, baseline))] as const,
    ]),
  );
}

describe('Mutants of traces', () => {
  const lab = acmeLaboratory();

  it('are all found by their rules, and no equivalent is a false alarm, for a few scenarios of the first disclosure', async () => {
    const kesLab = await kesLaboratory();
    const some = kesLab.baselines.filter((_, index) => index % 6 === 0);
    expect([...found(kesLab, some)]).to.have.members(everyOperator);
  });

  it('are all found for a vendor of another kind', () => {
    expect([...found(lab, lab.baselines)]).to.have.members(everyOperator);
  });

  it('are traces that could be read, and the same each time', () => {
    const validate = formatValidator('trace');
    for (const baseline of lab.baselines) {
      const derive = () => [
        ...traceMutants(lab.context, baseline),
        ...equivalentTraces(lab.context, baseline, others(lab, baseline)),
      ];
      const once = derive();
      expect(derive()).to.deep.equal(once);
      for (const { events, subject } of mutantsIn(once)) {
        expect(events.every((event) => validate(event))).to.equal(true, subject);
        const instants = events.map(({ at }) => at);
        expect(instants.toSorted()).to.deep.equal(instants, subject);
        expect(events.at(-1)?.type).to.equal('end', subject);
      }
    }
  });

  it('are opaque traffic before, among and after the transmissions', () => {
    const [baseline] = lab.baselines;
    const mutants = mutantsIn(baseline === undefined ? [] : traceMutants(lab.context, baseline));
    expect(subjectsByOperator(mutants)['capture/opaque']).to.deep.equal([
      '0 bytes of tls to acme.test:443, before the transmissions',
      '60 bytes of udp to 192.0.2.53:53, among the transmissions',
      '0 bytes of tls to acme.test:443, after the transmissions',
      '60 bytes of udp to 192.0.2.53:53, after the transmissions',
      '1200 bytes of quic to acme.test:443, after the transmissions',
      '1 bytes of tcp to 198.51.100.7:4444, after the transmissions',
      '64 bytes of icmp to 192.0.2.7, after the transmissions',
    ]);
  });

  it('are each promised file missing from the kit, under whatever other name', () => {
    const [baseline] = lab.baselines;
    const mutants = mutantsIn(baseline === undefined ? [] : traceMutants(lab.context, baseline));
    expect(subjectsByOperator(mutants)['kit/missing']).to.deep.equal([
      'license.txt is missing, in off-from-the-start',
      'license.txt is there under similar names alone, in off-from-the-start',
      'notice_*.txt is missing, in off-from-the-start',
      'notice_*.txt is there under similar names alone, in off-from-the-start',
      'the kit is empty, in off-from-the-start',
    ]);
  });

  it('are not made, with a reason, where a trace promises nothing', () => {
    const [baseline] = lab.baselines;
    if (baseline === undefined) throw new Error('there is no baseline');
    const events = baseline.events.map((event) => {
      if (event.type !== 'start') return event;
      const { heartbeats: _heartbeats, kit: _kit, ...rest } = event;
      return rest;
    });
    const told = exclusionsIn(traceMutants(lab.context, { ...baseline, events }));
    expect(told.map(({ because }) => because)).to.deep.equal([
      'the trace promises no heartbeats',
      'the trace does not list the kit',
    ]);
  });
});
