import type { Row } from './judging.js';
import { table, trace } from './judging.js';

const posts = (payload: string, body: string) =>
  (payload === 'report' ? trace().install().does('crash') : trace().install())
    .sends(payload, { body })
    .ends();
const twice = (clause: string, member: string): Row => ['field/duplicate', clause, 'excess', member];

describe('duplicate names', () => {
  table({
    'a name twice in the body is reported once for each time too many': {
      trace: posts('pulse', '{"number":1,"on":true,"id":"p-1","on":true,"on":true}'),
      findings: [twice('pulse.transmit', '/on'), twice('pulse.transmit', '/on')],
    },
    'the last one counts for its value': {
      trace: posts('pulse', '{"number":1,"on":false,"id":"p-1","on":true}'),
      findings: [twice('pulse.transmit', '/on')],
    },
    'a name written with an escape is the same name': {
      trace: posts('pulse', '{"number":1,"on":true,"id":"p-1","\\u006fn":true}'),
      findings: [twice('pulse.transmit', '/on')],
    },
    'a name twice in an object below': {
      trace: posts('report', '{"d":{"m":"W","m":"W"},"stack":[{"function":"f"}]}'),
      findings: [twice('report.transmit', '/d/m')],
    },
    'a name twice in an object in a list': {
      trace: posts('report', '{"d":{"m":"W"},"stack":[{"function":"f"},{"line":1,"function":"f","line":2}]}'),
      findings: [twice('report.transmit', '/stack/1/line')],
    },
    'the same name in two objects is no duplicate': {
      trace: posts('report', '{"d":{"m":"W"},"stack":[{"function":"f","line":1},{"function":"f","line":1}]}'),
    },
    'the same text as a name and as a value is no duplicate': {
      trace: posts('pulse', '{"number":1,"on":true,"id":"id"}'),
    },
    'quotes, colons and braces in a string are none': {
      trace: posts('pulse', '{"number":1,"on":true,"id":"\\"on\\":{\\\\"}'),
    },
    'the names that objects are born with can stand twice too': {
      trace: posts('odd', '{"constructor":"a","constructor":"b","toString":false,"toString":false}'),
      findings: [twice('odd.transmit', '/constructor'), twice('odd.transmit', '/toString')],
    },
    'so can __proto__, which no schema has': {
      trace: posts('odd', '{"constructor":"a","__proto__":1,"__proto__":2}'),
      findings: [
        twice('odd.transmit', '/__proto__'),
        ['field/undocumented', 'odd.transmit', 'excess', '/__proto__'],
      ],
    },
    'and the name that is empty': {
      trace: posts('odd', '{"constructor":"a","":"x","":"y"}'),
      findings: [twice('odd.transmit', '/')],
    },
    'names differing in letter case are two names': {
      trace: posts('pulse', '{"number":1,"on":true,"id":"p-1","On":true}'),
      findings: [['field/undocumented', 'pulse.transmit', 'excess', '/On']],
    },
    'a name twice in a query': {
      trace: trace().install().sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&v=2' }).ends(),
      findings: [twice('lookup.transmit', '/v')],
    },
    'a name written with percent signs is the same name': {
      trace: trace().install().sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&%76=2' }).ends(),
      findings: [twice('lookup.transmit', '/v')],
    },
    'a list in a query repeats its name': {
      trace: trace().install().sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&k=a&k=b' }).ends(),
    },
    'a name twice in a form': {
      trace: posts('survey', 'a=x&score=1&score=1&a=y'),
      findings: [twice('survey.transmit', '/score'), twice('survey.transmit', '/a')],
    },
    'the empty name twice in a form': {
      trace: posts('survey', 'a=x&score=1&=p&=q'),
      findings: [twice('survey.transmit', '/')],
    },
  });
});
