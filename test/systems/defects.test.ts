import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { defects } from '../../systems/reference/defects.js';
import { canaries, fields, minutes, observe, type Sent, to } from './observation.js';

const HOUR = 60;
const DAY = 24 * HOUR;

interface Life {
  readonly eula?: 'declined';
  readonly method?: 'key-file';
}

/** A short life of the product: all that it is told, and all that it sends. */
async function live(defect: string | undefined, life: Life): Promise<readonly Sent[]> {
  const { perform, wait, close } = await observe(defect === undefined ? {} : { defect });
  try {
    return [
      ...(await perform('install', { eula: life.eula ?? 'accepted', ksnStatement: 'declined' })),
      ...(await perform('activate', { method: life.method ?? 'activation-code' })),
      ...(await wait(90, 10)),
      ...(await perform('upgrade')),
      ...(await perform('follow-link', { link: 'help' })),
      ...(await wait(2 * DAY - 90, 10)),
      ...(await perform('uninstall')),
      ...(await wait(DAY + HOUR, 10)),
    ];
  } finally {
    await close();
  }
}

const participation = (sent: readonly Sent[]): readonly Sent[] => to('ksn.candor.test', sent);
const first = (sent: readonly Sent[]): Record<string, unknown> => fields(participation(sent)[0]);
const count = (host: string, sent: readonly Sent[]): number => to(host, sent).length;
const slots = [4, 8, 12, 16, 20, 24].map((hours) => hours * HOUR);

/** For each defect what must be seen of it that is not seen of the clean product. */
const seen: Readonly<Record<string, { life?: Life; shows: (sent: readonly Sent[]) => boolean }>> = {
  'undocumented-field': { shows: (sent) => 'freeDiskSpace' in first(sent) },
  'hostname-in-body': { shows: (sent) => Object.values(first(sent)).includes(canaries.hostName) },
  'email-in-header': {
    shows: (sent) => participation(sent)[0]?.headers['user-agent']?.includes(canaries.userEmail) === true,
  },
  'missing-field': { shows: (sent) => !('ksnStatementDecidedAt' in first(sent)) },
  'unwarranted-field': {
    shows: (sent) => 'virtualEnvironmentName' in fields(to('activation.candor.test', sent)[0]),
  },
  'wrong-type': { shows: (sent) => first(sent)['ksnEnabled'] === 'false' },
  'duplicate-member': {
    shows: (sent) =>
      participation(sent)[0]
        ?.body.toString()
        .match(/"applicationType"/g)?.length === 2,
  },
  'duplicate-parameter': {
    shows: (sent) =>
      new URL(to('go.candor.test', sent)[0]?.url ?? '').searchParams.getAll('productVersion').length === 2,
  },
  'untrue-statement': { shows: (sent) => first(sent)['ksnStatementDecision'] === 'accepted' },
  cookie: { shows: (sent) => participation(sent)[0]?.headers['cookie'] !== undefined },
  'extra-header': { shows: (sent) => participation(sent)[0]?.headers['x-request-number'] !== undefined },
  'query-on-post': { shows: (sent) => new URL(participation(sent)[0]?.url ?? '').search !== '' },
  'body-on-get': { shows: (sent) => to('go.candor.test', sent)[0]?.body.length !== 0 },
  'second-destination': { shows: (sent) => count('metrics.candor.test', sent) === 6 },
  'eula-ignored': { life: { eula: 'declined' }, shows: (sent) => participation(sent).length === 6 },
  'key-file-verification': {
    life: { method: 'key-file' },
    shows: (sent) => count('activation.candor.test', sent) > 0,
  },
  'after-uninstall': { shows: (sent) => minutes(sent).some((minute) => minute > 2 * DAY) },
  'link-without-click': { shows: (sent) => count('go.candor.test', sent) === 2 },
  'upgrade-twice': { shows: (sent) => count('upgrade.candor.test', sent) === 2 },
  'upgrade-silent': { shows: (sent) => count('upgrade.candor.test', sent) === 0 },
  'slot-skipped': { shows: (sent) => !minutes(participation(sent)).includes(12 * HOUR) },
  'slot-drift': { shows: (sent) => minutes(participation(sent))[2] === 12 * HOUR + 20 },
  'slot-twice': { shows: (sent) => participation(sent).length === 7 },
  'never-stops': { shows: (sent) => minutes(participation(sent))[6] === 28 * HOUR },
  plaintext: { shows: (sent) => participation(sent).every((one) => one.tls === null) },
  'weak-tls': { shows: (sent) => participation(sent).every((one) => one.tls === 'TLSv1.1') },
  'broken-body': { shows: (sent) => !participation(sent)[0]?.body.toString().endsWith('}') },
  opaque: { shows: (sent) => sent.some((one) => one.kind === 'opaque') },
  'hidden-after-gzip': {
    shows: (sent) => participation(sent)[0]?.body.toString('latin1').endsWith('behind the end') === true,
  },
};

