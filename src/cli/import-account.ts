import { formatInstant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { ImportAccount } from '../import/import-recording.js';
import type { Console } from './console.js';
import type { ImportFileOptions } from './import.js';

interface Imported {
  readonly kind: string;
  readonly traceFile: string;
  readonly options: ImportFileOptions;
}

const TRAFFIC: readonly (readonly [string, string])[] = [
  ['transmission', 'transmissions'],
  ['dns', 'questions to resolvers'],
  ['opaque', 'opaque, which could not be read'],
];

/** What was taken from a recording and what was not, what that means, and what to do next. */
export function tellImport(
  console: Console,
  account: ImportAccount,
  { kind, traceFile, options }: Imported,
): void {
  const { events, unseen, leftOut, from, until } = account;
  const span =
    from === undefined || until === undefined ? '' : `${formatInstant(from)} to ${formatInstant(until)}`;
  const lines = [`Imported from ${kind}: ${span}`];
  for (const [type, says] of TRAFFIC) {
    const times = events.get(type) ?? 0;
    if (times > 0 || type === 'transmission') lines.push(`  ${says}: ${times}`);
  }
  const states = (events.get('facts') ?? 0) + (events.get('action') ?? 0);
  lines.push(`  actions and statements of facts: ${states}`);
  lines.push(...listed('Not seen whole, and so not decided:', unseen));
  lines.push(...listed('Left out:', leftOut));
  lines.push(...limitsOf(account, options, states));
  const project = options.project === undefined ? '' : ` --project ${quoted(options.project)}`;
  const next = `candor verify ${quoted(traceFile)} --out ${quoted(`reports/${folderOf(traceFile)}`)}`;
  lines.push(
    `Trace: ${visible(traceFile, 1000)}`,
    `Next: ${next} --system ${quoted(options.system)}${project}`,
  );
  console.out(`${lines.join('\n')}\n`);
}

function listed(title: string, counts: ReadonlyMap<string, number>): readonly string[] {
  if (counts.size === 0) return [];
  return [title, ...[...counts].map(([reason, times]) => `  ${visible(reason, 200)}: ${times}`)];
}

function limitsOf(
  { brokenOff }: ImportAccount,
  options: ImportFileOptions,
  states: number,
): readonly string[] {
  const limits: string[] = [];
  if (brokenOff !== undefined)
    limits.push('The recording breaks off: the trace has no end, and nothing in it is upheld.');
  if (!options.complete) {
    limits.push(
      'What else was sent is not known: what was sent is judged, and that nothing else was is not decided (see --complete).',
    );
  }
  if (states === 0) {
    limits.push('No facts were given: what depends on the product’s state is not decided (see --facts).');
  }
  return limits;
}

function folderOf(traceFile: string): string {
  const name = traceFile.replace(/^.*[/\\]/s, '').replace(/(?:\.trace)?\.ndjson$/, '');
  return name === '' ? 'imported' : name;
}

/** For a shell, where that is needed. */
function quoted(text: string): string {
  const plain = visible(text, 1000);
  return /^[A-Za-z0-9_./@:+-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
