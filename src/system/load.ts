import { dirname } from 'node:path';
import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { pointerKeys, readSourceFile, type SourceFile } from '../disclosure/source-file.js';
import { checkProcessDriver } from './process/check.js';
import type { Route, SystemFile } from './system-file.generated.js';

/** One implementation under test, loaded; its folder is where its command runs and its kit is looked for. */
export interface System {
  readonly id: string;
  readonly file: SourceFile<SystemFile>;
  readonly folder: string;
}

/**
 * @throws InputError where the file is unreadable or not of its format. What it names is checked against the
 * disclosure by `checkSystem`.
 */
export async function loadSystem(path: string): Promise<System> {
  const file = await readSourceFile<SystemFile>(path, 'system');
  return { id: file.value.system, file, folder: dirname(path) };
}

/** What a system names must be the disclosure's, and its URL patterns must be patterns. */
export function checkSystem(system: System, disclosure: Disclosure): readonly Problem[] {
  const { file } = system;
  const problems: Problem[] = [];
  if (file.value.disclosure !== disclosure.id) {
    problems.push(file.problem(['disclosure'], `is not ${disclosure.id}, the disclosure that is judged`));
  }
  for (const [index, route] of file.value.routes.entries()) {
    problems.push(...checkRoute(file, disclosure, route, index));
  }
  for (const [index, { url }] of (file.value.excluded ?? []).entries()) {
    const fault = faultOfPattern(url);
    if (fault !== undefined) problems.push(file.problem(['excluded', index, 'url'], fault));
  }
  const { driver } = file.value;
  if (driver?.kind === 'process') problems.push(...checkProcessDriver(file, driver, disclosure));
  return problems;
}

/** @throws InputError with all that `checkSystem` finds. */
export function requireSystem(system: System, disclosure: Disclosure): void {
  const problems = checkSystem(system, disclosure);
  if (problems.length > 0) throw new InputError(problems);
}

function checkRoute(
  file: SourceFile<SystemFile>,
  disclosure: Disclosure,
  route: Route,
  index: number,
): readonly Problem[] {
  const at = ['routes', index];
  const problems: Problem[] = [];
  const payload = disclosure.payloads.get(route.payload);
  if (payload === undefined)
    problems.push(file.problem([...at, 'payload'], `there is no payload ${route.payload}`));
  const fault = faultOfPattern(route.url);
  if (fault !== undefined) problems.push(file.problem([...at, 'url'], fault));
  const isMessage = route.method === 'MESSAGE';
  if (fault === undefined && isMessage !== /^wss?:/.test(route.url)) {
    const wanted = isMessage
      ? 'must be wss:// or ws://, where messages of a WebSocket go'
      : 'is of a WebSocket, whose messages have the method MESSAGE';
    problems.push(file.problem([...at, 'url'], wanted));
  }
  const carriesBody = route.body === 'json' || route.body === 'form';
  if (carriesBody === (route.query !== undefined)) {
    problems.push(
      file.problem(at, 'must carry the fields either in the body (json or form) or in the query'),
    );
  }
  for (const [wire, field] of Object.entries(route.map ?? {})) {
    const pointer = field.startsWith('/') ? field : `/${field}`;
    if (payload?.fields.every((candidate) => candidate.pointer !== pointer)) {
      problems.push(file.problem([...at, 'map', wire], `the payload ${route.payload} has no field ${field}`));
    }
    if (wire.startsWith('/') && pointerKeys(wire).length > 1 && route.body !== 'json') {
      problems.push(file.problem([...at, 'map', wire], 'only a JSON body has members within members', 'key'));
    }
  }
  return problems;
}

function faultOfPattern(url: string): string | undefined {
  try {
    new URLPattern(url);
    return undefined;
  } catch {
    return 'is no WHATWG URLPattern; give scheme, host and path, such as https://telemetry.example/v1/:kind';
  }
}
