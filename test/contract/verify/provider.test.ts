import { expect } from 'chai';
import { toProvider } from '../../../src/contract/verify/provider.js';
import { InputError } from '../../../src/disclosure/input-error.js';

describe('The receiving service that a user names', () => {
  const wrong: readonly (readonly [url: string, says: string])[] = [
    ['ftp://127.0.0.1/', 'must begin with http:// or https://'],
    ['file:///etc/hosts', 'must begin with http:// or https://'],
    ['127.0.0.1:8080', 'is no URL; give http://host:port'],
    ['here', 'is no URL'],
    ['http://127.0.0.1:99999', 'is no URL'],
    ['http://one:two@127.0.0.1/', 'holds a user or a password'],
    ['http://127.0.0.1/?key=1', 'may have no query'],
    ['http://127.0.0.1/#part', 'no fragment'],
  ];
  for (const [url, says] of wrong) {
    it(`is refused as ${url}`, () => {
      expect(() => toProvider(url)).to.throw(InputError, says);
    });
  }

  it('is refused without telling the password that its URL holds', () => {
    expect(() => toProvider('ftp://one:sesame@127.0.0.1/'))
      .to.throw(InputError)
      .that.does.not.match(/sesame/);
  });

  it('may have a path of its own', () => {
    expect(toProvider('https://api.example/base/').url.pathname).to.equal('/base/');
  });

  it('gets headers with their names and values', () => {
    const { headers } = toProvider('http://a.example', ['authorization: Bearer a:b', 'x-empty:']);
    expect(headers).to.deep.equal([
      ['authorization', 'Bearer a:b'],
      ['x-empty', ''],
    ]);
  });

  for (const header of [
    'nonsense',
    ': no name',
    'a b: c',
    'x: one\r\ny: two',
    'Content-Length: 1',
    'x: \u202e',
  ]) {
    it(`is refused with the header ${JSON.stringify(header)}, whose value is not told`, () => {
      const [, value = 'nonsense'] = header.split(': ');
      expect(() => toProvider('http://a.example', [header]))
        .to.throw(InputError)
        .that.satisfies(({ message }: Error) => value.length < 3 || !message.includes(value));
    });
  }
});
