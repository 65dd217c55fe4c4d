import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { namespaceObstacle } from '../../src/capture/namespace/namespace-capture.js';
import { parseDuration } from '../../src/disclosure/instant.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { edited, tiny, writeTiny } from '../disclosure/tiny-disclosure.js';
import { hasFakeTime } from '../system/process/programs.js';
import { readLines, readResult } from './evidence.js';
import { type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const python = `import signal, sys, time, urllib.request
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
print('ready', flush=True)
signal.sigwait({signal.SIGUSR2})
begun = time.time()
for hour in range(4, 25, 4):
    time.sleep(max(0, begun + hour * 3600 - time.time()))
    request = urllib.request.Request('https://reports.tiny.test/v1/report', method='POST',
        data=b'{"product":"pulse","details":{}}', headers={'Content-Type': 'application/json'})
    urllib.request.urlopen(request).read()
time.sleep(30 * 24 * 3600)
`;
const node = `import { request } from 'node:https';
import { createSecureContext } from 'node:tls';
createSecureContext();
const options = { method: 'POST', agent: false, autoSelectFamily: false, headers: { 'content-type': 'application/json' } };
const send = () => {
  const asking = request('https://reports.tiny.test/v1/report', options, (response) => response.resume());
  asking.on('error', (error) => console.error(String(error)));
  asking.end('{"product":"pulse","details":{}}');
};
process.once('SIGUSR2', () => {
  for (let hour = 4; hour <= 24; hour += 4) setTimeout(send, hour * 3600_000);
});
setInterval(() => {}, 24 * 3600_000);
console.log('ready');
`;
const c = `#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static const char *text = "POST /v1/report HTTP/1.1\\r\\nHost: reports.tiny.test\\r\\nContent-Type: application/json\\r\\n"
  "Content-Length: 32\\r\\nConnection: close\\r\\n\\r\\n{\\"product\\":\\"pulse\\",\\"details\\":{}}";
static void report(void) {
  struct addrinfo hints = {0}, *found; char answer[4096];
  hints.ai_family = AF_INET; hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo("reports.tiny.test", "80", &hints, &found) != 0) return;
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection, found->ai_addr, found->ai_addrlen) == 0) {
    if (write(connection, text, strlen(text)) < 0) perror("write");
    while (read(connection, answer, sizeof answer) > 0) ;
  }
  close(connection);
  freeaddrinfo(found);
}
int main(void) {
  sigset_t told; int which;
  sigemptyset(&told); sigaddset(&told, SIGUSR2); sigprocmask(SIG_BLOCK, &told, NULL);
  puts("ready"); fflush(stdout);
  sigwait(&told, &which);
  time_t begun = time(NULL);
  for (int hour = 4; hour <= 24; hour += 4) {
    for (time_t now; (now = time(NULL)) < begun + hour * 3600; ) sleep(begun + hour * 3600 - now);
    report();
  }
  sleep(30 * 24 * 3600);
}
`;

const scenario = `scenario: told
title: Told to be quiet
disclosure: tiny-1
when:
  - do: install
    with: { mode: small }
  - wait: PT1H
  - do: disconnect
  - wait: P1DT1H
then:
  - { payload: report, times: 6 }
`;

/**
 * So fast that a day goes by in half a minute. The tolerance is 600 ms of it, so that a machine that is busy with other
 * tests can follow.
 */
const FACTOR = 3000;

describe('A program that knows nothing of Candor', function () {
  this.timeout(300_000);
  let workplace: Workplace;

  before(async function () {
    workplace = await openWorkplace();
    const obstacle = await namespaceObstacle();
    if (obstacle === undefined && hasFakeTime()) return;
    if (process.env['CANDOR_NAMESPACE'] === 'required') throw new Error(obstacle);
    process.stdout.write(`  skipped: ${obstacle ?? 'no libfaketime'}\n`);
    this.skip();
  });
  after(() => workplace.close());

  /** A project with one system, driven as it is told. */
  const project = (name: string, driver: object): string => {
    const folder = workplace.at(name);
    mkdirSync(join(folder, 'systems', 'pulse'), { recursive: true });
    mkdirSync(join(folder, 'scenarios', 'tiny-1'), { recursive: true });
    writeTiny(folder, {
      'disclosure.yaml': edited(tiny['disclosure.yaml'], 'tolerance: PT5M', 'tolerance: PT30M'),
    });
    writeFileSync(join(folder, 'scenarios', 'tiny-1', 'told.yaml'), scenario);
    const url = (scheme: string): object => ({
      payload: 'report',
      method: 'POST',
      url: `${scheme}://reports.tiny.test/v1/report`,
      body: 'json',
    });
    const system = {
      system: 'pulse',
      disclosure: 'tiny-1',
      driver: { kind: 'process', ...driver },
      capture: { kind: 'namespace' },
      transport: { tls: 'optional' },
      headers: {
        permitted: ['host', 'content-type', 'content-length', 'connection', 'user-agent', 'accept-encoding'],
      },
      routes: [url('https'), url('http')],
    };
    writeFileSync(join(folder, 'systems', 'pulse', 'system.yaml'), JSON.stringify(system));
    return folder;
  };
  const run = (folder: string): Promise<Outcome> =>
    workplace.candor([
      ...['run', '--project', folder, '--system', join(folder, 'systems', 'pulse', 'system.yaml')],
      ...['--out', join(folder, 'out')],
    ]);
  const events = async (folder: string): Promise<TraceEvent[]> =>
    (await readLines(join(folder, 'out', 'traces', 'told.ndjson'))).map(
      (line) => JSON.parse(line) as TraceEvent,
    );
  const timed = (start: readonly string[]): object => ({
    start: { run: start, ready: { output: 'ready' } },
    actions: { install: [], disconnect: { signal: 'SIGUSR2' } },
    clock: 'faketime',
    factor: FACTOR,
  });
  const program = (folder: string, file: string, text: string): void =>
    writeFileSync(join(folder, 'systems', 'pulse', file), text);

  const languages: readonly (readonly [
    name: string,
    tool: string,
    file: string,
    text: string,
    start: string[],
  ])[] = [
    ['Python', 'python3', 'pulse.py', python, ['python3', 'pulse.py']],
    ['JavaScript', 'node', 'pulse.mjs', node, ['node', 'pulse.mjs']],
    ['C', 'gcc', 'pulse.c', c, ['./pulse']],
  ];
  for (const [name, tool, file, text, start] of languages) {
    it(`written in ${name} sends every four hours for a day, and is seen and upheld in half a minute`, async function () {
      if (spawnSync(tool, ['--version']).error !== undefined) {
        process.stdout.write(`      skipped: this machine has no ${tool}\n`);
        return this.skip();
      }
      const folder = project(name, timed(start));
      program(folder, file, text);
      if (tool === 'gcc') {
        const place = join(folder, 'systems', 'pulse');
        const built = spawnSync('gcc', ['-o', join(place, 'pulse'), join(place, file)], { encoding: 'utf8' });
        expect(built.status, built.stderr).to.equal(0);
      }
      const outcome = await run(folder);
      expect(outcome.status, outcome.stderr + outcome.stdout).to.equal(0);
      const all = await events(folder);
      const [first] = all;
      if (first?.type !== 'start') throw new Error('there is no start');
      expect(first.clock).to.deep.equal({ kind: 'faketime', factor: FACTOR });
      const began = Date.parse(
        all.find((event) => event.type === 'action' && event.action === 'disconnect')?.at ?? '',
      );
      const hours = all
        .filter(({ type }) => type === 'transmission')
        .map(({ at }) => Math.round((Date.parse(at) - began) / 3_600_000));
      expect(hours).to.deep.equal([4, 8, 12, 16, 20, 24]);
      const end = all.at(-1);
      if (end?.type !== 'end') throw new Error('there is no end');
      expect(parseDuration(end.clock?.uncertainty ?? '')).to.be.below(30 * 60_000);
      expect(parseDuration(end.clock?.drift ?? '')).to.be.below(60_000);
      expect(end.clock?.probes).to.be.greaterThan(5);
    });
  }

  it('that dies in the middle is not judged, and its last words are told', async () => {
    const folder = project('dies', timed(['python3', 'pulse.py']));
    const dying =
      'import sys, time\ntime.sleep(6 * 3600)\nprint("no more ink", file=sys.stderr)\nsys.exit(9)\n';
    program(folder, 'pulse.py', dying);
    const outcome = await run(folder);
    expect(outcome.status).to.equal(3);
    expect(outcome.stderr).to.contain('ended with exit status 9 in the middle of the scenario');
    expect(outcome.stderr).to.contain('no more ink');
    expect((await events(folder)).some(({ type }) => type === 'end')).to.equal(false);
  });

  it('that trusts nobody is never upheld: what it tried to send is seen', async () => {
    const folder = project('distrusts', timed(['node', 'pulse.mjs']));
    program(folder, 'pulse.mjs', node.replace('agent: false,', 'agent: false, ca: [],'));
    const outcome = await run(folder);
    expect(outcome.status, outcome.stdout).to.equal(2);
    const tries = (await events(folder)).filter(({ type }) => type === 'opaque');
    expect(tries).to.have.length(6);
  });

  it('that does nothing at all is never upheld', async () => {
    const folder = project(
      'idle',
      timed(['sh', '-c', 'trap : USR2; echo ready; while :; do sleep 1d; done']),
    );
    const outcome = await run(folder);
    expect(outcome.status, outcome.stdout).to.be.oneOf([1, 2, 3]);
    expect(await readFile(join(folder, 'out', 'result.json'), 'utf8')).to.contain('schedule/missing');
  });

  it('cannot be driven through a scenario that does what its driver does not know', async () => {
    const folder = project('lacks', { actions: { install: [] } });
    const outcome = await run(folder);
    expect(outcome.status).to.equal(3);
    expect(outcome.stderr).to.contain('lack disconnect, which the scenario told does');
  });

  it('is refused where it takes no notice of libfaketime', async function () {
    const folder = project('static', timed(['./pulse']));
    const place = join(folder, 'systems', 'pulse');
    writeFileSync(join(place, 'pulse.c'), 'int main(void) { return 0; }\n');
    const { status } = spawnSync('gcc', ['-static', '-o', join(place, 'pulse'), join(place, 'pulse.c')]);
    if (status !== 0) {
      process.stdout.write('      skipped: this machine cannot link statically\n');
      return this.skip();
    }
    const outcome = await run(folder);
    expect(outcome.status).to.equal(3);
    expect(outcome.stderr).to.contain(
      'is linked statically, so that libfaketime cannot give it a time of its own',
    );
  });

  describe('which is the reference product', () => {
    const reference = join(root, 'systems', 'reference');
    const clauses = async (scenarios: readonly string[], system: string, name: string): Promise<unknown> => {
      const folder = workplace.at(`reference-${name}`);
      const { status, stderr } = await workplace.candor([
        ...['run', ...scenarios, '--system', resolve(reference, system), '--out', folder],
      ]);
      expect(status, stderr).to.equal(0);
      return (await readResult(folder)).scenarios.map(({ id, clauses: judged }) => [id, judged]);
    };

    it('is judged like the one that cooperates', async () => {
      const scenarios = ['upgrade', 'eula-declined'];
      const proxy = await clauses(scenarios, 'system.yaml', 'proxy');
      expect(await clauses(scenarios, 'namespace.yaml', 'namespace')).to.deep.equal(proxy);
      expect(await clauses(scenarios, 'process.yaml', 'process')).to.deep.equal(proxy);
    });

    it('is so too where it was asleep or offline, and makes up for what it missed', async () => {
      const scenarios = ['ksn-offline-over-slot', 'ksn-asleep-over-two-slots'];
      const folder = workplace.at('faster');
      mkdirSync(folder, { recursive: true });
      const from = (path: string): string => relative(folder, resolve(reference, path));
      // A day and more each: at the system's own factor they take nine minutes.
      const text = (await readFile(join(reference, 'process.yaml'), 'utf8'))
        .replaceAll('../../build/systems/reference', from('../../build/systems/reference'))
        .replace('kit: ./kit', `kit: ${from('kit')}`)
        .replace('factor: 200', 'factor: 1000');
      await writeFile(join(folder, 'system.yaml'), text);
      const proxy = await clauses(scenarios, 'system.yaml', 'unhurried');
      expect(await clauses(scenarios, join(folder, 'system.yaml'), 'hurried')).to.deep.equal(proxy);
    });
  });
});
