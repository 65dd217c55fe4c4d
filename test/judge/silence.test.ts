import type { Row } from './judging.js';
import { table, trace } from './judging.js';

const managed = () => trace().install({ managed: true });
const kept = { 'survey.managed': 'upheld' };
const unheard = { 'survey.managed': 'inconclusive' };

describe('prohibitions', () => {
  table({
    'silence between two heartbeats upholds one': {
      trace: managed().beats().at('P1D').beats().ends(),
      verdicts: { ...kept, 'survey.paid': 'not-exercised' },
      verdict: 'upheld',
    },
    'silence between a heartbeat and a transmission does': {
      trace: managed().beats().at('P1D').sends('lookup').ends(),
      verdicts: kept,
    },
    'so does silence between two transmissions, of whichever installation': {
      trace: managed().as('i-2').install().sends('lookup').at('P1D').sends('lookup').ends(),
      verdicts: kept,
    },
    'silence with no sign of life upholds nothing': {
      trace: managed().at('P1D').ends(),
      verdicts: unheard,
      verdict: 'inconclusive',
    },
    'silence with a sign on one side only upholds nothing': {
      trace: managed().beats().at('P1D').ends(),
      verdicts: unheard,
    },
    'nor does it with one at the end only': { trace: managed().at('P1D').beats().ends(), verdicts: unheard },
    'signs of life at one instant span no silence': {
      trace: managed().beats().beats().at('P1D').ends(),
      verdicts: unheard,
    },
    'signs of life from before the state do not count for it': {
      trace: trace().install().beats().at('PT1H').beats().knows({ managed: true }).at('P1D').ends(),
      verdicts: unheard,
    },
    'signs of life on both sides of a short state do': {
      trace: trace()
        .install()
        .beats()
        .at('PT1H')
        .knows({ managed: true })
        .at('PT2H')
        .knows({ managed: false })
        .at('P1D')
        .beats()
        .ends(),
      verdicts: kept,
    },
    'the later one may be a transmission as well': {
      trace: trace()
        .install()
        .beats()
        .at('PT1H')
        .knows({ managed: true })
        .at('PT2H')
        .knows({ managed: false })
        .at('P1D')
        .sends('lookup')
        .at('P2D')
        .ends(),
      verdicts: kept,
    },
    'a host that slept meanwhile kept silent as well': {
      trace: managed().beats().at('PT1H').asleep('PT1H').at('P1D').beats().ends(),
      verdicts: kept,
    },
    'a state that lasts no time was not put to the test': {
      trace: trace()
        .install()
        .beats()
        .at('PT1H')
        .knows({ managed: true })
        .knows({ managed: false })
        .at('P1D')
        .beats()
        .ends(),
      verdicts: { 'survey.managed': 'not-exercised' },
    },
    'the product’s absence is not put to the test': {
      trace: trace().knows({ installed: false, managed: true }).beats().at('P1D').beats().ends(),
      verdicts: { 'survey.managed': 'not-exercised' },
    },
    'a capture that was down in the state leaves it open': {
      trace: managed().beats().at('PT1H').captureDown('PT1M').at('P1D').beats().ends(),
      verdicts: unheard,
    },
    'so does one that was down when the state began': {
      trace: trace()
        .install()
        .beats()
        .at('PT1H')
        .captureDown('PT2H')
        .at('PT2H')
        .knows({ managed: true })
        .at('P1D')
        .beats()
        .ends(),
      verdicts: unheard,
    },
    'so does one for all installations that began before this one was known': {
      trace: trace()
        .as('i-1')
        .install()
        .beats()
        .at('PT1H')
        .gap('capture-down', 'PT2H', null)
        .at('PT2H')
        .as('i-2')
        .install({ managed: true })
        .at('P1D')
        .beats()
        .ends(),
      verdicts: unheard,
    },
    'one that was down for another installation does not': {
      trace: managed().as('i-2').install().beats().at('PT1H').captureDown('PT1M').at('P1D').beats().ends(),
      verdicts: { ...kept, 'scope.transmit': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'one that was down before the state does not': {
      trace: trace()
        .install()
        .beats()
        .at('PT1H')
        .captureDown('PT1M')
        .at('PT2H')
        .knows({ managed: true })
        .at('P1D')
        .beats()
        .ends(),
      verdicts: kept,
    },
    'a trace that was cut off upholds none': {
      trace: managed().beats().at('P1D').beats(),
      verdicts: unheard,
    },
    'sending breaks it': {
      trace: managed().beats().at('P1D').sends('survey').ends(),
      findings: [['state/forbidden', 'survey.managed', 'excess'] satisfies Row],
      verdicts: { 'survey.managed': 'violated' },
    },
  });
});
