import { expect } from 'chai';
import { type Observation, observe } from './observation.js';
import { type ProductProcess, startProcess } from './product-process.js';

describe('the driver protocol of the reference product', () => {
  let product: ProductProcess;

  beforeEach(() => {
    product = startProcess();
  });

  afterEach(async () => {
    product.kill();
    await product.ended();
  });

  const malformed: readonly { it: string; line: string; code: number; id: number | null }[] = [
    { it: 'a line that is not JSON', line: '{"jsonrpc":', code: -32700, id: null },
    { it: 'a batch', line: '[]', code: -32600, id: null },
    { it: 'another version', line: '{"jsonrpc":"1.0","id":3,"method":"advance"}', code: -32600, id: 3 },
    {
      it: 'an id that is none',
      line: '{"jsonrpc":"2.0","id":{},"method":"advance"}',
      code: -32600,
      id: null,
    },
    { it: 'an unknown method', line: '{"jsonrpc":"2.0","id":4,"method":"toString"}', code: -32601, id: 4 },
    {
      it: 'positional parameters',
      line: '{"jsonrpc":"2.0","id":5,"method":"advance","params":[]}',
      code: -32602,
      id: 5,
    },
    {
      it: 'a request before initialize',
      line: '{"jsonrpc":"2.0","id":6,"method":"advance","params":{"to":"2026-01-01T00:00:00.000Z"}}',
      code: -32002,
      id: 6,
    },
  ];

  for (const { it: what, line, code, id } of malformed) {
    it(`answers ${what} with the error ${code}`, async () => {
      const answer = await product.exchange(line);
      expect(answer.id).to.equal(id);
      expect(answer.error?.code).to.equal(code);
    });
  }

  it('does not answer a notification', async () => {
    product.write('{"jsonrpc":"2.0","method":"no-such-method"}');
    expect((await product.exchange('{"jsonrpc":"2.0","id":"next","method":"nor-this"}')).id).to.equal('next');
  });

  it('refuses to initialize where the authority cannot be read or the proxy is no URL', async () => {
    const good = {
      installation: 'i-1',
      at: '2026-01-01T00:00:00.000Z',
      given: {},
      canaries: [],
      endpoints: [],
    };
    const unreadable = { ...good, proxy: 'http://127.0.0.1:1', ca: 'no-such-file.pem' };
    expect((await product.call('initialize', unreadable)).error?.message).to.match(/^ca must be/);
    const proxyless = { ...good, proxy: 'elsewhere', ca: 'no-such-file.pem' };
    expect((await product.call('initialize', proxyless)).error?.message).to.match(/^proxy must be/);
  });

  it('answers shutdown and ends with status 0', async () => {
    expect((await product.call('shutdown')).result).to.deep.equal({});
    expect(await product.ended()).to.equal(0);
  });

  it('ends with status 0 when its stdin does', async () => {
    product.hangUp();
    expect(await product.ended()).to.equal(0);
  });

  it('refuses to start with a defect that there is not', async () => {
    const wrong = startProcess('--defect', 'no-such-defect');
    expect(await wrong.ended()).to.equal(2);
    expect(wrong.complaints()).to.equal('there is no defect no-such-defect\n');
  });

  describe('once initialized', () => {
    let observation: Observation;

    beforeEach(async () => {
      observation = await observe();
    });

    afterEach(() => observation.close());

    const refused: readonly [string, string, object][] = [
      ['an unknown action', 'perform', { action: 'reboot', with: {} }],
      ['an unknown parameter', 'perform', { action: 'upgrade', with: { quietly: true } }],
      ['a parameter that is missing', 'perform', { action: 'install', with: { eula: 'accepted' } }],
      ['a value that is none of the permitted', 'perform', { action: 'activate', with: { method: 'trial' } }],
      ['an instant without a zone', 'advance', { to: '2026-01-01T00:00:00' }],
      ['a clock that goes back', 'advance', { to: '2025-12-31T23:59:59.999Z' }],
    ];

    for (const [what, method, parameters] of refused) {
      it(`answers ${what} with the error -32602`, async () => {
        expect((await observation.product.call(method, parameters)).error?.code).to.equal(-32602);
        expect((await observation.product.call('perform', { action: 'upgrade' })).result).to.deep.equal({});
      });
    }
  });
});
