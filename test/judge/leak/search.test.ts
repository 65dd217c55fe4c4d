import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describeLayers } from '../../../src/judge/leak/layer.js';
import { openAllowance, openSearch } from '../../../src/judge/leak/search.js';

const value = 'Host-7c2e.Example/91';
const search = openSearch([value, 'another-4711-value']);

function told(text: string | Uint8Array): readonly string[] {
  const bytes = Buffer.from(text);
  const hits = search.search([{ bytes }], openAllowance(bytes.length));
  return hits.map((hit) => `${hit.value} ${describeLayers(hit.layers)}`.trim());
}

const bytes = Buffer.from(value);
const turned = [...value].reverse().join('');
const md5 = createHash('md5').update(value).digest('hex');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const gzip = gzipSync(value);

/** A text, and how the value is said to be written in it. */
const rows: Readonly<Record<string, readonly [text: string | Uint8Array, how: string]>> = {
  'as it is': [`{"a":"${value}"}`, '0'],
  'in capitals': [`to ${value.toUpperCase()}.test`, '0 as its letters in another case'],
  'in letters of either case': ['hoST-7C2e.eXAMPLE/91', '0 as its letters in another case'],
  reversed: [`<${turned}>`, '0 as its reverse'],
  'percent-encoded as far as must be': [encodeURIComponent(value), '0 as percent-encoding'],
  'in base64 with neighbours': [Buffer.from(`id=${value};`).toString('base64'), '0 as base64'],
  'in base64 whose letters lost their case': [bytes.toString('base64').toLowerCase(), '0 as base64'],
  'in base64 over lines': [(bytes.toString('base64').match(/.{1,8}/g) ?? []).join('\r\n'), '0 as base64'],
  'in base64 as PHP writes it into JSON': [
    JSON.stringify(Buffer.from(`???${value}???`).toString('base64')).replaceAll('/', '\\/'),
    '0 as base64',
  ],
  'in hexadecimal digits at an odd place': [`f${bytes.toString('hex')}`, '0 as hexadecimal digits'],
  'in UTF-16': [Buffer.from(value, 'utf16le'), '0 as UTF-16'],
  'in base64 of UTF-16, as PowerShell takes commands': [
    Buffer.from(`echo ${value}`, 'utf16le').toString('base64'),
    '0 as base64 of UTF-16',
  ],
  'as base64 of its reverse': [Buffer.from(turned).toString('base64'), '0 as base64 of its reverse'],
  'as the reverse of base64': [
    [...bytes.toString('base64')].reverse().join(''),
    '0 as the reverse of base64',
  ],
  'as hexadecimal digits of base64': [
    Buffer.from(bytes.toString('base64')).toString('hex'),
    '0 as hexadecimal digits of base64',
  ],
  'in gzip amid other bytes': [Buffer.concat([Buffer.from('--part\r\n\r\n'), gzip]), '0 as gzip'],
  'in gzip whose checksum is wrong': [Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8)]), '0 as gzip'],
  'in gzip that was cut off': [gzipSync(`${value} ${'and more '.repeat(9)}`).subarray(0, -12), '0 as gzip'],
  'in zlib': [deflateSync(value), '0 as zlib'],
  'in deflate': [deflateRawSync(value), '0 as deflate'],
  'in br': [brotliCompressSync(`${value} `.repeat(3)), '0 as br'],
  'as base64 of deflate, in a path': [
    `/v1/x/${deflateRawSync(`${value} and more`).toString('base64url')}`,
    '0 as base64 of deflate',
  ],
  'as base64 of gzip, glued to what goes before': [`ab${gzip.toString('base64')}`, '0 as base64 of gzip'],
  'as gzip of gzip': [gzipSync(gzip), '0 as gzip of gzip'],
  'as a digest': [md5, '0 as hexadecimal digits of its MD5 digest'],
  'as a digest of the value with a line feed': [
    sha256(`${value}\n`).toString('base64'),
    '0 as base64 of the SHA-256 digest of its text with a line feed',
  ],
  'as a digest of its lower case': [
    sha256(value.toLowerCase()).toString('hex'),
    '0 as hexadecimal digits of the SHA-256 digest of its lower case',
  ],
  'as a digest of a digest': [
    sha256(md5).toString('hex'),
    '0 as hexadecimal digits of the SHA-256 digest of its MD5 digest',
  ],
  'as the reverse of a digest': [
    [...md5].reverse().join(''),
    '0 as hexadecimal digits of the reverse of hexadecimal digits of its MD5 digest',
  ],
  'as a list of numbers': [JSON.stringify([...bytes]), '0 as a list of numbers'],
  'as a binary string in JSON': [
    JSON.stringify(gzip.toString('latin1')),
    '0 as JSON escapes of UTF-8 of gzip',
  ],
};

