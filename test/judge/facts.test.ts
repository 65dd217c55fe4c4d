import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { judge, type Row, type TraceBuilder, table, trace } from './judging.js';

const missing: Row = ['schedule/missing', 'pulse.schedule', 'shortfall'];
const hours = ['PT1H', 'PT2H', 'PT3H', 'PT4H'] as const;

describe('facts', () => {
  table({
    'that an action always sets need not be stated': {
      trace: trace().install().does('buy').does('crash').sends('report').ends(),
      findings: [['field/missing', 'report.license', 'shortfall', '/lic']],
    },
    'that an event states win over what its action sets': {
      trace: trace().install().does('buy', { tier: 'free' }).does('crash').sends('report').ends(),
    },
    'that nobody states come from a parameter’s default': {
      trace: trace()
        .install()
        .sends('odd', { json: { toString: true } })
        .ends(),
      findings: [['field/untrue', 'odd.truth', 'excess', '/toString']],
    },
    'that somebody stated before are not undone by a default': {
      trace: trace()
        .knows({ managed: true })
        .install()
        .sends('odd', { json: { toString: true, valueOf: 1 } })
        .ends(),
    },
    'that an action sets from a parameter, and that its event does not state, stay as they were': {
      trace: trace()
        .install()
        .does('turn-off')
        .at('PT30M')
        .does('configure')
        .pulses(...hours)
        .at('PT6H')
        .ends(),
      readings: ['pulse.state-entered-again=restarts'],
      verdicts: { 'pulse.schedule': 'upheld' },
    },
    'that an action sets again enter the state again': {
      trace: trace()
        .install()
        .does('turn-off')
        .at('PT30M')
        .does('configure', { telemetry: 'off' })
        .at('PT6H')
        .ends(),
      readings: ['pulse.state-entered-again=restarts'],
      findings: [missing, missing, missing, missing],
    },
    'that are merely stated again do not': {
      trace: trace()
        .install()
        .does('turn-off')
        .at('PT30M')
        .knows({ telemetry: 'off' })
        .pulses(...hours)
        .at('PT6H')
        .ends(),
      readings: ['pulse.state-entered-again=restarts'],
      verdicts: { 'pulse.schedule': 'upheld' },
    },
    'on a heartbeat belong to the only installation': {
      trace: (() => {
        const built = trace().install();
        built.events.push({
          type: 'heartbeat',
          at: '2026-01-01T00:00:00.000Z',
          facts: { consent: 'refused' },
        });
        return built.sends('lookup').ends();
      })(),
      findings: [['state/forbidden', 'lookup.transmit', 'excess']],
    },
    'of one installation are not another’s': {
      trace: trace().install().as('i-2').install({ managed: true }).as('i-1').sends('odd').ends(),
    },
  });

  it('of an event that names no installation are refused where there is more than one', () => {
    const built = trace().install().as('i-2').install();
    built.events.push({ type: 'heartbeat', at: '2026-01-01T00:00:00.000Z', facts: { consent: 'refused' } });
    expect(() => judge(built)).to.throw('4: states facts and names no installation');
  });

  const refused: Readonly<Record<string, readonly [built: TraceBuilder, message: string]>> = {
    'an action that the disclosure does not have': [trace().does('fly'), '2: acme-1 has no action "fly"'],
    'a fact that it does not have': [trace().knows({ weather: 'fine' }), '2: acme-1 has no fact "weather"'],
    'a word that the fact does not take': [
      trace().knows({ consent: 'perhaps' }),
      '2: the fact "consent" must be one of undecided, granted, refused',
    ],
    'a word in place of a truth value': [
      trace().knows({ managed: 'yes' }),
      '2: the fact "managed" must be one of true, false',
    ],
  };
  for (const [what, [built, message]] of Object.entries(refused)) {
    it(`are not ${what}`, () => {
      expect(() => judge(built)).to.throw(InputError, message);
    });
  }
});
