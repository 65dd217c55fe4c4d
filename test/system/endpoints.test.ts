import { expect } from 'chai';
import { endpointsOf } from '../../src/system/endpoints.js';
import type { Route, SystemFile } from '../../src/system/system-file.generated.js';

describe('The endpoints that an adapter is told of', () => {
  const endpoints = (...urls: string[]): string[] => {
    const routes = urls.map((url) => ({ payload: 'a', method: 'GET', url })) as unknown as [
      Route,
      ...Route[],
    ];
    const system: SystemFile = {
      system: 's',
      disclosure: 'd',
      transport: { tls: 'required' },
      headers: { permitted: [] },
      routes,
    };
    return endpointsOf(system);
  };

  it('are the distinct origins of the routes, in their order', () => {
    expect(
      endpoints(
        'https://b.test/v1/x',
        'https://a.test/:link',
        'https://b.test/v1/y',
        'http://a.test:8080?x=*',
      ),
    ).to.deep.equal(['https://b.test', 'https://a.test', 'http://a.test:8080']);
  });

  it('leave out the port that the scheme has anyhow, and know an IPv6 address', () => {
    expect(endpoints('https://A.test:443/', 'http://[::1]:81/x')).to.deep.equal([
      'https://a.test',
      'http://[::1]:81',
    ]);
  });

  it('leave out a route whose host is a pattern', () => {
    expect(
      endpoints(
        'https://*.test/x',
        'https://:name.test/x',
        'https://{a.}?b.test/',
        'http{s}?://a.test',
        '/path',
      ),
    ).to.deep.equal([]);
  });
});
