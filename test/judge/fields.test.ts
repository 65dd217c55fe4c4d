import type { Row, TraceBuilder } from './judging.js';
import { table, trace } from './judging.js';

const pulse = (json: Record<string, unknown>) =>
  trace()
    .install()
    .sends('pulse', { json: { on: true, ...json } })
    .ends();
const crashed = (facts: Record<string, string | boolean> = {}): TraceBuilder =>
  trace().install().does('crash', facts);
const report = (json: Record<string, unknown>, facts?: Record<string, string | boolean>) =>
  crashed(facts).sends('report', { json }).ends();
const odd = (body: string, facts: Record<string, string | boolean> = {}) =>
  trace().install(facts).sends('odd', { body }).ends();
const asks = (query: string) =>
  trace()
    .install()
    .sends('lookup', { url: `https://acme.test/v1/lookup/x?${query}` })
    .ends();
const fills = (body: string) => trace().install().sends('survey', { body }).ends();

const undocumented = (clause: string, member: string): Row => [
  'field/undocumented',
  clause,
  'excess',
  member,
];
const missing = (clause: string, member: string): Row => ['field/missing', clause, 'shortfall', member];
const unwarranted = (clause: string, member: string): Row => ['field/unwarranted', clause, 'excess', member];
const invalid = (clause: string, member: string): Row => ['field/invalid', clause, 'excess', member];
const untrue = (clause: string, member: string): Row => ['field/untrue', clause, 'excess', member];

