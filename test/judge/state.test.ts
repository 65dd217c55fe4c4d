import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Row } from './judging.js';
import { acme, judge, judgementOf, table, trace } from './judging.js';

const forbidden = (clause: string): Row => ['state/forbidden', clause, 'excess'];

describe('states', () => {
  table({
    'a payload in a state that does not permit it is forbidden': {
      trace: trace().install({ consent: 'refused' }).sends('lookup').ends(),
      findings: [forbidden('lookup.transmit')],
      verdicts: { 'lookup.transmit': 'violated', 'scope.transmit': 'violated', 'lookup.fields': 'upheld' },
    },
    'a payload that no state restricts is permitted while the product is there': {
      trace: trace().install({ consent: 'refused' }).sends('survey').ends(),
    },
    'a state that is not known decides nothing': {
      trace: trace().knows({ installed: true }).sends('lookup').ends(),
      verdicts: {
        'lookup.transmit': 'inconclusive',
        'scope.transmit': 'inconclusive',
        'lookup.fields': 'upheld',
      },
    },
    'a product that sends is taken to be there where nobody says that it is not': {
      trace: trace().knows({ consent: 'granted' }).sends('lookup').ends(),
      verdicts: { 'lookup.transmit': 'upheld' },
    },
    'a known absence forbids, whatever else is unknown': {
      trace: trace().knows({ installed: false }).sends('lookup').ends(),
      findings: [forbidden('lookup.transmit')],
    },
    'uninstalling forbids all that follows': {
      trace: trace()
        .install()
        .after('PT1H')
        .does('uninstall')
        .after('PT1H')
        .sends('lookup')
        .sends('odd')
        .ends(),
      findings: [forbidden('lookup.transmit'), forbidden('odd.transmit')],
    },
    'installing again permits it again': {
      trace: trace().install().after('PT1H').does('uninstall').after('PT1H').install().sends('lookup').ends(),
    },
    'uninstalling at the instant of sending comes first, though the trace has it later': {
      trace: trace().install().after('PT1H').sends('lookup').does('uninstall').ends(),
      findings: [forbidden('lookup.transmit')],
    },
    'installing at the instant of sending comes first as well': {
      trace: trace().knows({ installed: false }).sends('lookup').install().ends(),
    },
    'a refusal a millisecond after the sending comes too late': {
      trace: trace().install().after('PT1H').sends('lookup').after('PT0.001S').does('refuse').ends(),
    },
    'a transmission of an unknown payload after uninstalling is undocumented': {
      trace: trace()
        .install()
        .does('uninstall')
        .transmits({ method: 'GET', url: 'https://evil.test/' })
        .ends(),
      findings: [['route/undocumented', 'scope.transmit', 'excess']],
    },
    'a clause that rules a state out is charged': {
      trace: trace().install().does('buy').sends('survey').ends(),
      findings: [forbidden('survey.paid')],
      verdicts: {
        'survey.paid': 'violated',
        'survey.transmit': 'violated',
        'survey.managed': 'not-exercised',
      },
    },
    'two clauses that rule it out are both breached': {
      trace: trace()
        .install({ managed: true })
        .does('buy')
        .beats()
        .after('PT1H')
        .sends('survey')
        .beats()
        .ends(),
      findings: [forbidden('survey.paid')],
      verdicts: { 'survey.paid': 'violated', 'survey.managed': 'violated' },
    },
    'a triggered payload in a forbidden state is not also unprompted': {
      trace: trace().install({ consent: 'refused' }).sends('report').ends(),
      findings: [forbidden('report.transmit')],
    },
    'a scheduled payload in a forbidden state is not also off its slot': {
      trace: trace().install({ consent: 'refused', telemetry: 'off' }).after('PT30M').sends('pulse').ends(),
      findings: [forbidden('pulse.transmit')],
    },
  });

  describe('traces that contradict the disclosure', () => {
    const refused: Readonly<Record<string, readonly [ReturnType<typeof trace>, RegExp]>> = {
      'an action that it does not have': [trace().install().does('fly'), /no action "fly"/],
      'an action named like a built-in': [trace().install().does('constructor'), /no action/],
      'a fact that it does not have': [trace().knows({ weather: 'fine' }), /no fact "weather"/],
      'a fact named like a built-in': [trace().knows({ toString: true }), /no fact/],
      'a value that the fact does not take': [
        trace().knows({ consent: 'perhaps' }),
        /undecided, granted, refused/,
      ],
      'a truth value where the fact takes words': [trace().knows({ consent: true }), /must be one of/],
    };
    for (const [sentence, [built, message]] of Object.entries(refused)) {
      it(`${sentence} is refused, with the line`, () => {
        expect(() => judge(built))
          .to.throw(InputError, message)
          .with.nested.property('problems[0].line', built.events.length);
      });
    }
  });

  it('that are breached are the disclosure’s clauses and no others', () => {
    const traces = [
      trace().install().does('uninstall').sends('survey').ends(),
      trace().install({ consent: 'refused' }).sends('lookup').ends(),
      trace().install({ tier: 'paid' }).sends('survey').ends(),
    ];
    for (const built of traces) {
      const { accounts, breaches } = judgementOf(built);
      expect(breaches).to.have.length(1);
      expect([...accounts.keys()].filter((id) => !acme.clauses.has(id))).to.deep.equal([]);
    }
  });
});
