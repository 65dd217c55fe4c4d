import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createColors } from 'picocolors';
import type { Console } from '../../src/cli/console.js';
import { judgeInto } from '../../src/cli/verify.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { type TraceBuilder, trace } from '../judge/judging.js';

const acmeProject = fileURLToPath(new URL('../../../test/fixtures/projects/acme', import.meta.url));

/** A console that keeps what is said to it. */
export function keepingConsole(): Console & { readonly said: { out: string; err: string } } {
  const said = { out: '', err: '' };
  return {
    said,
    out: (text) => {
      said.out += typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
    },
    err: (text) => {
      said.err += text;
    },
    progress: () => undefined,
    colours: createColors(false),
    interactive: false,
    width: 100,
  };
}

/** Folders of finished runs, each judged from traces as a user would; `remove` is for the end of the tests. */
export function runs(): {
  judge(
    traces: Readonly<Record<string, Pick<TraceBuilder, 'events'>>>,
    readings?: readonly string[],
    calibration?: string,
  ): Promise<string>;
  remove(): void;
} {
  const root = mkdtempSync(join(tmpdir(), 'candor-runs-'));
  let number = 0;
  return {
    async judge(traces, reading = [], calibration) {
      number += 1;
      const from = join(root, `${number}-recorded`);
      mkdirSync(from);
      const files = Object.entries(traces).map(([name, { events }]) => {
        writeFileSync(join(from, name), linesOf(events));
        return join(from, name);
      });
      const out = join(root, `${number}`);
      const options = {
        out,
        reading,
        project: acmeProject,
        system: join(acmeProject, 'systems/acme/system.yaml'),
        ...(calibration === undefined ? {} : { calibration }),
      };
      await judgeInto(files, options, keepingConsole());
      return out;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linesOf(events: readonly TraceEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** A run in which nothing is wrong: a window of the schedule, a crash, a lookup and a survey. */
export function cleanTrace(): TraceBuilder {
  return trace({
    recorded: '2026-11-23T12:00:00.000Z',
    product: {
      name: 'Acme Widget',
      version: '4.2',
      artifacts: [{ name: 'widget', digest: `sha256:${'ab'.repeat(32)}` }],
    },
    capture: 'proxy',
    clock: { kind: 'stepped', step: 'PT1M' },
  })
    .beats()
    .install()
    .at('PT10M')
    .sends('lookup')
    .sends('survey')
    .at('PT30M')
    .does('crash', { damaged: false })
    .sends('report')
    .at('PT1H')
    .does('turn-off')
    .pulses('PT2H', 'PT3H2M', 'PT4H', 'PT4H56M')
    .at('PT7H')
    .beats()
    .ends();
}

/** A dozen kinds of finding, each at least once. */
export function brokenTrace(): TraceBuilder {
  return trace()
    .beats()
    .install()
    .at('PT10M')
    .transmits({ method: 'POST', url: 'https://tracker.test/collect?who=me', body: '{"who":"me"}' })
    .sends('lookup', { headers: [['x-device', 'd-81f3']] })
    .sends('lookup', { tls: null })
    .sends('lookup', { tls: { protocol: 'TLSv1' } })
    .sends('survey', { body: 'a=good&score=5&a=bad' })
    .sends('survey', { body: 'a=good&score=5&mood=fine' })
    .sends('odd', { json: { toString: true } })
    .leaksOpaquely()
    .at('PT30M')
    .sends('report')
    .does('crash', { damaged: false })
    .at('PT40M')
    .does('buy')
    .sends('survey')
    .at('PT1H')
    .does('turn-off')
    .pulses('PT2H', 'PT2H30M', 'PT4H', 'PT4H1M')
    .sends('pulse', { json: { id: 7, extra: { email: 'ada@example.test' } } })
    .sends('pulse', { json: { number: undefined } })
    .at('PT9H')
    .sends('pulse')
    .beats()
    .ends();
}

/** Many findings of few causes, in many installations. */
export function hugeTrace(count: number): TraceBuilder {
  const built = trace().beats();
  for (let number = 0; number < count / 2; number += 1)
    built
      .as(`i-${number}`)
      .install()
      .sends('odd', { json: { toString: true } });
  built.after('PT1H');
  for (let number = 0; number < count / 2; number += 1)
    built.as(`i-${number}`).sends('survey', { body: 'a=good&score=5&mood=fine' });
  return built.after('PT1H').beats().ends();
}
