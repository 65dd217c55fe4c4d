import { expect } from 'chai';
import fc from 'fast-check';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { judge, judgementOf, type TraceBuilder, trace } from './judging.js';

/** What a person reads of a result: everything but ids and places in the trace. */
function textsOf(result: ResultFile): readonly string[] {
  return [
    ...result.findings.flatMap(({ message, sent = '', allowed = '' }) => [message, sent, allowed]),
    ...result.clauses.flatMap(({ undecided = [] }) => undecided),
    ...result.scenarios.flatMap(({ notes }) => notes),
  ];
}

/** Puts one text into every part of a message that a product can choose. */
function everywhere(text: string, start: Parameters<typeof trace>[0] = {}): TraceBuilder {
  const encoded = encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));
  return trace(start)
    .install()
    .does('crash')
    .sends('pulse', { json: { [text]: 1, on: text, id: text, number: text } })
    .sends('pulse', {
      json: { on: true },
      headers: [
        ['x', text],
        [text, 'x'],
      ],
    })
    .sends('pulse', { json: { on: true }, headers: [['content-encoding', text]] })
    .sends('pulse', {
      json: { on: true },
      headers: [['host', text]],
      tls: { protocol: text, serverName: text },
    })
    .sends('pulse', { body: `{"${text}":1,"${text}":2}` })
    .sends('report', { json: { stack: [{ function: text, [text]: text }], device: { [text]: {} } } })
    .sends('lookup', {
      url: `https://acme.test/v1/lookup/${encoded}?${encoded}=${encoded}&${encoded}=2#${encoded}`,
    })
    .sends('survey', { body: `a=${encoded}&a=2&${encoded}=1`, headers: [['content-type', `text/${text}`]] })
    .transmits({
      method: 'POST',
      url: 'https://acme.test/v1/odd',
      headers: [['content-type', `image/${text}; charset=${text}`]],
      body: text,
    })
    .transmits({
      method: 'POST',
      url: 'https://acme.test/v1/odd',
      headers: [['content-type', `a/b; charset=${text}`]],
      body: text,
    })
    .transmits({ method: text, url: text })
    .transmits({ method: text, url: `https://evil.test/${encoded}` })
    .transmits({ method: 'POST', url: `https://acme.test/v1/pulses/${encoded}` })
    .leaksOpaquely(text, text)
    .ends();
}

describe('findings', () => {
  it('show no value of a field that is not public', () => {
    const marked = fc.stringMatching(/^[a-z0-9]{1,8}$/).map((text) => `zq!${text}`);
    const value = fc.oneof(
      marked,
      fc.constant(918_273_645),
      fc.array(marked, { maxLength: 3 }),
      fc.record({ x: marked }),
      fc.array(fc.record({ x: marked }), { maxLength: 2 }),
    );
    fc.assert(
      fc.property(value, fc.boolean(), (secret, paid) => {
        const built = trace().install();
        if (paid) built.does('buy');
        built
          .does('crash', { damaged: paid })
          .sends('pulse', { json: { on: secret, id: secret, token: secret } })
          .sends('report', {
            json: {
              d: { m: 'W', s: secret },
              device: { owner: { email: secret } },
              stack: [{ function: secret, file: secret }, { function: secret }, {}, {}],
              lic: secret,
            },
          })
          .sends('report', { json: { device: { owner: secret } } })
          .sends('report', { json: { stack: [secret] } })
          .sends('lookup', {
            url: `https://acme.test/v1/lookup/x?v=1&ratio=${encodeURIComponent(JSON.stringify(secret))}`,
          })
          .sends('survey', {
            body: `a=${encodeURIComponent('x'.repeat(60) + JSON.stringify(secret))}&score=1&=${encodeURIComponent(JSON.stringify(secret))}zzzzzzzzzz`,
          })
          .sends('odd', { json: { '': secret } })
          .ends();
        const shown = textsOf(judge(built)).join('\n');
        expect(shown).not.to.contain('zq!');
        expect(shown).not.to.contain('918273645');
      }),
    );
  });

  it('show no planted value, wherever it stands', () => {
    const value = fc
      .string({ minLength: 4, maxLength: 30, unit: 'grapheme' })
      .filter((text) => new Set(Buffer.from(text)).size >= 8);
    fc.assert(
      fc.property(value, (planted) => {
        const { breaches } = judgementOf(everywhere(planted, { canaries: [{ name: 'c1', value: planted }] }));
        const texts = breaches.flatMap(({ message, sent = '', allowed = '', member = '' }) => [
          message,
          sent,
          allowed,
          member,
        ]);
        expect(texts.filter((text) => text.includes(planted))).to.deep.equal([]);
      }),
      // Each value has a search of its own to be built.
      { numRuns: 30 },
    );
  });

  it('hold no character that cannot be seen, wherever it stands', () => {
    const unseen = fc.constantFrom(
      '\0',
      '\x1b[31m',
      '\r\n',
      '\t',
      '\x7f',
      '\x9b',
      '\u202e',
      '\u2066',
      '\u200b',
      '\u2028',
      '\ufeff',
      '\ud800',
    );
    const text = fc.array(fc.oneof(unseen, fc.constantFrom('a', 'ü', '😀', '/', '~', '"', '\\')), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const texts = textsOf(judge(everywhere(parts.join(''))));
        const raw = texts.filter((shown) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(shown));
        expect(raw).to.deep.equal([]);
      }),
    );
  });

  it('are never longer than a screen, however long what was sent', () => {
    for (const text of textsOf(judge(everywhere('x'.repeat(50_000))))) expect(text.length).to.be.below(700);
  });

  it('come of any JSON body without a fault of Candor’s own', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 5 }),
        fc.constantFrom('pulse', 'report', 'odd', 'survey'),
        (body, payload) => {
          judge(trace().install().does('crash').sends(payload, { body }).ends());
        },
      ),
    );
  });

  it('come of any bytes, under any coding, without a fault of Candor’s own', () => {
    const coding = fc.constantFrom('gzip', 'deflate', 'br', 'gzip, br', 'identity');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), coding, fc.boolean(), (bytes, encoding, magic) => {
        const body = magic ? Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), bytes]) : bytes;
        judge(
          trace()
            .install()
            .sends('pulse', { bytes: body, headers: [['content-encoding', encoding]] })
            .ends(),
        );
      }),
    );
  });

  it('come of any URL without a fault of Candor’s own', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ minLength: 1 })),
        (url) => {
          judge(
            trace({ canaries: [{ name: 'c1', value: 'abcdefgh' }] })
              .install()
              .transmits({ method: 'GET', url })
              .ends(),
          );
        },
      ),
    );
  });
});
