import { chooseContracts } from '../contract/choose-contracts.js';
import type { Contract } from '../contract/contract.js';
import { openAccountKeeper } from '../contract/replay/account.js';
import { keepMockServers } from '../contract/replay/mock-servers.js';
import { type MockService, startMockService } from '../contract/replay/mock-service.js';
import { findPact } from '../contract/replay/pact-executable.js';
import {
  assembleReplay,
  type Replay,
  type ReplayOutcome,
  type TraceEntry,
} from '../contract/replay/replay.js';
import { replayTrace } from '../contract/replay/replay-trace.js';
import { tellReplay } from '../contract/replay/tell-replay.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import { visible } from '../disclosure/visible.js';
import { chooseReadings, type Variant, variantsOf } from '../judge/readings.js';
import { requireReadableTwice } from '../report/run-folder.js';
import { loadSystem, requireSystem, type System } from '../system/load.js';
import { readTrace } from '../trace/read.js';
import type { StartEvent } from '../trace/trace-event.generated.js';
import type { Console } from './console.js';
import { NOT_DECIDED, UPHELD, VIOLATED } from './exit-status.js';
import { findSystem } from './find-system.js';

export interface ContractReplayOptions {
  /** A folder of contract files; that of the project when not given. */
  readonly contracts?: string;
  /** The disclosure that the traces must be of. */
  readonly disclosure?: string;
  /** The system file, where it is not the one that a trace names. */
  readonly system?: string;
  readonly project?: string;
  readonly json?: boolean;
}

const statuses: Readonly<Record<ReplayOutcome, number>> = {
  agreement: UPHELD,
  disagreement: VIOLATED,
  undecided: NOT_DECIDED,
};

/**
 * `candor contract replay`: sends what was captured through Pact's mock server, and compares Pact with the judge.
 *
 * @returns 0 where they agree wherever they can be compared, 1 where they disagree, 2 where nothing was compared, a
 * trace was cut off, or a documented transmission could not be compared.
 * @throws InputError where a trace, a contract or Pact itself cannot be used.
 */
export async function replayTraces(
  traces: readonly string[],
  options: ContractReplayOptions,
  console: Console,
  signal?: AbortSignal,
): Promise<number> {
  const sorted = [...new Set(traces)].sort();
  await requireReadableTwice(sorted);
  const bases = await basesOf(sorted, options);
  const service = await startMockService(findPact());
  let replay: Replay;
  try {
    replay = await replayAll(sorted, bases, service, console, signal);
  } finally {
    console.progress();
    await service.end();
  }
  console.out(options.json ? `${JSON.stringify(replay, undefined, 2)}\n` : tellReplay(replay, console));
  return statuses[replay.outcome];
}

async function replayAll(
  traces: readonly string[],
  bases: ReadonlyMap<string, TraceBasis>,
  service: MockService,
  console: Console,
  signal: AbortSignal | undefined,
): Promise<Replay> {
  const keeper = openAccountKeeper();
  const servers = keepMockServers(service);
  const entries: TraceEntry[] = [];
  for (const file of traces) {
    const basis = bases.get(file);
    if (basis === undefined) {
      entries.push({ file, digest: '', transmissions: 0, cutOff: true });
      continue;
    }
    const replayed = await replayTrace(file, {
      ...basis,
      servers,
      take: (compared) => {
        signal?.throwIfAborted();
        return keeper.take(file, compared);
      },
      onProgress: (done) => console.progress(`${visible(file)}: ${done}`),
    });
    entries.push({ file, ...replayed });
  }
  return assembleReplay(keeper.account(), entries);
}

interface TraceBasis {
  readonly disclosure: Disclosure;
  readonly system: System['file']['value'];
  readonly variants: readonly Variant[];
  readonly contracts: readonly Contract[];
}

/** What each trace is judged by and held against; nothing for an empty one. All of it is read before Pact starts. */
async function basesOf(
  traces: readonly string[],
  options: ContractReplayOptions,
): Promise<ReadonlyMap<string, TraceBasis>> {
  const bases = new Map<string, TraceBasis>();
  const known = new Map<string, Promise<TraceBasis>>();
  for (const file of traces) {
    const start = await startOf(file);
    if (start === undefined) continue;
    if (options.disclosure !== undefined && start.disclosure !== options.disclosure) {
      const message = `is of ${JSON.stringify(visible(start.disclosure))}, not of ${options.disclosure}`;
      throw new InputError({ file, line: 1, message });
    }
    const key = JSON.stringify([start.disclosure, start.system]);
    const basis = known.get(key) ?? basisOf(file, start, options);
    known.set(key, basis);
    bases.set(file, await basis);
  }
  return bases;
}

async function startOf(file: string): Promise<StartEvent | undefined> {
  // The first event of a trace is its start: the reader refuses any other.
  for await (const { event } of readTrace(file)) return event as StartEvent;
  return undefined;
}

async function basisOf(file: string, start: StartEvent, options: ContractReplayOptions): Promise<TraceBasis> {
  const folders = projectFolders(options.project);
  const project = await findDisclosureProject(folders, start.disclosure).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((problem) => ({ file, line: 1, ...problem })));
  });
  const disclosure = await loadDisclosure(project, start.disclosure);
  const system =
    options.system === undefined
      ? await findSystem(folders, file, start.system)
      : await loadSystem(options.system);
  requireSystem(system, disclosure);
  const { contracts } = await chooseContracts({
    folders,
    disclosure: disclosure.id,
    ...(options.contracts === undefined ? {} : { contracts: options.contracts }),
  });
  if (contracts.length === 0) {
    const message = `there are no contracts of ${disclosure.id} here; "candor contract generate" writes them`;
    throw new InputError({
      ...(options.contracts === undefined ? {} : { file: options.contracts }),
      message,
    });
  }
  return {
    disclosure,
    system: system.file.value,
    variants: variantsOf(disclosure, chooseReadings(disclosure, [])),
    contracts: contracts.map(({ contract }) => contract),
  };
}
