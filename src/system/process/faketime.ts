import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import type { Instant } from '../../disclosure/instant.js';
import { AdapterError } from '../adapter-error.js';
import { anchorClock, type RunningClock } from './clock.js';
import { type Command, withVariables } from './command.js';
import { type Peer, programBeside, startPeer } from './peer-process.js';

/** libfaketime, and the product's time under it. */
export interface FakeTime {
  readonly clock: RunningClock;
  /** What a program is started with, so that it has that time. */
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface FakeTimeOptions {
  /** The path of the library. */
  readonly library: string;
  readonly start: Instant;
  readonly factor: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly enclose: (command: Command) => Command;
  /** How long one answer may take, in milliseconds of real time. */
  readonly timeout: number;
}

/** Where distributions put the library: with the threads' functions in it first, since most products have threads. */
const FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/lib'];
const NAMES = ['libfaketimeMT.so.1', 'libfaketime.so.1'];
const TRIES = 20;

/**
 * The path of libfaketime: the variable FAKETIME_LIB, or where distributions put it.
 *
 * @throws InputError where it is not to be found.
 */
export function findFakeTime(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['FAKETIME_LIB'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new InputError({ file: named, message: 'there is no such file, and FAKETIME_LIB names it' });
  }
  const folders = FOLDERS.flatMap((folder) => [folder, ...foldersIn(folder)]);
  for (const name of NAMES) {
    for (const folder of folders) {
      const path = join(folder, 'faketime', name);
      if (existsSync(path)) return path;
    }
  }
  throw new InputError({
    message:
      'a product with "clock: faketime" needs libfaketime, which is not there; install the package libfaketime ' +
      '(Debian, Ubuntu, Fedora), or name the library in the variable FAKETIME_LIB',
  });
}

/** `/usr/lib/x86_64-linux-gnu` and such. */
function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.includes('-linux-'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/**
 * Begins a time of the product's own: it starts now at `start`, and runs `factor` times as fast as the machine's. All
 * programs that are started with its variables share it, whenever they are started.
 *
 * @throws InputError where the library does not work here.
 */
export async function beginFakeTime(options: FakeTimeOptions): Promise<FakeTime> {
  const { factor } = options;
  const { keeper, shared } = await startKeeper(options);
  try {
    const clock = await anchorClock('faketime', factor, async () => {
      const asked = performance.now();
      const { now } = await keeper.request('now', {});
      return { told: Number(now), asked, answered: performance.now() };
    });
    requireFaked(clock, options);
    return {
      clock,
      variables: { ...variablesOf(options), FAKETIME_SHARED: shared },
      close: () => keeper.close(),
    };
  } catch (error) {
    await keeper.close();
    throw error;
  }
}

/** An id that is taken in another namespace, or by one that ended badly, costs another process and no more. */
async function startKeeper(options: FakeTimeOptions): Promise<{ keeper: Peer; shared: string }> {
  const { environment, enclose, timeout } = options;
  const name = `candor-${randomBytes(8).toString('hex')}`;
  const variables = variablesOf(options);
  const command = enclose(withVariables(variables, [process.execPath, programBeside('timekeeper'), name]));
  for (let tries = 0; tries < TRIES; tries += 1) {
    const keeper = await startPeer('the keeper of the product’s time', command, environment, timeout);
    try {
      const { shared } = await keeper.request('share', {});
      if (typeof shared === 'string') return { keeper, shared };
      await keeper.close();
    } catch (error) {
      await keeper.close();
      throw error;
    }
  }
  throw new AdapterError(
    'libfaketime could not keep the product’s time in shared memory: /dev/shm may be full of what others left there (faketime_shm_…)',
  );
}

/** A library that does nothing here would have everything stamped with a time that the product never had. */
function requireFaked(clock: RunningClock, { start, library }: FakeTimeOptions): void {
  const off = Math.abs(clock.at(performance.now()) - start);
  // The first probes come at most seconds after the start, even on a machine that is busy.
  if (off <= 60_000 * clock.factor) return;
  throw new InputError({
    file: library,
    message: `does not give programs the time ${new Date(start).toISOString()}`,
  });
}

/** As the file README of libfaketime 0.9.10 has it, sections 4c to 4e: seconds since 1970 need no time zone. */
function variablesOf({
  library,
  start,
  factor,
  environment,
}: FakeTimeOptions): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: preload(library, environment),
    FAKETIME: `@${Math.floor(start / 1000)} x${factor}`,
    FAKETIME_FMT: '%s',
    FAKETIME_DONT_RESET: '1',
  };
}

/**
 * What a program is started with while the product is prepared: a day before the start, and no faster than the
 * machine's.
 */
export function preparationVariables({
  library,
  start,
  environment,
}: Pick<FakeTimeOptions, 'library' | 'start' | 'environment'>): Readonly<Record<string, string>> {
  const offset = Math.floor((start - Date.now()) / 1000) - 86_400;
  return { LD_PRELOAD: preload(library, environment), FAKETIME: `${offset < 0 ? '' : '+'}${offset}` };
}

/** What is preloaded already stays, and comes first (ld.so(8)). */
function preload(library: string, environment: NodeJS.ProcessEnv): string {
  const others = environment['LD_PRELOAD'] ?? '';
  return others === '' ? library : `${others}:${library}`;
}
