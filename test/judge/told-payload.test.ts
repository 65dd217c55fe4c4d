import type { Disclosure, Payload } from '../../src/disclosure/disclosure.js';
import { acme, trace } from './judging.js';
import { tells } from './telling.js';

const pulse = (json: Record<string, unknown>) =>
  trace()
    .install()
    .sends('pulse', { json: { on: true, ...json } })
    .ends();
const report = (json: Record<string, unknown>) =>
  trace().install().does('crash').sends('report', { json }).ends();
const odd = (json: Record<string, unknown>) =>
  trace()
    .install()
    .sends('odd', { json: { toString: undefined, ...json } })
    .ends();

/** Acme's disclosure with parts of one payload changed. */
function withPayload(id: string, changes: Partial<Payload>): Disclosure {
  const payloads = [...acme.payloads].map(([name, payload]): [string, Payload] => [
    name,
    name === id ? { ...payload, ...changes } : payload,
  ]);
  return { ...acme, payloads: new Map(payloads) };
}

describe('what a finding tells of a payload', () => {
  describe('where a field is at fault', () => {
    tells({
      'one that is not documented': {
        trace: pulse({ extra: 1 }),
        told: [
          [
            'field/undocumented',
            'the field /extra of pulse is not documented',
            '/extra',
            'the 4 fields of pulse',
            '01T00:00:00.000 line 3 /request/body /extra',
          ],
        ],
      },
      'one that is not documented, below': {
        trace: report({ d: { m: 'W1', x: 1 } }),
        told: [
          [
            'field/undocumented',
            'the field /d of report is not documented',
            '/d',
            'the 11 fields of report',
            '01T00:00:00.000 line 4 /request/body /d',
          ],
        ],
      },
      'one that is missing': {
        trace: pulse({ number: undefined }),
        told: [
          [
            'field/missing',
            'the field /number of pulse is missing',
            undefined,
            'required in every state',
            '01T00:00:00.000 line 3 /request/body /number',
          ],
        ],
      },
      'one that is missing below, by its name on the wire': {
        trace: report({ d: { s: 'S' } }),
        told: [
          [
            'field/missing',
            'the field /d/m of report is missing',
            undefined,
            'required in every state',
            '01T00:00:00.000 line 4 /request/body /d/m',
          ],
        ],
      },
      'one that is invalid, as it was sent where that is public': {
        trace: pulse({ number: 0 }),
        told: [
          [
            'field/invalid',
            'the field /number of pulse is invalid: must be >= 1',
            '0',
            'must be >= 1',
            '01T00:00:00.000 line 3 /request/body /number',
          ],
        ],
      },
      'one that is invalid, by its length where it is not public': {
        trace: pulse({ id: 'x' }),
        told: [
          [
            'field/invalid',
            'the field /id of pulse is invalid: must NOT have fewer than 2 characters',
            'a string of 1 characters',
            'must NOT have fewer than 2 characters',
            '01T00:00:00.000 line 3 /request/body /id',
          ],
        ],
      },
      'a list that is too long': {
        trace: report({ notes: ['a', 'b', 'c'] }),
        told: [
          [
            'field/invalid',
            'the field /notes of report is invalid: must NOT have more than 2 items',
            '["a","b","c"]',
            'must NOT have more than 2 items',
            '01T00:00:00.000 line 4 /request/body /notes',
          ],
        ],
      },
      'a list in place of a text that is not public': {
        trace: pulse({ id: ['x', 'y'] }),
        told: [
          [
            'field/invalid',
            'the field /id of pulse is invalid: must be string',
            'a list of 2',
            'must be string',
            '01T00:00:00.000 line 3 /request/body /id',
          ],
        ],
      },
      'null in place of a text that is not public': {
        trace: pulse({ id: null }),
        told: [
          [
            'field/invalid',
            'the field /id of pulse is invalid: must be string',
            'null',
            'must be string',
            '01T00:00:00.000 line 3 /request/body /id',
          ],
        ],
      },
      'a number in place of a text that is not public': {
        trace: pulse({ id: 7 }),
        told: [
          [
            'field/invalid',
            'the field /id of pulse is invalid: must be string',
            'a value of type number',
            'must be string',
            '01T00:00:00.000 line 3 /request/body /id',
          ],
        ],
      },
      'an object in place of a public value': {
        trace: pulse({ number: { a: 1 } }),
        told: [
          [
            'field/invalid',
            'the field /number of pulse is invalid: must be integer',
            'a value of type object',
            'must be integer',
            '01T00:00:00.000 line 3 /request/body /number',
          ],
        ],
      },
      'a list of objects in place of a public value': {
        trace: pulse({ number: [{ a: 1 }] }),
        told: [
          [
            'field/invalid',
            'the field /number of pulse is invalid: must be integer',
            'a list of 1',
            'must be integer',
            '01T00:00:00.000 line 3 /request/body /number',
          ],
        ],
      },
      'an object that holds what is not public': {
        trace: report({ d: undefined, device: 'x' }),
        told: [
          [
            'field/invalid',
            'the field /device of report is invalid: must be object',
            'a string of 1 characters',
            'must be object',
            '01T00:00:00.000 line 4 /request/body /device',
          ],
        ],
      },
      'a list of objects that hold what is not public': {
        trace: report({ stack: 'x' }),
        told: [
          [
            'field/invalid',
            'the field /stack of report is invalid: must be array',
            'a string of 1 characters',
            'must be array',
            '01T00:00:00.000 line 4 /request/body /stack',
          ],
        ],
      },
      'a whole payload that is none': {
        trace: trace().install().sends('pulse', { body: '[1]' }).ends(),
        told: [
          [
            'field/invalid',
            'the payload pulse is invalid: must be object',
            'a list of 1',
            'must be object',
            '01T00:00:00.000 line 3 /request/body ',
          ],
        ],
      },
      'one that belongs only in another state': {
        trace: report({ lic: 'L-1' }),
        told: [
          [
            'field/unwarranted',
            'report: the field /lic was sent though it belongs only where tier is paid',
            'a string of 3 characters',
            'only where tier is paid',
            '01T00:00:00.000 line 4 /request/body /lic',
          ],
        ],
      },
      'one that is missing in its state': {
        trace: trace().install({ tier: 'paid' }).does('crash').sends('report').ends(),
        told: [
          [
            'field/missing',
            'report: the field /lic is missing though tier is paid',
            undefined,
            'only where tier is paid',
            '01T00:00:00.000 line 4 /request/body /lic',
          ],
        ],
      },
      'one that contradicts a fact': {
        trace: pulse({ on: false }),
        told: [
          [
            'field/untrue',
            'pulse: the field /on contradicts the fact that telemetry is on',
            'a value of type boolean',
            'true',
            '01T00:00:00.000 line 3 /request/body /on',
          ],
        ],
      },
      'one that contradicts a fact without a map': {
        trace: odd({ toString: true }),
        told: [
          [
            'field/untrue',
            'odd: the field /toString contradicts the fact that managed is false',
            'true',
            'false',
            '01T00:00:00.000 line 3 /request/body /toString',
          ],
        ],
      },
      'one that stands under the payload’s name where the wire has another': {
        trace: trace().install().sends('survey', { body: 'answer=x&score=1' }).ends(),
        told: [
          [
            'field/undocumented',
            'the field /answer of survey is not documented',
            '/answer',
            'the 4 fields of survey',
            '01T00:00:00.000 line 3 /request/body /answer',
          ],
          [
            'field/missing',
            'the field /a of survey is missing',
            undefined,
            'required in every state',
            '01T00:00:00.000 line 3 /request/body /a',
          ],
        ],
      },
    });
  });

  describe('where its state is at fault', () => {
    tells({
      'a state that does not permit it': {
        trace: trace().install({ consent: 'refused' }).sends('lookup').ends(),
        told: [
          [
            'state/forbidden',
            'lookup was sent in a state in which it is not permitted',
            'lookup',
            'only while consent is granted',
            '01T00:00:00.000 line 3',
          ],
        ],
      },
      'a product that is gone': {
        trace: trace().install().does('uninstall').sends('lookup').ends(),
        told: [
          [
            'state/forbidden',
            'lookup was sent though the product is not installed',
            'lookup',
            'nothing, once it is uninstalled',
            '01T00:00:00.000 line 4',
          ],
        ],
      },
      'clauses that rule it out': {
        trace: trace().install({ managed: true, tier: 'paid' }).sends('survey').ends(),
        told: [
          [
            'state/forbidden',
            'survey was sent in a state in which it is not permitted',
            'survey',
            'never while tier is paid or while managed is true',
            '01T00:00:00.000 line 3',
          ],
        ],
      },
      'a clause that rules out what is permitted otherwise': {
        trace: trace().install({ consent: 'granted', managed: true }).sends('lookup').ends(),
        disclosure: withPayload('lookup', {
          forbidden: [
            { while: { managed: true }, clause: 'survey.managed' },
            { while: { tier: 'paid' }, clause: 'survey.paid' },
          ],
        }),
        told: [
          [
            'state/forbidden',
            'lookup was sent in a state in which it is not permitted',
            'lookup',
            'only while consent is granted, and never while managed is true',
            '01T00:00:00.000 line 3',
          ],
        ],
      },
    });
  });

  describe('where its trigger is at fault', () => {
    const installed = () => trace().install().at('PT1H');
    tells({
      'one without an answer': {
        trace: installed().does('crash').after('PT1H').ends(),
        told: [
          [
            'trigger/missing',
            'report: the crash at 2026-01-01T01:00:00.000Z was not answered within PT1M',
            'nothing',
            'once within PT1M of each crash',
            '01T01:01:00.000 line 3',
          ],
        ],
      },
      'an answer without one': {
        trace: installed().sends('report').ends(),
        told: [
          [
            'trigger/unprompted',
            'report: was sent though no crash within PT1M called for it',
            'report',
            'once within PT1M of each crash',
            '01T01:00:00.000 line 3',
          ],
        ],
      },
      'a second answer': {
        trace: installed().does('crash').sends('report').after('PT30S').sends('report').ends(),
        told: [
          [
            'trigger/repeated',
            'report: was sent again for the crash at 2026-01-01T01:00:00.000Z',
            'report',
            'once within PT1M of each crash',
            '01T01:00:30.000 line 5',
          ],
        ],
      },
    });
  });

  describe('where its schedule is at fault', () => {
    const off = () => trace().install().does('turn-off');
    tells({
      'an empty slot': {
        trace: off().at('PT1H5M0.001S').does('turn-on').ends(),
        told: [
          [
            'schedule/missing',
            'pulse: the slot at 2026-01-01T01:00:00.000Z ± PT5M passed empty',
            'nothing',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T01:05:00.000 line 3',
          ],
        ],
      },
      'one between slots': {
        trace: off().pulses('PT30M').after('PT1M').does('turn-on').ends(),
        told: [
          [
            'schedule/off-slot',
            'pulse: was sent PT30M after the state began at 2026-01-01T00:00:00.000Z, in the window and outside every slot',
            'pulse at 2026-01-01T00:30:00.000Z',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T00:30:00.000 line 4',
          ],
        ],
      },
      'a second one in a slot': {
        trace: off().pulses('PT1H', 'PT1H1M').after('PT1M').does('turn-on').ends(),
        told: [
          [
            'schedule/repeated',
            'pulse: was sent a second time in the slot at 2026-01-01T01:00:00.000Z ± PT5M',
            'pulse at 2026-01-01T01:01:00.000Z',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T01:01:00.000 line 5',
          ],
        ],
      },
      'one after the window': {
        trace: off().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT6H').ends(),
        told: [
          [
            'schedule/after-window',
            'pulse: was sent PT6H after the state began at 2026-01-01T00:00:00.000Z, when the window of PT4H was over',
            'pulse at 2026-01-01T06:00:00.000Z',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T06:00:00.000 line 8',
          ],
        ],
      },
      'one certainly after a window whose start is not known': {
        trace: trace().knows({ installed: true, consent: 'granted', telemetry: 'off' }).pulses('PT6H').ends(),
        told: [
          [
            'schedule/after-window',
            'pulse: was sent PT6H after the state began at 2026-01-01T00:00:00.000Z or earlier, when the window of PT4H was over',
            'pulse at 2026-01-01T06:00:00.000Z',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T06:00:00.000 line 3',
          ],
        ],
      },
      'a silence that is too long': {
        trace: off().pulses('PT1H').at('PT3H').does('turn-on').ends(),
        readings: ['pulse.regularity=max-gap'],
        told: [
          [
            'schedule/missing',
            'pulse: nothing was sent for longer than PT1H5M after 2026-01-01T01:00:00.000Z',
            'nothing',
            'once every PT1H ± PT5M for PT4H after telemetry is off',
            '01T02:05:00.000 line 3',
          ],
        ],
      },
    });
  });

  describe('where a planted value stands', () => {
    const canaries = [
      { name: 'hostName', value: 'host-7c2e', permitted: ['pulse#/id', 'lookup#/version'] },
      { name: 'userName', value: 'u.ser/91' },
    ];
    const planted = () => trace({ canaries }).install();
    tells({
      'in a member, and where it may': {
        trace: planted()
          .sends('odd', { json: { constructor: 'host-7c2e', toString: false } })
          .ends(),
        told: [
          [
            'leak/canary',
            'odd: the planted hostName stands in the body at /constructor',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/body /constructor',
          ],
        ],
      },
      'in a member, though it may nowhere': {
        trace: planted()
          .sends('pulse', { json: { on: true, id: 'u.ser/91' } })
          .ends(),
        told: [
          [
            'leak/canary',
            'pulse: the planted userName stands in the body at /id',
            'the planted userName',
            'nowhere',
            '01T00:00:00.000 line 3 /request/body /id',
          ],
        ],
      },
      'in a body that cannot be read': {
        trace: planted().sends('pulse', { body: 'host-7c2e' }).ends(),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is not JSON',
            'it is not JSON',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
          [
            'leak/canary',
            'pulse: the planted hostName stands in the body',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'in the query': {
        trace: planted().sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=u.ser/91' }).ends(),
        told: [
          [
            'leak/canary',
            'lookup: the planted userName stands in the query at /v',
            'the planted userName',
            'nowhere',
            '01T00:00:00.000 line 3 /request/url /v',
          ],
        ],
      },
      'in the path': {
        trace: planted().sends('lookup', { url: 'https://acme.test/v1/lookup/host-7c2e?v=1' }).ends(),
        told: [
          [
            'leak/canary',
            'lookup: the planted hostName stands in the URL',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'in a header': {
        trace: planted()
          .sends('lookup', {
            headers: [
              ['host', 'acme.test'],
              ['content-length', 'host-7c2e'],
            ],
          })
          .ends(),
        told: [
          [
            'leak/canary',
            'lookup: the planted hostName stands in a header',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/headers/1',
          ],
        ],
      },
      'in the method': {
        trace: planted().sends('pulse', { method: 'host-7c2e' }).ends(),
        told: [
          [
            'route/undocumented',
            '‹hostName› https://acme.test/v1/pulses matches no route',
            '‹hostName› https://acme.test/v1/pulses',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
          [
            'leak/canary',
            'the planted hostName stands in the method',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/method',
          ],
        ],
      },
      'in the TLS server name': {
        trace: planted()
          .sends('lookup', { tls: { protocol: 'TLSv1.3', serverName: 'host-7c2e.acme.test' } })
          .ends(),
        told: [
          [
            'channel/undocumented',
            'lookup: the TLS server name "‹hostName›.acme.test" is not documented',
            'the TLS server name "‹hostName›.acme.test"',
            'acme.test',
            '01T00:00:00.000 line 3 /tls/serverName',
          ],
          [
            'leak/canary',
            'lookup: the planted hostName stands in the TLS server name',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /tls/serverName',
          ],
        ],
      },
      'in a URL that cannot be read': {
        trace: planted().sends('pulse', { url: 'host-7c2e' }).ends(),
        told: [
          [
            'route/undocumented',
            'POST a URL that cannot be read matches no route',
            'POST a URL that cannot be read',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
          [
            'leak/canary',
            'the planted hostName stands in the URL',
            'the planted hostName',
            'pulse#/id, lookup#/version',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
    });
  });
});
