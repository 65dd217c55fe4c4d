import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { requireNamespace } from './setting.js';

const nobody = 65_534;
const source = new URL('../../../src/capture/', import.meta.url).href;

const script = `
import { spawnSync } from 'node:child_process';
const { openAuthority } = await import('${source}authority.js');
const { namespaceObstacle, openNamespaceCapture } = await import('${source}namespace/namespace-capture.js');
const obstacle = await namespaceObstacle();
if (obstacle !== undefined) {
  console.log(JSON.stringify({ obstacle }));
  process.exit();
}
const authority = await openAuthority();
const capture = await openNamespaceCapture({ authority });
const { spawn } = await import('node:child_process');
const { once } = await import('node:events');
const { text } = await import('node:stream/consumers');
const run = async (...command) => {
  const [program, ...args] = capture.enclose(command);
  const child = spawn(program, args, { env: { ...process.env, ...capture.environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  return (await text(child.stdout)).trim();
};
const user = await run('id', '-u');
const answer = await run('curl', '-sS', 'https://a.test/');
const undone = await run('sh', '-c', 'umount /run 2>/dev/null && echo undone');
const heard = await capture.heartbeat();
const taken = (await capture.take()).map(({ kind, url, name }) => url ?? name ?? kind);
await capture.close();
await authority.close();
console.log(JSON.stringify({ user, answer, undone, heard, taken }));
`;

describe('A network namespace of an ordinary user', function () {
  this.timeout(60_000);

  before(async function () {
    await requireNamespace(this);
    if (process.getuid?.() === 0) return;
    process.stderr.write('all other tests of it ran as an ordinary user: this one is skipped\n');
    this.skip();
  });

  it('sees what a product sends, which runs as that user and can undo nothing', function () {
    const args = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', process.execPath];
    const ended = spawnSync('setpriv', [...args, '--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: '/',
      env: { ...process.env, HOME: '/nonexistent' },
    });
    const said: unknown = JSON.parse(ended.stdout || JSON.stringify({ failed: ended.stderr }));
    if (typeof said === 'object' && said !== null && 'obstacle' in said) {
      if (process.env['CANDOR_NAMESPACE'] === 'required') throw new Error(String(said.obstacle));
      process.stderr.write(`no namespaces for ordinary users: ${String(said.obstacle)}\n`);
      return this.skip();
    }
    expect(said).to.deep.equal({
      user: String(nobody),
      answer: '{}',
      undone: '',
      heard: { over: ['dns', 'tls', 'udp'], missing: [] },
      taken: ['a.test', 'a.test', 'https://a.test/'],
    });
  });
});
