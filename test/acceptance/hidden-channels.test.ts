import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { namespaceObstacle } from '../../src/capture/namespace/namespace-capture.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { openWorkplace, root, type Workplace } from './workplace.js';

/** What a program hides beside what it says, and by which rule each piece is found. */
interface Hiding {
  readonly program: string;
  /** What builds or starts it; where that is absent, the program cannot be tried. */
  readonly tool: string;
  readonly build?: readonly [string, ...string[]];
  /** A rule, and what its finding's message must name. */
  readonly found: readonly (readonly [rule: string, names: string])[];
}

const hidings: readonly Hiding[] = [
  {
    program: 'c',
    tool: 'gcc',
    build: ['gcc', '-o', 'systems/c/lantern-c', 'programs/lantern.c'],
    found: [
      ['channel/undocumented', 'telemetry.lantern.test'],
      ['leak/canary', 'DNS'],
      ['capture/opaque', 'udp to 203.0.113.9:7777'],
      ['capture/opaque', 'tcp to [2001:db8::7]:9091'],
    ],
  },
  {
    program: 'python',
    tool: 'python3',
    found: [
      ['channel/undocumented', 'cookie'],
      ['leak/canary', 'base64'],
      ['route/undocumented', 'http://198.51.100.4:8088/beacon'],
      ['transport/plaintext', ''],
    ],
  },
  {
    program: 'node',
    tool: 'node',
    found: [
      ['channel/undocumented', 'x-request-id'],
      ['leak/canary', 'revers'],
      ['route/undocumented', 'wss://live.lantern.test/feed'],
      ['leak/canary', 'SHA-256'],
    ],
  },
  {
    program: 'go',
    tool: 'go',
    build: ['go', 'build', '-o', 'systems/go/lantern-go', 'programs/lantern.go'],
    found: [
      ['route/undocumented', 'https://mirror.lantern.test:9443/copy'],
      ['leak/canary', 'query'],
      ['capture/opaque', '[2001:db8::9]:4433'],
    ],
  },
  {
    program: 'java',
    tool: 'java',
    found: [
      ['route/undocumented', 'vault.lantern.test'],
      ['capture/opaque', 'tls handshake to vault.lantern.test:443'],
    ],
  },
];

describe('A program that knows nothing of Candor, in a network of its own', function () {
  this.timeout(120_000);
  let workplace: Workplace;
  let project: string;

  before(async function () {
    const obstacle = await namespaceObstacle();
    if (obstacle !== undefined && process.env['CANDOR_NAMESPACE'] !== 'required') {
      process.stdout.write(`  skipped: ${obstacle}\n`);
      this.skip();
    }
    workplace = await openWorkplace();
    project = await workplace.copy(join(root, 'test', 'fixtures', 'projects', 'lantern'), 'lantern');
  });
  after(() => workplace?.close());

  const judge = async (
    program: string,
  ): Promise<{ status: number | null; result: ResultFile; said: string }> => {
    const out = workplace.at(`run-${program}`);
    const system = join(project, 'systems', program, 'system.yaml');
    const run = ['run', '--project', project, '--system', system, '--out', out, '--require-all'];
    const { status, stdout, stderr } = await workplace.candor(run);
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as ResultFile;
    return { status, result, said: `${stdout}\n${stderr}` };
  };

  it('is upheld where it sends what its document says and nothing else, and every byte is accounted for', async () => {
    const { status, result, said } = await judge('honest-node');
    expect(result.findings, said).to.deep.equal([]);
    expect(status, said).to.equal(0);
    const bytes = result.scenarios[0]?.bytes;
    expect(bytes?.unclaimed).to.equal(0);
    expect(bytes?.left).to.be.greaterThan(200);
    expect((bytes?.routes ?? 0) + (bytes?.transport ?? 0)).to.equal(bytes?.left);
  });

  for (const { program, tool, build, found } of hidings) {
    it(`hides something beside what it says in ${program}, and every piece is seen by its own rule`, async function () {
      const present = await workplace.program('sh', ['-c', `command -v ${tool}`]);
      if (present.status !== 0) {
        process.stdout.write(`  skipped: there is no ${tool} here\n`);
        this.skip();
      }
      if (build !== undefined) {
        const [command, ...rest] = build;
        const built = await workplace.program(command, rest, {
          cwd: project,
          env: { GOCACHE: workplace.at('go-cache') },
        });
        expect(built.status, built.stderr).to.equal(0);
      }
      const { status, result, said } = await judge(program);
      expect(status, said).to.equal(1);
      for (const [rule, names] of found) {
        const told = result.findings.filter((finding) => finding.rule === rule);
        expect(
          told.some(({ message, sent }) => `${message} ${sent ?? ''}`.includes(names)),
          `${rule} naming ${names} among ${JSON.stringify(told)}\n${said}`,
        ).to.equal(true);
      }
      // What it says was sent all the same, and once.
      const clause = result.clauses.find(({ id }) => id === 'flash.version');
      expect(clause?.exercised).to.equal(1);
    });
  }
});