describe('fields', () => {
  describe('that no schema has', () => {
    table({
      'a field that the schema does not have is undocumented': {
        trace: pulse({ extra: 1 }),
        findings: [undocumented('pulse.transmit', '/extra')],
        verdicts: { 'pulse.transmit': 'violated', 'scope.transmit': 'violated', 'pulse.fields': 'upheld' },
      },
      'so is one that is null': {
        trace: pulse({ extra: null }),
        findings: [undocumented('pulse.transmit', '/extra')],
      },
      'so is one in another letter case': {
        trace: pulse({ Token: 'a' }),
        findings: [undocumented('pulse.transmit', '/Token')],
      },
      'so is one whose name has a blank behind it': {
        trace: pulse({ 'token ': 'a' }),
        findings: [undocumented('pulse.transmit', '/token ')],
      },
      'so is one that only another payload has': {
        trace: pulse({ license: 'L' }),
        findings: [undocumented('pulse.transmit', '/license')],
      },
      'in an object below': {
        trace: report({ device: { owner: { email: 'a@acme.test', phone: 1 } } }),
        findings: [undocumented('report.transmit', '/device/owner/phone')],
      },
      'in an object in a list': {
        trace: report({ stack: [{ function: 'f' }, { function: 'g', locals: {} }] }),
        findings: [undocumented('report.transmit', '/stack/1/locals')],
      },
      'every one of them is told': {
        trace: pulse({ a: 1, b: 2 }),
        findings: [undocumented('pulse.transmit', '/a'), undocumented('pulse.transmit', '/b')],
      },
      'slashes and tildes in a name are told as a JSON Pointer has them': {
        trace: pulse({ 'a/b~c': 1 }),
        findings: [undocumented('pulse.transmit', '/a~1b~0c')],
      },
      'the name __proto__': {
        trace: odd('{"constructor":"c","__proto__":{"x":1}}'),
        findings: [undocumented('odd.transmit', '/__proto__')],
      },
      'the name __proto__ with an object that would bring a field of the schema': {
        trace: odd('{"__proto__":{"constructor":"c"}}'),
        findings: [missing('odd.fields', '/constructor'), undocumented('odd.transmit', '/__proto__')],
      },
      'the name hasOwnProperty': {
        trace: odd('{"constructor":"c","hasOwnProperty":1}'),
        findings: [undocumented('odd.transmit', '/hasOwnProperty')],
      },
      'the names of built-ins in a payload without them': {
        trace: pulse({ constructor: 1, toString: 2, valueOf: 3 }),
        findings: [
          undocumented('pulse.transmit', '/constructor'),
          undocumented('pulse.transmit', '/toString'),
          undocumented('pulse.transmit', '/valueOf'),
        ],
      },
      'the empty name in a payload without it': {
        trace: pulse({ '': 1 }),
        findings: [undocumented('pulse.transmit', '/')],
      },
      'in a query': { trace: asks('v=1&who=me'), findings: [undocumented('lookup.transmit', '/who')] },
      'in a query, by the names of built-ins': {
        trace: asks('v=1&constructor=1&__proto__=2&toString=3'),
        findings: [
          undocumented('lookup.transmit', '/constructor'),
          undocumented('lookup.transmit', '/__proto__'),
          undocumented('lookup.transmit', '/toString'),
        ],
      },
      'in a form': {
        trace: fills('a=x&score=1&who=me'),
        findings: [undocumented('survey.transmit', '/who')],
      },
      'in a form, by the name __proto__': {
        trace: fills('a=x&score=1&__proto__=me'),
        findings: [undocumented('survey.transmit', '/__proto__')],
      },
    });
  });

  describe('that are missing', () => {
    table({
      'a required field that is absent': {
        trace: pulse({ number: undefined }),
        findings: [missing('pulse.fields', '/number')],
        verdicts: { 'pulse.fields': 'violated', 'pulse.transmit': 'upheld' },
      },
      'a required field named like a built-in, which every object seems to have': {
        trace: odd('{}'),
        findings: [missing('odd.fields', '/constructor')],
      },
      'a required field in an object below': {
        trace: report({ d: { s: 'S-22' } }),
        findings: [missing('report.device', '/d/m')],
      },
      'a required field of each object in a list': {
        trace: report({ stack: [{ function: 'f' }, { line: 2 }, {}] }),
        findings: [
          missing('report.frames', '/stack/1/function'),
          missing('report.frames', '/stack/2/function'),
        ],
      },
      'a field below an optional object that is not there is not missing': {
        trace: report({ d: { m: 'W' } }),
      },
      'an optional field is not missing': { trace: pulse({}) },
      'a field whose condition holds': {
        trace: trace().install().does('buy').does('crash').sends('report').ends(),
        findings: [missing('report.license', '/lic')],
      },
      'a field of a list’s object whose condition holds, in each of them': {
        trace: report(
          { stack: [{ function: 'f', file: 'x' }, { function: 'g' }, { function: 'h' }] },
          { damaged: true },
        ),
        findings: [
          missing('report.frame-file', '/stack/1/file'),
          missing('report.frame-file', '/stack/2/file'),
        ],
      },
      'a field whose condition does not hold is not missing': { trace: report({}) },
      'a field whose condition rests on an unknown fact is not decided': {
        trace: trace().knows({ installed: true }).sends('odd').ends(),
        verdicts: { 'odd.fields': 'inconclusive', 'odd.truth': 'inconclusive', 'odd.transmit': 'upheld' },
        verdict: 'inconclusive',
      },
      'in a query': { trace: asks('count=1'), findings: [missing('lookup.fields', '/v')] },
      'in a form, by its name on the wire': {
        trace: fills('score=1'),
        findings: [missing('survey.fields', '/a')],
      },
    });
  });

  describe('that are not warranted', () => {
    table({
      'a field whose condition does not hold': {
        trace: report({ lic: 'L-1' }),
        findings: [unwarranted('report.license', '/lic')],
        verdicts: { 'report.license': 'violated', 'report.transmit': 'upheld' },
      },
      'even where it is empty': {
        trace: report({ lic: '' }),
        findings: [unwarranted('report.license', '/lic')],
      },
      'a field whose condition holds is warranted': {
        trace: trace()
          .install()
          .does('buy')
          .does('crash')
          .sends('report', { json: { lic: 'L-1' } })
          .ends(),
        verdicts: { 'report.license': 'upheld' },
      },
      'in an object in a list': {
        trace: report({ stack: [{ function: 'f', file: 'x' }, { function: 'g' }] }),
        findings: [unwarranted('report.frame-file', '/stack/0/file')],
      },
      'a field named like a built-in is there only where it stands': {
        trace: odd('{"constructor":"c","valueOf":1}'),
        findings: [unwarranted('odd.fields', '/valueOf')],
      },
      'the state at the instant of sending counts, with what changed at that instant': {
        trace: crashed({ damaged: true })
          .after('PT1S')
          .sends('report', { json: { stack: [{ function: 'f', file: 'x' }] } })
          .knows({ damaged: false })
          .ends(),
        findings: [unwarranted('report.frame-file', '/stack/0/file')],
      },
      'facts that a transmission states hold for it': {
        trace: crashed()
          .sends('report', { json: { stack: [{ function: 'f', file: 'x' }] }, facts: { damaged: true } })
          .ends(),
      },
    });
  });

  describe('that are invalid', () => {
    table({
      'a value of another type': {
        trace: pulse({ number: '1' }),
        findings: [invalid('pulse.fields', '/number')],
      },
      'a number that is no integer': {
        trace: pulse({ number: 1.5 }),
        findings: [invalid('pulse.fields', '/number')],
      },
      null: { trace: pulse({ number: null }), findings: [invalid('pulse.fields', '/number')] },
      'a number at its lower bound is valid': { trace: pulse({ number: 1 }) },
      'a number below it is not': {
        trace: pulse({ number: 0 }),
        findings: [invalid('pulse.fields', '/number')],
      },
      'a number at its upper bound is valid': { trace: pulse({ number: 1000 }) },
      'a number above it is not': {
        trace: pulse({ number: 1001 }),
        findings: [invalid('pulse.fields', '/number')],
      },
      'a number past all bounds is not': {
        trace: trace().install().sends('pulse', { body: '{"number":1e999,"on":true,"id":"p-1"}' }).ends(),
        findings: [invalid('pulse.fields', '/number')],
      },
      'a string of the greatest length is valid': { trace: pulse({ id: 'x'.repeat(40) }) },
      'a longer one is not': {
        trace: pulse({ id: 'x'.repeat(41) }),
        findings: [invalid('pulse.fields', '/id')],
      },
      'length counts characters, not UTF-16 units': { trace: pulse({ id: '😀'.repeat(40) }) },
      'a string of the least length is valid': { trace: pulse({ id: 'xy' }) },
      'a shorter one is not': { trace: pulse({ id: 'x' }), findings: [invalid('pulse.fields', '/id')] },
      'a string of another pattern': {
        trace: pulse({ token: 'A' }),
        findings: [invalid('pulse.fields', '/token')],
      },
      'a value that breaks two keywords is told once': {
        trace: pulse({ token: 'ABCDEFGHI' }),
        findings: [invalid('pulse.fields', '/token')],
      },
      'a string of another format': {
        trace: report({ device: { owner: { email: 'nobody' } } }),
        findings: [invalid('report.device', '/device/owner/email')],
      },
      'a list of the greatest length is valid': { trace: report({ notes: ['a', 'b'] }) },
      'a longer list is not': {
        trace: report({ notes: ['a', 'b', 'c'] }),
        findings: [invalid('report.frames', '/notes')],
      },
      'a list that must not be empty': {
        trace: report({ stack: [] }),
        findings: [invalid('report.frames', '/stack')],
      },
      'a member of a list': {
        trace: report({ notes: ['a', 'too long'] }),
        findings: [invalid('report.frames', '/notes/1')],
      },
      'a field of an object in a list': {
        trace: report({
          stack: [
            { function: 'f', line: 99 },
            { function: 'g', line: 100 },
          ],
        }),
        findings: [invalid('report.frames', '/stack/1/line')],
      },
      'an object in place of a list': {
        trace: report({ stack: {} }),
        findings: [invalid('report.frames', '/stack')],
      },
      'a list in place of an object': {
        trace: report({ device: [] }),
        findings: [invalid('report.device', '/device')],
      },
      'a value under the empty name': {
        trace: odd('{"constructor":"c","":"longer"}'),
        findings: [invalid('odd.fields', '/')],
      },
      'a value under the name constructor': {
        trace: odd('{"constructor":{"name":"x"}}'),
        findings: [invalid('odd.fields', '/constructor')],
      },
      'the empty name and built-in names are fields like others': {
        trace: odd('{"constructor":"c","toString":true,"valueOf":3,"":"e"}', { managed: true }),
        verdicts: { 'odd.fields': 'upheld', 'odd.truth': 'upheld' },
      },
    });
  });

  describe('in a query or form', () => {
    table({
      'texts become what the schema says': {
        trace: asks('v=1&count=10&verbose=true&ratio=0.5&k=a&k=b'),
        verdicts: { 'lookup.fields': 'upheld' },
      },
      'a text that is no integer stays a text, and is invalid': {
        trace: asks('v=1&count=0x1'),
        findings: [invalid('lookup.fields', '/count')],
      },
      'an integer with a leading zero or plus is none': {
        trace: asks('v=1&count=%2B1'),
        findings: [invalid('lookup.fields', '/count')],
      },
      'an empty text is no integer': {
        trace: asks('v=1&count='),
        findings: [invalid('lookup.fields', '/count')],
      },
      'a boolean in another letter case is none': {
        trace: asks('v=1&verbose=TRUE'),
        findings: [invalid('lookup.fields', '/verbose')],
      },
      'a number beyond its bound is invalid': {
        trace: asks('v=1&ratio=1.1'),
        findings: [invalid('lookup.fields', '/ratio')],
      },
      'a text that looks like a number stays a text where a text is wanted': { trace: asks('v=7') },
      'one value of a list is a list': { trace: asks('v=1&k=a') },
      'a list that is too long is invalid, under its wire name': {
        trace: asks('v=1&k=a&k=b&k=c&k=d'),
        findings: [invalid('lookup.fields', '/k')],
      },
      'the order of parameters says nothing': { trace: asks('k=a&count=1&v=1') },
      'a field under the payload’s name where the route gives it another': {
        trace: asks('version=1'),
        findings: [undocumented('lookup.transmit', '/version'), missing('lookup.fields', '/v')],
      },
      'a form with plus signs and percent signs': { trace: fills('a=very+good%21&score=5&toString=x&=e') },
      'a form with an invalid value': {
        trace: fills('a=x&score=6'),
        findings: [invalid('survey.fields', '/score')],
      },
      'a form with separators and nothing between them': { trace: fills('&&a=x&&score=1&') },
    });
  });

  describe('that tell a fact', () => {
    table({
      'a value that contradicts the fact is untrue': {
        trace: odd('{"constructor":"c","toString":true}'),
        findings: [untrue('odd.truth', '/toString')],
        verdicts: { 'odd.truth': 'violated', 'odd.fields': 'upheld' },
      },
      'a value that is the fact is true': {
        trace: odd('{"constructor":"c","toString":true,"valueOf":1}', { managed: true }),
        verdicts: { 'odd.truth': 'upheld' },
      },
      'a mapped value that contradicts the fact is untrue': {
        trace: trace()
          .install()
          .sends('pulse', { json: { on: false } })
          .ends(),
        findings: [untrue('pulse.state', '/on')],
      },
      'a mapped value follows the fact': {
        trace: trace()
          .install()
          .sends('pulse', { json: { on: true } })
          .ends(),
      },
      'an absent field tells nothing': { trace: odd('{"constructor":"c"}') },
      'an invalid value is not also untrue': {
        trace: pulse({ on: 'yes' }),
        findings: [invalid('pulse.state', '/on')],
      },
      'a fact that is not known decides nothing': {
        trace: trace().knows({ installed: true, consent: 'granted' }).sends('pulse').ends(),
        verdicts: { 'pulse.state': 'inconclusive' },
        verdict: 'inconclusive',
      },
      'a state event of the same instant applies first, in whatever order': {
        trace: trace()
          .install()
          .after('PT1H')
          .sends('odd', { json: { toString: true, valueOf: 1 } })
          .knows({ managed: true })
          .ends(),
      },
    });
  });

  describe('by other names on the wire', () => {
    table({
      'members are found where the route has them': {
        trace: report({ d: { m: 'W', s: 'S' } }),
        verdicts: { 'report.device': 'upheld', 'report.frames': 'upheld' },
      },
      'what stands beside mapped members is not the payload’s': {
        trace: report({ d: { m: 'W', x: 1 } }),
        findings: [undocumented('report.transmit', '/d')],
      },
      'a vendor’s wrapping that wraps nothing is undocumented': {
        trace: report({ d: {}, device: { model: 'W' } }),
        findings: [
          undocumented('report.transmit', '/device/model'),
          missing('report.device', '/device'),
          undocumented('report.transmit', '/d'),
        ],
      },
      'a list under the payload’s name where the route gives it another': {
        trace: report({ stack: undefined, frames: [{ function: 'f' }] }),
        findings: [undocumented('report.transmit', '/frames'), missing('report.frames', '/stack')],
      },
      'a field under both names is one too many': {
        trace: report({ frames: [{ function: 'f' }] }),
        findings: [undocumented('report.transmit', '/frames')],
      },
      'mapped members and unmapped ones make one object': {
        trace: report({ device: { owner: { email: 'a@acme.test' } } }),
        verdicts: { 'report.device': 'upheld' },
      },
      'a fault is told by its name on the wire': {
        trace: report({ d: { m: 7 }, stack: [{ function: 'f', line: 0 }] }),
        findings: [invalid('report.device', '/d/m'), invalid('report.frames', '/stack/0/line')],
      },
      'a body that is no object has none of them': {
        trace: crashed().sends('report', { body: '"x"' }).ends(),
        findings: [invalid('report.transmit', '')],
      },
      '__proto__ on the wire survives the mapping': {
        trace: crashed()
          .sends('report', { body: '{"d":{"m":"W"},"stack":[{"function":"f"}],"__proto__":{"x":1}}' })
          .ends(),
        findings: [undocumented('report.transmit', '/__proto__')],
      },
    });
  });
});
