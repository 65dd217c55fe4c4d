import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { formatInstant, type Instant, parseDuration } from '../../src/disclosure/instant.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { createJudge, type Judgement } from '../../src/judge/judge.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { assembleResult, type JudgedTrace } from '../../src/judge/result.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { ScenarioFile } from '../../src/scenario/scenario-file.generated.js';
import { loadSystem, requireSystem, type System } from '../../src/system/load.js';
import type {
  EndEvent,
  GapEvent,
  HeartbeatEvent,
  StartEvent,
  TraceEvent,
  TraceRequest,
  TransmissionEvent,
} from '../../src/trace/trace-event.generated.js';

// From build/test/judge or wherever the tests were compiled to, two folders below the root.
const acmeProject = fileURLToPath(new URL('../../../test/fixtures/projects/acme', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

export const acme: Disclosure = await loadDisclosure(acmeProject, 'acme-1');
export const acmeSystem: System = await loadSystem(`${acmeProject}/systems/acme/system.yaml`);
requireSystem(acmeSystem, acme);
export const kes: Disclosure = await loadDisclosure(root, 'kes-11.0.0');
export const kesSystem: System = await loadSystem(`${root}/systems/reference/system.yaml`);
requireSystem(kesSystem, kes);

/** A scenario of acme-1. */
export async function acmeScenario(id: string): Promise<ScenarioFile> {
  const file = await loadScenario(acmeProject, acme, id);
  if (file === undefined) throw new Error(`there is no scenario ${id}`);
  return file.value;
}

type FactMap = Readonly<Record<string, string | boolean>>;
type Json = Readonly<Record<string, unknown>>;

/** A message of acme's as it is when nothing is wrong with it, on the wire. */
const samples: Readonly<Record<string, { method: string; url: string; json?: Json; form?: string }>> = {
  pulse: { method: 'POST', url: 'https://acme.test/v1/pulses', json: { number: 1, on: false, id: 'p-7f3a' } },
  report: {
    method: 'POST',
    url: 'https://acme.test/v1/reports',
    json: { d: { m: 'W1', s: 'S-22' }, stack: [{ function: 'main', line: 7 }] },
  },
  lookup: { method: 'GET', url: 'https://acme.test/v1/lookup/help?v=1.0' },
  survey: { method: 'POST', url: 'https://acme.test/v1/surveys', form: 'a=good&score=5' },
  odd: { method: 'POST', url: 'https://acme.test/v1/odd', json: { constructor: 'c', toString: false } },
  ping: { method: 'POST', url: 'https://acme.test/v1/pings', json: {} },
};

/** How one transmission differs from its sample. */
export interface Changes {
  /** Members beside the sample's, or in place of them; undefined takes one away. */
  readonly json?: Json;
  /** The whole body as text. */
  readonly body?: string;
  /** The whole body as bytes. */
  readonly bytes?: Uint8Array;
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly tls?: TransmissionEvent['tls'];
  /** What it took in its connection. */
  readonly took?: number;
  readonly facts?: FactMap;
  /** null sends it without the name of its installation. */
  readonly installation?: string | null;
}

const ORIGIN = Date.UTC(2026, 0, 1) as Instant;

/** The instant so long after the start of every trace here. */
export function instant(after: string): string {
  return formatInstant((ORIGIN + milliseconds(after)) as Instant);
}

function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (parsed === undefined) throw new Error(`${duration} is no duration`);
  return parsed;
}

/** A trace written down as it reads. Each method adds an event at the present instant, or moves the instant. */
export class TraceBuilder {
  readonly events: TraceEvent[] = [];
  readonly scenario: ScenarioFile | undefined;
  private elapsed = 0;
  private installation = 'i-1';

  constructor(start: Partial<StartEvent> = {}, scenario?: ScenarioFile) {
    this.scenario = scenario;
    this.push({ type: 'start', format: 'candor-trace/1', disclosure: 'acme-1', system: 'acme', ...start });
  }

  /** To so long after the start of the trace. */
  at(after: string): this {
    this.elapsed = milliseconds(after);
    return this;
  }

  /** To so long after the present instant. */
  after(duration: string): this {
    this.elapsed += milliseconds(duration);
    return this;
  }

  as(installation: string): this {
    this.installation = installation;
    return this;
  }

  knows(facts: FactMap): this {
    return this.push({ type: 'facts', installation: this.installation, facts });
  }

  does(action: string, facts?: FactMap): this {
    return this.push({
      type: 'action',
      installation: this.installation,
      action,
      ...(facts === undefined ? {} : { facts }),
    });
  }

  /** Installed with consent given and telemetry on, so that nothing is owed, but for what is said otherwise. */
  install(facts: FactMap = {}): this {
    return this.does('install', { consent: 'granted', telemetry: 'on', ...facts });
  }

  sends(payload: string, changes: Changes = {}): this {
    const sample = samples[payload];
    if (sample === undefined) throw new Error(`there is no sample of ${payload}`);
    const json = Object.entries({ ...sample.json, ...changes.json }).filter(
      ([, value]) => value !== undefined,
    );
    const type = sample.form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const text = sample.form ?? (sample.json && JSON.stringify(Object.fromEntries(json)));
    return this.transmits(
      {
        method: changes.method ?? sample.method,
        url: changes.url ?? sample.url,
        headers: [
          ...(text === undefined ? [] : [['content-type', type] as const]),
          ...(changes.headers ?? []),
        ].map(([name, value]): [string, string] => [name, value]),
        ...bodyOf(changes, text),
      },
      changes,
    );
  }

  transmits(request: TraceRequest, { tls, facts, installation, took }: Changes = {}): this {
    return this.push({
      type: 'transmission',
      ...(installation === null ? {} : { installation: installation ?? this.installation }),
      ...(facts === undefined ? {} : { facts }),
      request,
      tls: tls === undefined ? { protocol: 'TLSv1.3' } : tls,
      ...(took === undefined ? {} : { bytes: took }),
    });
  }

  /** Telemetry's pulse while it is off, at each of these times after the start of the trace. */
  pulses(...times: readonly string[]): this {
    for (const time of times) this.at(time).sends('pulse');
    return this;
  }

  beats(heard: Pick<HeartbeatEvent, 'over' | 'missing'> = {}): this {
    return this.push({ type: 'heartbeat', ...heard });
  }

  /** Puts a question to a resolver. */
  asks(name: string, type = 'A', bytes = name.length + 18): this {
    const destination = '192.0.2.53:53';
    return this.push({
      type: 'dns',
      installation: this.installation,
      question: { name, type },
      destination,
      bytes,
    });
  }

  asleep(duration: string): this {
    return this.gap('host-asleep', duration);
  }

  offline(duration: string): this {
    return this.gap('offline', duration);
  }

  captureDown(duration: string): this {
    return this.gap('capture-down', duration);
  }

  /** A gap of this installation alone, which leaves the present instant where it is. */
  gap(cause: GapEvent['cause'], duration: string, installation: string | null = this.installation): this {
    const until = formatInstant((ORIGIN + this.elapsed + milliseconds(duration)) as Instant);
    return this.push({ type: 'gap', until, cause, ...(installation === null ? {} : { installation }) });
  }

  leaksOpaquely(destination = '192.0.2.7:443', protocol = 'udp', bytes = 1200): this {
    return this.push({ type: 'opaque', installation: this.installation, protocol, destination, bytes });
  }

  ends(accounts: Pick<EndEvent, 'bytes' | 'clock'> = {}): this {
    return this.push({ type: 'end', ...accounts });
  }

  private push(event: EventWithoutInstant): this {
    this.events.push({ ...event, at: formatInstant((ORIGIN + this.elapsed) as Instant) } as TraceEvent);
    return this;
  }
}

type WithoutInstant<Event> = Event extends TraceEvent ? Omit<Event, 'at'> : never;
type EventWithoutInstant = WithoutInstant<TraceEvent>;

function bodyOf(changes: Changes, text: string | undefined): Pick<TraceRequest, 'body' | 'bodyBase64'> {
  if (changes.bytes !== undefined) return { bodyBase64: Buffer.from(changes.bytes).toString('base64') };
  const body = changes.body ?? text;
  return body === undefined ? {} : { body };
}

export function trace(start?: Partial<StartEvent>, scenario?: ScenarioFile): TraceBuilder {
  return new TraceBuilder(start, scenario);
}

export interface JudgingOptions {
  readonly readings?: readonly string[];
  readonly requireAll?: boolean;
  readonly disclosure?: Disclosure;
  readonly system?: System;
}

/** Judges one trace; its events stand on lines 1, 2, 3 and so on. */
export function judgementOf(
  { events, scenario }: Pick<TraceBuilder, 'events' | 'scenario'>,
  { readings = [], disclosure = acme, system = acmeSystem }: JudgingOptions = {},
): Judgement {
  const variants = variantsOf(disclosure, chooseReadings(disclosure, readings));
  // A system of its own has routes of its own, so that no test rests on what another one asked of them.
  const judge = createJudge({ disclosure, system: { ...system.file.value }, scenario, variants });
  for (const [index, event] of events.entries()) judge.push(event, index + 1);
  return judge.finish();
}

/** Judges traces by their file names and puts their results together. */
export function judgeAll(
  traces: Readonly<Record<string, Pick<TraceBuilder, 'events' | 'scenario'>>>,
  options: JudgingOptions = {},
): ResultFile {
  const { disclosure = acme, system = acmeSystem, requireAll = false } = options;
  const readings = chooseReadings(disclosure, options.readings ?? []);
  const variants = variantsOf(disclosure, readings);
  const judged = Object.entries(traces).map(
    ([file, built]): JudgedTrace => ({
      file,
      digest: 'sha256:0',
      judgement: judgementOf(built, options),
    }),
  );
  return assembleResult(
    { disclosure, system, readings, variants, requireAll, instrument: 'candor 0.0.0' },
    judged,
  );
}

export function judge(
  built: Pick<TraceBuilder, 'events' | 'scenario'>,
  options?: JudgingOptions,
): ResultFile {
  return judgeAll({ 'one.ndjson': built }, options);
}

/** Rule, clause, kind, and the member of the payload that is concerned. */
export type Row = readonly [rule: string, clause: string, kind: 'excess' | 'shortfall', member?: string];

export function rowsOf(result: ResultFile): readonly Row[] {
  return result.findings.map(({ rule, clause, kind, evidence }): Row => {
    const member = evidence[0]?.member;
    return member === undefined ? [rule, clause, kind] : [rule, clause, kind, member];
  });
}

/** One line of a table: a trace and what is to be found in it. */
export interface Case extends JudgingOptions {
  readonly trace: TraceBuilder;
  /** All findings, in order. None where not said. */
  readonly findings?: readonly Row[];
  /** Verdicts of some clauses; one that is not exercised may be named so. */
  readonly verdicts?: Readonly<Record<string, string>>;
  /** The verdict of the whole. */
  readonly verdict?: string;
}

/** Makes a test of each line of a table; its key is the sentence that it shows. */
export function table(cases: Readonly<Record<string, Case>>): void {
  for (const [sentence, { trace: built, findings = [], verdicts, verdict, ...options }] of Object.entries(
    cases,
  )) {
    it(sentence, () => {
      const result = judge(built, options);
      expect(rowsOf(result)).to.deep.equal(findings);
      const named = new Map(result.clauses.map((clause) => [clause.id, clause.verdict]));
      const actual = Object.keys(verdicts ?? {}).map((id) => [id, named.get(id)]);
      expect(Object.fromEntries(actual)).to.deep.equal(verdicts ?? {});
      if (verdict !== undefined) expect(result.verdict).to.equal(verdict);
    });
  }
}
