import { expect } from 'chai';
import {
  type DerivedDifferential,
  type DifferentialMutant,
  differentialMutants,
} from '../../../src/calibration/operators/differential.js';
import { openDifferentialScore } from '../../../src/calibration/operators/differential-score.js';
import { acme, acmeSystem, kes, kesSystem } from '../../judge/judging.js';
import { acmeLaboratory, kesLaboratory, type Laboratory } from '../calibrating.js';
import { messageOf, messagesOf, subjectsByOperator } from './deriving.js';

const lab = acmeLaboratory();
const score = openDifferentialScore({ disclosure: acme, system: acmeSystem, readings: lab.readings });

function mutantsIn(all: Iterable<DerivedDifferential>): readonly DifferentialMutant[] {
  return [...all].flatMap((one) => ('mutant' in one ? [one.mutant] : []));
}

function allOf({ context, ...rest }: Laboratory): readonly DifferentialMutant[] {
  return messagesOf({ context, ...rest }).flatMap(({ baseline, sent }) =>
    mutantsIn(differentialMutants(context, baseline, sent)),
  );
}

function wrong(mutants: readonly DifferentialMutant[], scored = score): readonly string[] {
  return mutants.flatMap((mutant) => {
    const { fired, outcome } = scored(mutant);
    const right = mutant.expected.length === 0 ? 'quiet' : 'found';
    return outcome === right ? [] : [`${mutant.subject}: ${outcome}, fired ${fired.join(', ') || 'nothing'}`];
  });
}

describe('What a message makes of a planted value', () => {
  it('is found by comparing three observations, and what differs by itself is not', () => {
    const mutants = allOf(lab);
    expect(wrong(mutants)).to.deep.equal([]);
    expect(mutants.map(({ operator }) => operator)).to.include.members([
      'leak/differential',
      'equivalent/differential',
    ]);
  });

  it('is found for the first disclosure', async () => {
    const kesLab = await kesLaboratory();
    const scored = openDifferentialScore({ disclosure: kes, system: kesSystem, readings: kesLab.readings });
    expect(wrong(allOf(kesLab), scored)).to.deep.equal([]);
  });

  it('may be in a member, a header, the path, a name or an order', () => {
    const { baseline, sent } = messageOf(lab, 'lookup');
    const subjects = subjectsByOperator(mutantsIn(differentialMutants(lab.context, baseline, sent)));
    expect(subjects).to.deep.equal({
      'equivalent/differential': [
        'lookup: nothing made from hostName',
        'lookup: a part of its digest, of hostName, in lookup#/version',
        'lookup: another text each time in lookup#/version, beside hostName',
        'lookup: nothing made from userName',
      ],
      'leak/differential': [
        'lookup: four characters of its digest, of hostName, in lookup#/kinds/*',
        'lookup: its digest in the header x-acme-request, by hostName',
        'lookup: whether there is a header x-acme-request, by hostName',
        'lookup: its digest in the path, by hostName',
        'lookup: which of the documented hosts is the TLS server name, by hostName',
        'lookup: whether there is a /kinds, by hostName',
        'lookup: four characters of its digest, of userName, in lookup#/version',
        'lookup: four characters of its digest, of userName, in lookup#/kinds/*',
      ],
    });
  });

  it('is missed where nothing depends on it, and a false alarm where something does and nothing is expected', () => {
    const [leak] = allOf(lab).filter(({ expected }) => expected.length > 0);
    if (leak === undefined) throw new Error('there is no such mutant');
    const { changed, first } = leak;
    const [start] = changed;
    const unchanged = start === undefined ? [] : [start, ...first.slice(1)];
    expect(score({ ...leak, changed: unchanged }).outcome).to.equal('missed');
    expect(score({ ...leak, expected: [] }).outcome).to.equal('false-alarm');
    expect(score({ ...leak, expected: [{ rule: 'leak/canary' }] }).outcome).to.equal('by-another');
  });

  it('is not made where nothing was planted', () => {
    const { baseline, sent } = messageOf(lab, 'lookup');
    const events = baseline.events.map((event) =>
      event.type === 'start' ? { ...event, canaries: [] } : event,
    );
    const derived = [...differentialMutants(lab.context, { ...baseline, events }, sent)];
    expect(derived).to.deep.equal([
      {
        exclusion: {
          operator: 'leak/differential',
          subject: 'lookup: any planted value',
          because: 'nothing was planted',
        },
      },
    ]);
  });
});