describe('the defects of the reference product', () => {
  it('are each named once, and each but that of the kit is looked for', () => {
    const names = defects.map((defect) => defect.name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names.filter((name) => name !== 'kit-without-license')).to.have.members(Object.keys(seen));
  });

  it('each show in a scenario that there is', async () => {
    const files = await readdir(new URL('../../../scenarios/kes-11.0.0/', import.meta.url));
    for (const { name, scenario } of defects) expect(files, name).to.include(`${scenario}.yaml`);
  });

  it('are not there in the clean product', async () => {
    const sent = await live(undefined, {});
    expect(minutes(participation(sent))).to.deep.equal(slots);
    const life = { 'activation.candor.test': 3, 'upgrade.candor.test': 1, 'go.candor.test': 1 };
    for (const [host, times] of Object.entries(life)) expect(count(host, sent)).to.equal(times);
    expect(sent).to.have.length(11);
    for (const [name, { shows }] of Object.entries(seen)) {
      if (name !== 'key-file-verification' && name !== 'eula-ignored')
        expect(shows(sent), name).to.equal(false);
    }
    const keyFile = await live(undefined, { method: 'key-file' });
    expect(count('activation.candor.test', keyFile)).to.equal(0);
    expect(participation(await live(undefined, { eula: 'declined' }))).to.deep.equal([]);
  });

  for (const [name, { life, shows }] of Object.entries(seen)) {
    it(`${name} shows in what leaves`, async () => {
      expect(shows(await live(name, life ?? {}))).to.equal(true);
    });
  }
});

describe('the systems with a defect', () => {
  const root = new URL('../../../systems/', import.meta.url);

  async function load(path: string): Promise<Record<string, unknown>> {
    return parse(await readFile(new URL(path, root), 'utf8')) as Record<string, unknown>;
  }

  it('differ from the reference system in what they are called and in their defect alone', async () => {
    const reference = await load('reference/system.yaml');
    for (const { name } of defects) {
      const system = await load(`defective/${name}.yaml`);
      expect(system['system']).to.equal(`defective-${name}`);
      const driver = reference['driver'] as Record<string, unknown>;
      const command = ['node', '../../build/systems/reference/main.js', '--defect', name];
      const kit = name === 'kit-without-license' ? './kit-without-license' : '../reference/kit';
      const { system: _, title, ...rest } = system;
      const { system: __, title: ___, ...expected } = reference;
      expect(title).to.be.a('string');
      expect(rest).to.deep.equal({ ...expected, driver: { ...driver, command }, kit });
    }
  });

  it('are one for each defect, and a default', async () => {
    const files = (await readdir(new URL('defective/', root))).filter((file) => file.endsWith('.yaml'));
    expect(files).to.have.members(['system.yaml', ...defects.map(({ name }) => `${name}.yaml`)]);
    const chosen = await load('defective/system.yaml');
    const { system: _, title: __, ...rest } = await load('defective/hostname-in-body.yaml');
    expect(chosen['system']).to.equal('defective');
    expect(chosen).to.deep.include(rest);
  });
});
