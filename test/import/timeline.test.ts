import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { loadTimeline } from '../../src/import/timeline.js';
import { kes } from '../judge/judging.js';
import { rejection } from '../rejection.js';

const head = 'timeline: t\ndisclosure: kes-11.0.0\n';

describe('A timeline', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candor-timeline-'));
  });
  after(() => rm(folder, { recursive: true }));

  const load = async (text: string): Promise<Awaited<ReturnType<typeof loadTimeline>>> => {
    await writeFile(join(folder, 't.yaml'), text);
    return loadTimeline(join(folder, 't.yaml'), kes);
  };

  it('has the events of a trace: actions set what the disclosure says', async () => {
    const { installations, given, events } = await load(`${head}
installations:
  one:
    given: { virtualized: false }
    events:
      - { at: 2026-01-01T00:00:00Z, do: install, with: { eula: accepted, ksnStatement: declined } }
      - { at: 2026-01-02T00:00:00Z, facts: { licenseExpired: true } }
      - { at: 2026-01-03T00:00:00Z, until: 2026-01-04T00:00:00Z, gap: host-asleep }
  two: {}
gaps:
  - { at: 2026-01-05T00:00:00Z, until: 2026-01-05T00:00:00Z, gap: capture-down }
`);
    expect(installations).to.deep.equal(['one', 'two']);
    expect(given.get('one')).to.deep.equal({ virtualized: false });
    expect(events.map(({ event }) => event)).to.deep.equal([
      {
        type: 'action',
        at: '2026-01-01T00:00:00.000Z',
        installation: 'one',
        action: 'install',
        facts: {
          installed: true,
          eula: 'accepted',
          ksnStatement: 'declined',
          ksn: 'disabled',
          ...untouched(events),
        },
      },
      { type: 'facts', at: '2026-01-02T00:00:00.000Z', installation: 'one', facts: { licenseExpired: true } },
      {
        type: 'gap',
        at: '2026-01-03T00:00:00.000Z',
        installation: 'one',
        until: '2026-01-04T00:00:00.000Z',
        cause: 'host-asleep',
      },
      {
        type: 'gap',
        at: '2026-01-05T00:00:00.000Z',
        until: '2026-01-05T00:00:00.000Z',
        cause: 'capture-down',
      },
    ]);
  });

  const faults: Readonly<Record<string, readonly [string, string]>> = {
    'another disclosure': [
      'timeline: t\ndisclosure: acme-1\ninstallations: { i: {} }\n',
      'is not kes-11.0.0',
    ],
    'no installation': [`${head}installations: {}\n`, 'installations'],
    'an unknown fact': [
      `${head}installations: { i: { given: { colour: red } } }\n`,
      'there is no fact colour',
    ],
    'a fact called like a built-in': [
      `${head}installations: { i: { given: { constructor: red } } }\n`,
      'there is no fact constructor',
    ],
    'an impossible value': [`${head}installations: { i: { given: { ksn: maybe } } }\n`, 'must be one of'],
    'an unknown parameter': [
      `${head}installations: { i: { events: [{ at: 2026-01-01T00:00:00Z, do: install, with: { hat: red } }] } }\n`,
      'takes no parameter hat',
    ],
    'an impossible parameter': [
      `${head}installations: { i: { events: [{ at: 2026-01-01T00:00:00Z, do: install, with: { eula: maybe } }] } }\n`,
      'the fact eula must be one of',
    ],
    'a gap that ends before it begins': [
      `${head}installations: { i: { events: [{ at: 2026-01-02T00:00:00Z, until: 2026-01-01T00:00:00Z, gap: offline }] } }\n`,
      'no earlier than',
    ],
    'an instant in local time': [
      `${head}installations: { i: { events: [{ at: 2026-01-02T00:00:00+01:00, do: install }] } }\n`,
      'pattern',
    ],
  };
  for (const [name, [text, message]] of Object.entries(faults)) {
    it(`with ${name} is refused, with the line`, async () => {
      const error = await rejection(load(text));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message).to.include(message);
      expect((error as InputError).problems[0]?.line).to.be.a('number');
    });
  }
});

/** What an installation sets besides, which is the disclosure's affair. */
function untouched(events: readonly { readonly event: object }[]): object {
  const [first] = events;
  const { facts } = (first?.event ?? { facts: {} }) as { facts: Record<string, unknown> };
  const named = ['installed', 'eula', 'ksnStatement', 'ksn'];
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !named.includes(name)));
}