/** What is near to the value, and is not it. */
const strangers: Readonly<Record<string, string | Uint8Array>> = {
  'nothing at all': '',
  'a part of it': value.slice(0, -1),
  'the digest of another value': sha256('Host-7c2e').toString('hex'),
  'the beginning of a digest': sha256(value).toString('hex').slice(0, 30),
  'its CRC-32': '1d2c3b4a',
};

describe('The search', () => {
  for (const [what, [text, how]] of Object.entries(rows)) {
    it(`finds a value ${what}`, () => {
      expect(told(text)).to.deep.equal([how]);
    });
  }

  for (const [what, text] of Object.entries(strangers)) {
    it(`does not find it in ${what}`, () => {
      expect(told(text)).to.deep.equal([]);
    });
  }

  it('finds each of several values once, in the plainest way', () => {
    const text = `${bytes.toString('hex')} another-4711-value ${value} ${turned}`;
    expect([...told(text)].sort()).to.deep.equal(['0', '1']);
  });

  it('looks for no value of fewer than eight distinct bytes', () => {
    const short = openSearch(['abcdefg', 'aaaaaaaaaaaaaaaa']);
    const text = Buffer.from('abcdefg aaaaaaaaaaaaaaaa');
    expect([short.states, short.search([{ bytes: text }], openAllowance(text.length))]).to.deep.equal([
      1,
      [],
    ]);
  });

  it('takes a text and what its transport makes of it for one', () => {
    const encoded = Buffer.from(encodeURIComponent(value));
    const hits = search.search([{ bytes: encoded }, { bytes }], openAllowance(100));
    expect(hits.map(({ layers }) => layers)).to.deep.equal([[]]);
  });
});

describe('What the search spends', () => {
  const spends = (text: Uint8Array): { readonly spent: boolean; readonly bytes: number } => {
    const allowance = openAllowance(text.length);
    const before = allowance.bytes;
    search.search([{ bytes: text }], allowance);
    return { spent: allowance.spent, bytes: before - allowance.bytes };
  };

  it('is bounded for what unfolds into more than can be searched, and it says so', () => {
    expect(spends(gzipSync(Buffer.alloc(64 * 1024 * 1024))).spent).to.equal(true);
    expect(spends(gzipSync(Buffer.alloc(3_500_000, 'ab'))).spent).to.equal(true);
  });

  const texts: Readonly<Record<string, Uint8Array>> = {
    zeros: Buffer.alloc(200_000),
    'letters that are digits of every base': Buffer.alloc(200_000, 'A'),
    escapes: Buffer.from('%25'.repeat(60_000)),
    'the beginnings of streams': Buffer.from('1f8b0800000000000003'.repeat(10_000), 'hex'),
    'the value itself': Buffer.from(value.repeat(5000)),
    'the value but for its end': Buffer.from(value.slice(0, -1).repeat(5000)),
    'marks of escapes that are none': Buffer.from('&%\\='.repeat(40_000)),
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`grows with the text and no faster: ${what}`, () => {
      expect(spends(text).bytes).to.be.below(40 * text.length + 5_000_000);
    });
  }
});
