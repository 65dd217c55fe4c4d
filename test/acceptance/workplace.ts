import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const root: string = fileURLToPath(new URL('../../../', import.meta.url));

/** A project of a vendor that does not exist, with a document of ours: few scenarios, and quick. */
export const harbour: string = join(root, 'test', 'fixtures', 'projects', 'harbour');

/** How a command came out. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** The workplace's folder when not given: never this checkout. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A command that was started: the process, and what becomes of it. */
export interface Started {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** A folder of a test's own. Whatever it starts has its temporary files there, and can be told by that. */
export interface Workplace {
  readonly folder: string;
  /** A path in the folder. */
  at(...names: string[]): string;
  /** Writes a file into the folder, and gives its path. */
  write(name: string, content: string | Buffer): Promise<string>;
  /** Copies a folder of this checkout into the folder, and gives its path. */
  copy(source: string, name: string): Promise<string>;
  /** Runs the command to its end. */
  candor(parameters: readonly string[], surroundings?: Surroundings): Promise<Outcome>;
  start(parameters: readonly string[], surroundings?: Surroundings): Started;
  /** Runs any other program to its end, in the same surroundings. */
  program(command: string, parameters: readonly string[], surroundings?: Surroundings): Promise<Outcome>;
  /** What the commands left behind: processes (where there is /proc to tell) and temporary files. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const command = join(root, 'bin', 'candor.js');
/** What would change how a command looks or runs. */
const UNWANTED = ['NO_COLOR', 'FORCE_COLOR', 'CANDOR_DEBUG', 'NODE_OPTIONS', 'COLUMNS'];

export async function openWorkplace(): Promise<Workplace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'acceptance-')));
  const temporary = join(folder, 'temporary');
  await mkdir(temporary);

  const launch = (program: string, parameters: readonly string[], { cwd, env }: Surroundings): Started => {
    const own = Object.entries(process.env).filter(([name]) => !UNWANTED.includes(name));
    const child = spawn(program, parameters, {
      cwd: cwd ?? folder,
      env: { ...Object.fromEntries(own), TMPDIR: temporary, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, outcome: outcomeOf(child) };
  };

  const start: Workplace['start'] = (parameters, surroundings = {}) =>
    launch(process.execPath, [command, ...parameters], surroundings);

  return {
    folder,
    at: (...names) => join(folder, ...names),
    write: async (name, content) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    copy: async (source, name) => {
      await cp(source, join(folder, name), { recursive: true });
      return join(folder, name);
    },
    start,
    candor: (parameters, surroundings) => start(parameters, surroundings).outcome,
    program: (program, parameters, surroundings = {}) => launch(program, parameters, surroundings).outcome,
    leftovers: async () => [...processesOf(temporary), ...(await readdir(temporary))],
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([said(child.stdout), said(child.stderr)]);
  return { stdout, stderr, status: await status };
}

async function said(stream: ChildProcess['stdout']): Promise<string> {
  // A test that closes a pipe itself wants to hear no more of it.
  return stream === null ? '' : text(stream).catch(() => '');
}

/** The processes that were started with this folder for their temporary files; zombies have no environment. */
function processesOf(temporary: string): readonly string[] {
  let ids: readonly string[] = [];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.flatMap((id) => {
    try {
      const mine = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(`TMPDIR=${temporary}`);
      return mine ? [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });
}

/** Does several things at a time, as many as there are processors; the others wait their turn. */
export function createQueue(width: number = Math.max(2, availableParallelism())) {
  const waiting: (() => void)[] = [];
  let free = width;
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
