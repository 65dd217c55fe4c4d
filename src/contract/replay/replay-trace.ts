import { InputError } from '../../disclosure/input-error.js';
import { openTrace, type TracedEvent } from '../../trace/read.js';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Contract } from '../contract.js';
import { followFacts } from './facts-in-time.js';
import { inTurn } from './in-turn.js';
import { type Basis, judgeLines } from './judged-lines.js';
import type { MockServers } from './mock-servers.js';
import { type Compared, createReplayer } from './replayer.js';

export interface ReplayOptions extends Basis {
  readonly contracts: readonly Contract[];
  readonly servers: MockServers;
  readonly take: (compared: Compared) => Promise<void>;
  readonly onProgress: (done: string) => void;
}

export interface ReplayedTrace {
  readonly transmissions: number;
  readonly digest: string;
  /** Whether the trace has no end. */
  readonly cutOff: boolean;
}

/** Requests under way at a time. */
const UNDER_WAY = 4;

/**
 * Sends each captured transmission of a trace to a mock server of the contract of its host, and compares the answer
 * with what the judge says of that transmission. The trace is read twice: once by the judge, for some of what it says
 * of a transmission it knows only later, and once to be sent.
 *
 * @throws InputError where the trace cannot be used, or changes meanwhile.
 */
export async function replayTrace(path: string, options: ReplayOptions): Promise<ReplayedTrace> {
  const { disclosure, take, onProgress } = options;
  const judged = await judgeLines(path, options, (events) => onProgress(`${events} events judged`));
  const replay = createReplayer(options, judged);
  const facts = followFacts(disclosure);
  const turns = inTurn<Compared>(UNDER_WAY, take);
  const trace = openTrace(path);
  let waiting: { readonly event: TransmissionEvent; readonly line: number }[] = [];
  let now: number | undefined;
  let transmissions = 0;
  let cutOff = true;

  const settle = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    for (const { event, line } of batch) {
      transmissions += 1;
      if (transmissions % 100 === 0) onProgress(`${transmissions} transmissions replayed`);
      await turns.begin(replay(event.request, line, facts.of(event)));
    }
  };
  const hear = async ({ event, line, instant }: TracedEvent): Promise<void> => {
    // State events at an instant apply before transmissions of the same instant (DESIGN 6).
    if (now !== undefined && instant > now) await settle();
    now = instant;
    facts.hear(event, line);
    if (event.type === 'transmission') waiting.push({ event, line });
    cutOff = event.type !== 'end';
  };

  try {
    for await (const traced of trace.events) await hear(traced);
    await settle();
  } finally {
    await turns.finish();
  }
  if (trace.digest() !== judged.digest) {
    throw new InputError({ file: path, message: 'was changed while it was read' });
  }
  return { transmissions, digest: judged.digest, cutOff };
}
