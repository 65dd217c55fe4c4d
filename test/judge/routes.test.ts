import { type Row, table, trace } from './judging.js';
import { acmeWith } from './telling.js';

const undocumented: Row = ['route/undocumented', 'scope.transmit', 'excess'];
const sent = (url: string, method = 'POST') =>
  trace()
    .install()
    .sends('pulse', { url, method, json: { on: true } })
    .ends();

describe('routes', () => {
  table({
    'a documented payload on its route breaches nothing': {
      trace: sent('https://acme.test/v1/pulses'),
      verdicts: { 'scope.transmit': 'upheld', 'pulse.transmit': 'upheld' },
      verdict: 'upheld',
    },
    'another host is undocumented': {
      trace: sent('https://evil.test/v1/pulses'),
      findings: [undocumented],
      verdict: 'violated',
    },
    'a host below the documented one is undocumented': {
      trace: sent('https://a.acme.test/v1/pulses'),
      findings: [undocumented],
    },
    'another method is undocumented': {
      trace: sent('https://acme.test/v1/pulses', 'PUT'),
      findings: [undocumented],
    },
    'a method in lower case is another method': {
      trace: sent('https://acme.test/v1/pulses', 'post'),
      findings: [undocumented],
    },
    'another port is undocumented': {
      trace: sent('https://acme.test:8443/v1/pulses'),
      findings: [undocumented],
    },
    'another letter case of the path is undocumented': {
      trace: sent('https://acme.test/v1/Pulses'),
      findings: [undocumented],
    },
    'an upper-case host is the same host': { trace: sent('https://ACME.Test/v1/pulses') },
    'an upper-case scheme is the same scheme': { trace: sent('HTTPS://acme.test/v1/pulses') },
    'the default port written out is the same port': { trace: sent('https://acme.test:443/v1/pulses') },
    'a further path segment is undocumented, and so is what it says': {
      trace: sent('https://acme.test/v1/pulses/u-17'),
      findings: [undocumented, ['channel/undocumented', 'scope.transmit', 'excess']],
    },
    'a slash at the end is a further path part': {
      trace: sent('https://acme.test/v1/pulses/'),
      findings: [undocumented, ['channel/undocumented', 'scope.transmit', 'excess']],
    },
    'an encoded slash is no path segment of a route': {
      trace: sent('https://acme.test/v1%2Fpulses'),
      findings: [undocumented],
    },
    'a URL that cannot be read is undocumented': { trace: sent('https://[::/'), findings: [undocumented] },
    'a URL without a host is undocumented': { trace: sent('/v1/pulses'), findings: [undocumented] },
    'another scheme is undocumented': { trace: sent('ftp://acme.test/v1/pulses'), findings: [undocumented] },
    'http in place of https is the same route, in plaintext': {
      trace: trace()
        .install()
        .sends('pulse', { url: 'http://acme.test/v1/pulses', tls: null, json: { on: true } })
        .ends(),
      findings: [['transport/plaintext', 'pulse.transmit', 'excess']],
      verdicts: { 'pulse.transmit': 'violated', 'scope.transmit': 'violated' },
    },
    'http on a port of its own is no route': {
      trace: trace().install().sends('pulse', { url: 'http://acme.test:8080/v1/pulses', tls: null }).ends(),
      findings: [['transport/plaintext', 'scope.transmit', 'excess'], undocumented],
    },
    'a named group of a pattern takes one path segment': {
      trace: trace().install().sends('lookup', { url: 'https://acme.test/v1/lookup/other?v=1' }).ends(),
    },
    'excluded traffic is not judged, whatever its method and protection': {
      trace: trace()
        .install()
        .transmits({ method: 'PUT', url: 'https://updates.acme.test/a/b?c=d', body: 'x' }, { tls: null })
        .ends(),
      verdict: 'not-exercised',
    },
    'an exclusion of https does not exclude http': {
      trace: trace()
        .install()
        .transmits({ method: 'GET', url: 'http://updates.acme.test/a' }, { tls: null })
        .ends(),
      findings: [['transport/plaintext', 'scope.transmit', 'excess'], undocumented],
    },
  });

  const beyond = (segments: number) => sent(`https://acme.test/v1/pulses${'/x'.repeat(segments)}`);
  const channel: Row = ['channel/undocumented', 'scope.transmit', 'excess'];
  const excluded = [{ url: 'https://other.test/a?b=1', because: 'Another disclosure.' }] as const;
  const other = (...queries: string[]) =>
    queries.reduce(
      (built, query) => built.transmits({ method: 'GET', url: `https://other.test/a?${query}` }),
      trace().install(),
    );
  table({
    'what is added to the path of another method is no part of a route': {
      trace: sent('https://acme.test/v1/pulses/u-17', 'PUT'),
      findings: [undocumented],
    },
    'nine parts are added to a path, which is said': { trace: beyond(9), findings: [undocumented, channel] },
    'more are not looked through': { trace: beyond(10), findings: [undocumented] },
    'an exclusion with a query excludes no other query, whichever comes first': {
      trace: other('b=1', 'b=2', 'b=1'),
      ...acmeWith({ excluded: [...excluded] }),
      findings: [undocumented],
    },
    'nor where it is the second': {
      trace: other('b=2', 'b=1'),
      ...acmeWith({ excluded: [...excluded] }),
      findings: [undocumented],
    },
    'a system without exclusions excludes nothing': {
      trace: trace().install().transmits({ method: 'GET', url: 'https://updates.acme.test/a' }).ends(),
      ...acmeWith({ excluded: [] }),
      findings: [undocumented],
    },
  });

  describe('attribution', () => {
    const nameless = { installation: null };
    table({
      'a transmission without a name belongs to the only installation': {
        trace: trace().install().sends('lookup', nameless).ends(),
      },
      'with two installations it belongs to neither': {
        trace: trace().install().as('i-2').install().sends('lookup', nameless).ends(),
        findings: [['route/unattributed', 'lookup.transmit', 'excess']],
      },
      'it may have been sent when any of them may not, so that no schedule and no trigger is upheld': {
        trace: trace()
          .beats()
          .install({ telemetry: 'off' })
          .pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')
          .as('i-2')
          .install()
          .sends('pulse', nameless)
          .after('PT1H')
          .beats()
          .ends(),
        findings: [['route/unattributed', 'pulse.transmit', 'excess']],
        verdicts: { 'pulse.schedule': 'inconclusive', 'pulse.schedule-at-install': 'inconclusive' },
      },
      'before any installation was seen it belongs to none': {
        trace: trace().sends('lookup', nameless).ends(),
        findings: [['route/unattributed', 'lookup.transmit', 'excess']],
      },
      'an undocumented one without a name is both': {
        trace: trace().transmits({ method: 'GET', url: 'https://evil.test/' }, nameless).ends(),
        findings: [undocumented, ['route/unattributed', 'scope.transmit', 'excess']],
      },
      'an excluded one needs no name': {
        trace: trace().transmits({ method: 'GET', url: 'https://updates.acme.test/' }, nameless).ends(),
      },
      'an installation that becomes known at the same instant is the only one, in whatever order': {
        trace: trace().sends('lookup', nameless).install().ends(),
      },
      'an installation of which nothing is known decides nothing': {
        trace: trace().install().sends('lookup', { installation: 'i-9' }).ends(),
        verdicts: { 'lookup.transmit': 'inconclusive' },
        verdict: 'inconclusive',
      },
      'interleaved installations are judged each by its own state': {
        trace: trace()
          .install()
          .as('i-2')
          .install({ consent: 'refused' })
          .sends('lookup')
          .as('i-1')
          .sends('lookup')
          .as('i-2')
          .does('grant')
          .after('PT1S')
          .sends('lookup')
          .ends(),
      },
      'the state of one installation does not permit another': {
        trace: trace()
          .install()
          .as('i-2')
          .install({ consent: 'refused' })
          .as('i-1')
          .sends('lookup')
          .as('i-2')
          .sends('lookup')
          .ends(),
        findings: [['state/forbidden', 'lookup.transmit', 'excess']],
      },
    });
  });
});
