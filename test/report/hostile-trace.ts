import type { TraceRequest } from '../../src/trace/trace-event.generated.js';
import { type TraceBuilder, trace } from '../judge/judging.js';

const long = 'A'.repeat(1_000_000);

/** One attack on each format that there is, and on what shows it. */
export const attacks: readonly string[] = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror=document.title="owned">',
  '</style></pre></template><svg onload=document.title="owned">',
  "javascript:document.title='owned'",
  ']]></failure><testcase name="forged"/>',
  '&lt;b&gt;&#60;b&#62;&xxe;',
  '::error file=a,line=1::forged%0A::notice::x',
  '::stop-commands::x',
  '=HYPERLINK("https://evil.test","x")',
  '+1+1',
  '@SUM(1)',
  '-2+3|cmd',
  '| a | b |\n|---|---|\n[x](javascript:1) ![x](https://evil.test/x.png) `` ` ``',
  '# h\n- [ ] x @someone #1 www.evil.test <https://evil.test>',
  '#eval("1") \\u{202e} $x$ *b* _i_ @ref <label> #sys.inputs',
  'a\u0000b\u001b[2J\u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007\u009b31m',
  'safe\u202egnp.exe\u2066\u200b\ufeff',
  '\ud800\udfff\udc00',
  '\u2028\u2029\r\n\u0085',
  "'; DROP TABLE x; -- $(touch owned) `touch owned`",
  '../../../etc/passwd',
  '{"__proto__":{"owned":true}}',
  long,
];

/** Each attack wherever the sender chooses what stands there. */
export function hostileTrace(): TraceBuilder {
  const built = trace({
    product: { name: attacks[0]?.slice(0, 200) ?? '', version: attacks[1] ?? '' },
    canaries: [{ name: '<b>name</b>', value: 'planted<script>', permitted: [] }],
  }).beats();
  for (const [index, attack] of attacks.entries()) {
    const short = attack.slice(0, 190);
    built.as(`i-${index} ${short}`).install();
    const requests: readonly TraceRequest[] = [
      {
        method: 'POST',
        url: `https://evil.test/${encodeURIComponent(short.toWellFormed())}?${encodeURIComponent(short.toWellFormed())}=1`,
        body: attack,
      },
      { method: short.slice(0, 100), url: short, headers: [[attack, attack]] },
      {
        method: 'POST',
        url: 'https://acme.test/v1/odd',
        headers: [
          ['content-type', 'application/json'],
          ['x-evil', attack],
        ],
        body: JSON.stringify({ constructor: attack, [attack]: attack, '': attack }),
      },
      {
        method: 'POST',
        url: 'https://acme.test/v1/surveys',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: new URLSearchParams([
          ['a', attack.toWellFormed()],
          [attack.toWellFormed(), 'x'],
        ]).toString(),
      },
      { method: 'POST', url: 'https://acme.test/v1/odd', headers: [['content-type', short]], body: attack },
    ];
    for (const request of requests) built.transmits(request);
    built.leaksOpaquely(attack.slice(0, 900), short.slice(0, 90));
  }
  return built.after('PT1H').beats().ends();
}
