import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import { acme, judge, kes, kesSystem, trace } from './judging.js';

const off = () => trace().install().does('turn-off');
const hours = ['PT1H', 'PT2H', 'PT3H', 'PT4H'] as const;
const clauseOf = (built: ReturnType<typeof trace>, readings: string[] = [], id = 'pulse.schedule') =>
  judge(built, { readings }).clauses.find((clause) => clause.id === id);

describe('readings', () => {
  describe('are chosen', () => {
    it('as the disclosure chose them where nothing else is said', () => {
      const readings = chooseReadings(acme, []);
      expect([...readings.keys()]).to.deep.equal([...acme.interpretations.keys()]);
      expect(readings.get('pulse.modality')).to.equal('obligation');
    });

    it('otherwise where an override says so, the last one of two', () => {
      const readings = chooseReadings(acme, [
        'pulse.modality=ceiling',
        'pulse.unreachable=owed',
        'pulse.unreachable=excused',
      ]);
      expect(readings.get('pulse.modality')).to.equal('ceiling');
      expect(readings.get('pulse.unreachable')).to.equal('excused');
    });

    it('by the name of the one that is chosen already, even where no schedule asks', () => {
      expect(chooseReadings(acme, ['odd.machine=whole']).get('odd.machine')).to.equal('whole');
    });

    const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
      'an interpretation that is not there': [
        'pulse.colour=red',
        /there is no interpretation pulse\.colour; known: pulse\.modality/,
      ],
      'a reading that is not there': ['pulse.modality=perhaps', /can be read as obligation or ceiling/],
      'an interpretation without a reading': ['pulse.modality', /--reading pulse\.modality/],
      'an empty reading': ['pulse.modality=', /can be read as/],
      'nothing at all': ['', /ID=READING is wanted/],
      'a reading named like a built-in': ['pulse.modality=constructor', /can be read as/],
      'a reading that only other facts and schemas could express': [
        'odd.machine=part',
        /are written for whole; change them/,
      ],
      'a reading by which something is both owed and forbidden': [
        'ping.window-end=half-open',
        /readings of ping contradict each other: .*PT2H.*PT2H10M/,
      ],
    };
    for (const [sentence, [override, message]] of Object.entries(refused)) {
      it(`but not ${sentence}`, () => {
        expect(() => chooseReadings(acme, [override])).to.throw(InputError, message);
      });
    }
  });

  describe('are varied', () => {
    it('one interpretation at a time, leaving out contradictions and what no schedule asks', () => {
      const keys = variantsOf(acme, chooseReadings(acme, [])).map(({ key }) => key);
      expect(keys).to.deep.equal([
        undefined,
        'pulse.modality=ceiling',
        'pulse.first-slot=immediately',
        'pulse.window-end=half-open',
        'pulse.other-transmissions=allowed',
        'pulse.after-window=allowed',
        'pulse.regularity=max-gap',
        'pulse.state-left=continues',
        'pulse.state-entered-again=restarts',
        'pulse.unreachable=owed',
      ]);
    });

    it('from what is chosen, and so back to the first where another is', () => {
      const variants = variantsOf(acme, chooseReadings(acme, ['pulse.modality=ceiling']));
      expect(variants.map(({ key }) => key))
        .to.include('pulse.modality=obligation')
        .and.not.include('pulse.modality=ceiling');
      expect(
        variants.every(
          ({ key, readings }) =>
            key === 'pulse.modality=obligation' || readings.get('pulse.modality') === 'ceiling',
        ),
      ).to.equal(true);
    });

    it('and have one answer for each of the nine questions of DESIGN 6', () => {
      expect(variantsOf(kes, chooseReadings(kes, []))).to.have.length(10);
    });
  });

  describe('are what a verdict rests on', () => {
    const rests: Readonly<Record<string, readonly [ReturnType<typeof trace>, readonly string[]]>> = {
      'on none, where every reading finds a breach': [off().pulses('PT30M').at('PT6H').ends(), []],
      'on after-window, where something comes late': [
        off()
          .pulses(...hours, 'PT5H')
          .at('PT6H')
          .ends(),
        ['pulse.after-window'],
      ],
      'on what forbids a transmission between slots': [
        off()
          .pulses('PT30M', ...hours)
          .at('PT6H')
          .ends(),
        ['pulse.other-transmissions', 'pulse.regularity'],
      ],
      'on modality, where a slot is empty': [
        off().pulses('PT1H', 'PT2H', 'PT4H').at('PT6H').ends(),
        ['pulse.modality'],
      ],
      'on whether sleep excuses': [
        off().at('PT50M').asleep('PT20M').pulses('PT2H', 'PT3H', 'PT4H').at('PT6H').ends(),
        ['pulse.first-slot', 'pulse.window-end', 'pulse.unreachable'],
      ],
      'on state-left, where the state is left in the window': [
        off().pulses('PT1H').at('PT1H30M').does('turn-on').at('PT6H').ends(),
        ['pulse.first-slot', 'pulse.state-left'],
      ],
      'on state-entered-again, where it is turned off twice': [
        off().at('PT30M').does('turn-off').pulses('PT1H', 'PT2H', 'PT3H', 'PT4H').at('PT6H').ends(),
        ['pulse.first-slot', 'pulse.window-end', 'pulse.state-entered-again'],
      ],
    };
    for (const [sentence, [built, expected]] of Object.entries(rests)) {
      it(sentence, () => {
        const readings = clauseOf(built)?.readings;
        expect(readings?.restsOn).to.deep.equal(expected);
        expect(readings?.stable).to.equal(expected.length === 0);
      });
    }

    it('with the verdict under each', () => {
      const built = off()
        .pulses(...hours, 'PT5H')
        .at('PT6H')
        .ends();
      expect(clauseOf(built)).to.include({ verdict: 'violated' });
      expect(clauseOf(built)?.readings.verdicts).to.include({
        'pulse.after-window=allowed': 'upheld',
        'pulse.modality=ceiling': 'violated',
      });
    });

    it('and an override turns the verdict into what the variant said', () => {
      const built = off()
        .pulses(...hours, 'PT5H')
        .at('PT6H')
        .ends();
      const clause = clauseOf(built, ['pulse.after-window=allowed']);
      expect(clause?.verdict).to.equal('upheld');
      expect(clause?.readings.verdicts).to.include({ 'pulse.after-window=forbidden': 'violated' });
      expect(judge(built, { readings: ['pulse.after-window=allowed'] }).interpretations).to.include({
        'pulse.after-window': 'allowed',
        'pulse.modality': 'obligation',
      });
    });

    it('for every variant alike: what it says is what judging under it says', () => {
      const traces = Object.values(rests).map(([built]) => built);
      for (const built of traces) {
        const { verdicts = {} } = clauseOf(built)?.readings ?? {};
        for (const [key, verdict] of Object.entries(verdicts)) {
          expect(clauseOf(built, [key])?.verdict, key).to.equal(verdict);
        }
      }
    });

    it('only for the clauses that carry the interpretation', () => {
      const built = off()
        .pulses(...hours)
        .at('PT6H')
        .ends();
      expect(clauseOf(built, [], 'pulse.transmit')?.readings).to.deep.equal({ stable: true, restsOn: [] });
      expect(clauseOf(built, [], 'ping.schedule')?.readings.verdicts).to.equal(undefined);
    });

    it('in the disclosure of KES for each clause that carries the schedule', () => {
      const start = { disclosure: 'kes-11.0.0', system: 'reference' };
      const facts = {
        eula: 'accepted',
        ksnStatement: 'declined',
        ksn: 'disabled',
        ksnExtended: false,
        virtualized: false,
      };
      const atInstall = trace(start).does('install', facts).at('P2D').ends();
      const later = trace(start)
        .does('install', { ...facts, ksnStatement: 'accepted', ksn: 'enabled' })
        .does('disable-ksn')
        .at('P2D')
        .ends();
      const missing = ({ findings }: ReturnType<typeof judge>) =>
        findings.map(({ rule, clause }) => `${rule} ${clause}`);
      const options = { disclosure: kes, system: kesSystem };
      expect(missing(judge(atInstall, options))).to.deep.equal(
        Array(6).fill('schedule/missing ksn.schedule-after-decline'),
      );
      expect(missing(judge(later, options))).to.deep.equal(Array(6).fill('schedule/missing ksn.schedule'));
    });
  });
});
