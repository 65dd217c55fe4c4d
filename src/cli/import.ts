import { basename, extname } from 'node:path';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { type Instant, parseInstant } from '../disclosure/instant.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import { readAccessLog } from '../import/access-log.js';
import { bodyRoutesOf } from '../import/body-routes.js';
import { givenFacts } from '../import/given.js';
import { readHar } from '../import/har.js';
import { type ImportAccount, type ImportOptions, importRecording } from '../import/import-recording.js';
import { logReader } from '../import/log-fields.js';
import { readCapture } from '../import/packets.js';
import type { Recorded } from '../import/recorded.js';
import { type RecordingKind, recordingKind, recordingKinds } from '../import/recording-kind.js';
import { loadTimeline, type Timeline } from '../import/timeline.js';
import { loadScenario } from '../scenario/load.js';
import { loadSystem, requireSystem, type System } from '../system/load.js';
import { TRACE_FORMAT } from '../trace/parse-event.js';
import type { Console } from './console.js';
import { COULD_NOT_JUDGE, UPHELD } from './exit-status.js';
import { tellImport } from './import-account.js';

export interface ImportFileOptions {
  readonly system: string;
  readonly from?: RecordingKind;
  readonly out?: string;
  readonly facts?: string;
  readonly given: readonly string[];
  readonly installation?: string;
  readonly scenario?: string;
  readonly complete?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly keys?: string;
  readonly client: readonly string[];
  readonly field: readonly string[];
  readonly origin?: string;
  readonly partial?: boolean;
  readonly project?: string;
}

/**
 * `candor import`: load, read, put in order, write.
 *
 * @param words the recording, and before it perhaps what it is.
 * @returns the exit status.
 * @throws InputError where the recording or a file that it needs cannot be used.
 */
export async function importFile(
  words: readonly string[],
  options: ImportFileOptions,
  console: Console,
  signal: AbortSignal,
): Promise<number> {
  const { file, kind } = await recordingOf(words, options.from);
  requireFitting(kind, options);
  const system = await loadSystem(options.system);
  const project = await findDisclosureProject(projectFolders(options.project), system.file.value.disclosure);
  const disclosure = await loadDisclosure(project, system.file.value.disclosure);
  requireSystem(system, disclosure);
  await requireScenario(project, disclosure, options.scenario);
  const timeline = options.facts === undefined ? undefined : await loadTimeline(options.facts, disclosure);
  const traceFile = options.out ?? `${basename(file, extname(file))}.trace.ndjson`;
  const account = await importRecording(open(kind, file, system, options, signal), {
    start: {
      format: TRACE_FORMAT,
      disclosure: disclosure.id,
      system: system.id,
      ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
      capture: `import-${kind}`,
      clock: { kind: 'real' },
    },
    recordingFile: file,
    traceFile,
    timeline,
    given: givenFacts(options.given, disclosure),
    installation: installationOf(kind, timeline, options),
    complete: options.complete ?? false,
    from: instantOf('--since', options.since),
    until: instantOf('--until', options.until),
    partial: options.partial ?? false,
    signal,
    onProgress: (taken) => console.progress(`${file}: ${taken} taken`),
  });
  console.progress();
  tellImport(console, account, { kind, traceFile, options });
  return statusOf(account, console);
}

function statusOf({ brokenOff }: ImportAccount, console: Console): number {
  if (brokenOff === undefined) return UPHELD;
  console.err(`candor: ${brokenOff.message}\n`);
  return COULD_NOT_JUDGE;
}

/** `candor import har FILE`, `candor import FILE --from har`, or what the file looks like. */
async function recordingOf(
  words: readonly string[],
  from: RecordingKind | undefined,
): Promise<{ readonly file: string; readonly kind: RecordingKind }> {
  const [first = '', second, ...more] = words;
  if (second === undefined) return { file: first, kind: from ?? (await recordingKind(first)) };
  const named = recordingKinds.find((kind) => kind === first);
  if (named === undefined || more.length > 0) {
    throw new InputError({ message: 'one recording is imported at a time, each into a trace of its own' });
  }
  return { file: second, kind: named };
}

/** An option that says nothing about such a recording is a misunderstanding. */
function requireFitting(kind: RecordingKind, { keys, client, field, origin }: ImportFileOptions): void {
  const given: readonly (readonly [string, boolean, RecordingKind])[] = [
    ['--keys', keys !== undefined, 'pcapng'],
    ['--client', client.length > 0, 'pcapng'],
    ['--field', field.length > 0, 'log'],
    ['--origin', origin !== undefined, 'log'],
  ];
  for (const [name, isGiven, wanted] of given) {
    if (isGiven && kind !== wanted) {
      throw new InputError({
        message: `${name} is for a recording of the kind ${wanted}; this one is ${kind}`,
      });
    }
  }
}

function open(
  kind: RecordingKind,
  file: string,
  system: System,
  { keys, client, field, origin }: ImportFileOptions,
  signal: AbortSignal,
): AsyncIterable<Recorded> {
  const bodies = bodyRoutesOf(system.file.value);
  switch (kind) {
    case 'har':
      return readHar(file, bodies);
    case 'pcapng':
      return readCapture(file, { keys, clients: client, signal });
    case 'log':
      return readAccessLog(file, { read: logReader(field), origin: originOf(origin), bodies });
  }
}

function originOf(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new InputError({
    message: `--origin ${text}: must be scheme and host, such as https://stats.acme.test`,
  });
}

/** Where a timeline knows several, what the recording ascribes to none of them belongs to none. */
function installationOf(
  kind: RecordingKind,
  timeline: Timeline | undefined,
  { installation, field }: ImportFileOptions,
): ImportOptions['installation'] {
  if (installation !== undefined) {
    if (installation !== '' && installation.length <= 200) return installation;
    throw new InputError({ message: '--installation must be a name of 1 to 200 characters' });
  }
  if (kind === 'log' && field.some((one) => one.startsWith('installation='))) return undefined;
  const names = timeline?.installations ?? ['i-1'];
  return names.length === 1 ? names[0] : undefined;
}

function instantOf(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new InputError({ message: `${option} ${text}: must be an instant such as 2026-01-31T12:00:00Z` });
}

async function requireScenario(
  project: string,
  disclosure: Disclosure,
  id: string | undefined,
): Promise<void> {
  if (id === undefined || (await loadScenario(project, disclosure, id)) !== undefined) return;
  throw new InputError({ message: `--scenario ${id}: ${disclosure.id} has no such scenario` });
}
