import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { type Beginning, canaries, fields, minutes, type Observation, observe, to } from './observation.js';

const HOUR = 60;
const DAY = 24 * HOUR;
const declined = { eula: 'accepted', ksnStatement: 'declined' };
const accepted = { eula: 'accepted', ksnStatement: 'accepted' };

describe('the reference product', () => {
  const open: Observation[] = [];

  async function observing(beginning: Beginning = {}): Promise<Observation> {
    const observation = await observe(beginning);
    open.push(observation);
    return observation;
  }

  afterEach(async () => {
    for (const observation of open.splice(0)) await observation.close();
  });

  describe('participation in KSN', () => {
    const slots = [4, 8, 12, 16, 20, 24].map((hours) => hours * HOUR);

    it('is told every four hours for a day after it was declined at installation, and never again', async () => {
      const { perform, wait } = await observing();
      expect(await perform('install', declined)).to.deep.equal([]);
      expect(minutes(await wait(2 * DAY))).to.deep.equal(slots);
    });

    it('is told after KSN is disabled and after it is declined', async () => {
      for (const action of ['disable-ksn', 'decline-ksn']) {
        const { perform, wait } = await observing();
        await perform('install', accepted);
        expect(await wait(90)).to.deep.equal([]);
        await perform(action);
        expect(minutes(await wait(2 * DAY), 90)).to.deep.equal(slots);
      }
    });

    it('is not told while KSN is enabled, nor when only the extended mode is turned off', async () => {
      const { perform, wait } = await observing();
      await perform('install', { ...accepted, ksnExtended: true });
      await perform('disable-extended-ksn');
      expect(await wait(2 * DAY, 10)).to.deep.equal([]);
    });

    it('is no longer told once KSN is enabled or accepted again', async () => {
      for (const action of ['enable-ksn', 'accept-ksn']) {
        const { perform, wait } = await observing();
        await perform('install', declined);
        expect(minutes(await wait(9 * HOUR))).to.deep.equal(slots.slice(0, 2));
        await perform(action);
        expect(await wait(2 * DAY, 10)).to.deep.equal([]);
      }
    });

    it('is not told for longer because KSN was disabled while it was disabled', async () => {
      const { perform, wait } = await observing();
      await perform('install', declined);
      const before = await wait(9 * HOUR);
      await perform('disable-ksn');
      expect(minutes([...before, ...(await wait(2 * DAY))])).to.deep.equal(slots);
    });

    it('is not told where the End User License Agreement was declined, nor after uninstalling', async () => {
      const refusing = await observing();
      await refusing.perform('install', { ...declined, eula: 'declined' });
      expect(await refusing.wait(2 * DAY, 10)).to.deep.equal([]);

      const leaving = await observing();
      await leaving.perform('install', declined);
      await leaving.wait(9 * HOUR);
      await leaving.perform('uninstall');
      expect(await leaving.wait(2 * DAY, 10)).to.deep.equal([]);
    });

    it('keeps its last slot where the steps of the clock pass it by', async () => {
      const { perform, wait } = await observing();
      await perform('install', declined);
      await wait(0.5);
      expect(minutes(await wait(2 * DAY))).to.deep.equal(slots.map((slot) => slot + 0.5));
    });

    it('is told once on waking, however many slots were slept through', async () => {
      const { perform, wait, sleep } = await observing();
      await perform('install', declined);
      await wait(5 * HOUR);
      expect(minutes(await sleep(10 * HOUR))).to.deep.equal([15 * HOUR]);
      expect(minutes(await wait(2 * DAY))).to.deep.equal(slots.slice(3));
    });

    it('is not told on waking when the day is over', async () => {
      const { perform, wait, sleep } = await observing();
      await perform('install', declined);
      await wait(21 * HOUR);
      expect(await sleep(4 * HOUR)).to.deep.equal([]);
      expect(await wait(DAY, 10)).to.deep.equal([]);
    });

    for (const how of ['answer', 'reset'] as const) {
      it(`is told once in the first minute online, after refusal by ${how}`, async () => {
        const { perform, wait, proxy, product } = await observing();
        await perform('install', declined);
        proxy.refuse(how);
        expect(await wait(9 * HOUR)).to.deep.equal([]);
        proxy.refuse('no');
        expect(minutes(await wait(10))).to.deep.equal([9 * HOUR + 1]);
        expect(minutes(await wait(2 * DAY))).to.deep.equal(slots.slice(2));
        const complaints = product.complaints().trimEnd().split('\n');
        expect(complaints).to.have.length(5 * HOUR + 1);
        expect(complaints[0]).to.match(/^ksn-participation was not sent: /);
      });
    }

    it('is not told once online when the day is over', async () => {
      const { perform, wait, proxy } = await observing();
      await perform('install', declined);
      await wait(21 * HOUR, 10);
      proxy.refuse('answer');
      await wait(4 * HOUR, 10);
      proxy.refuse('no');
      expect(await wait(DAY, 10)).to.deep.equal([]);
    });

    it('tells of the decision, of both check boxes and of when it was made', async () => {
      const { perform, wait } = await observing();
      await perform('install', { ...accepted, ksnExtended: true });
      await wait(30);
      await perform('disable-ksn');
      expect(fields((await wait(4 * HOUR))[0])).to.include({
        ksnStatementDecision: 'accepted',
        ksnStatementDecidedAt: '2026-01-01T00:00:00.000Z',
        ksnEnabled: false,
        ksnExtendedModeEnabled: true,
      });
    });
  });

  describe('verification of the activation', () => {
    it('happens at once and every day, as long as a code is in use', async () => {
      const { perform, wait } = await observing();
      await perform('install', accepted);
      const first = await perform('activate', { method: 'activation-code' });
      expect(first.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([
        'POST https://activation.candor.test/v1/activations',
      ]);
      expect(minutes(await wait(2 * DAY + HOUR))).to.deep.equal([DAY, 2 * DAY]);
      await perform('activate', { method: 'key-file' });
      expect(await wait(2 * DAY, 10)).to.deep.equal([]);
    });

    it('is made up for in the first minute online', async () => {
      const { perform, wait, proxy } = await observing();
      await perform('install', accepted);
      proxy.refuse('answer');
      expect(await perform('activate', { method: 'activation-code' })).to.deep.equal([]);
      await wait(10);
      proxy.refuse('no');
      expect(minutes(await wait(DAY))).to.deep.equal([11, DAY]);
    });

    it('names the virtual environment only in one', async () => {
      for (const virtualized of [true, false]) {
        const { perform } = await observing({ given: { virtualized } });
        await perform('install', accepted);
        const [sent] = await perform('activate', { method: 'activation-code' });
        expect('virtualEnvironmentName' in fields(sent)).to.equal(virtualized);
      }
    });
  });

  describe('an upgrade', () => {
    it('is told of at once, with the licence once there is one', async () => {
      const { perform } = await observing();
      await perform('install', accepted);
      const [before] = await perform('upgrade');
      expect(before?.url).to.equal('https://upgrade.candor.test/v1/upgrades');
      expect(fields(before)).to.not.have.any.keys('activeLicenseId', 'activeLicenseSerialNumber');
      await perform('activate', { method: 'key-file' });
      const [after] = await perform('upgrade');
      expect(fields(after)).to.include.all.keys('activeLicenseId', 'activeLicenseSerialNumber');
      expect(fields(after)['upgradeTaskStartId']).to.not.equal(fields(before)['upgradeTaskStartId']);
    });

    it('is not told of where the End User License Agreement was declined, nor later where it failed', async () => {
      const refusing = await observing();
      await refusing.perform('install', { ...accepted, eula: 'declined' });
      expect(await refusing.perform('upgrade')).to.deep.equal([]);

      const { perform, wait, proxy } = await observing();
      await perform('install', accepted);
      proxy.refuse('answer');
      await perform('upgrade');
      proxy.refuse('no');
      expect(await wait(10)).to.deep.equal([]);
    });
  });

  describe('a followed link', () => {
    it('carries only what holds when it is shown', async () => {
      const { perform } = await observing();
      await perform('install', accepted);
      const [sent] = await perform('follow-link', { link: 'help' });
      expect(sent?.method).to.equal('GET');
      expect(sent?.url).to.match(/^https:\/\/go\.candor\.test\/help\?productVersion=/);
      expect(Object.keys(fields(sent))).to.have.members([
        'productVersion',
        'osVersion',
        'installationDate',
        'productId',
        'lastInstalledUpdateId',
        'applicationType',
        'installationId',
        'softwareInstallationId',
        'interfaceLanguage',
      ]);
    });

    it('carries what was detected, what failed and the started upgrade', async () => {
      const { perform } = await observing();
      await perform('install', accepted);
      await perform('upgrade');
      const [sent] = await perform('follow-link', {
        link: 'help',
        threatDetected: true,
        osVulnerabilityDetected: true,
        applicationVulnerabilityDetected: true,
        activationFailed: true,
        errorOccurred: true,
      });
      expect(fields(sent)).to.include.all.keys(
        'threatHash',
        'threatName',
        'osVulnerabilityId',
        'applicationVulnerabilityId',
        'activationErrorCategory',
        'activationErrorCode',
        'errorCode',
        'upgradeTaskStartId',
      );
    });

    it('forgets what an earlier link was shown with', async () => {
      const { perform } = await observing();
      await perform('install', accepted);
      await perform('follow-link', { link: 'threat', threatDetected: true });
      const [sent] = await perform('follow-link', { link: 'help' });
      expect(fields(sent)).to.not.have.any.keys('threatHash', 'threatName');
    });

    it('counts the days of the licence before and after it expired', async () => {
      const { perform, sleep } = await observing();
      await perform('install', accepted);
      await perform('activate', { method: 'key-file' });
      await sleep(2 * DAY);
      const [before] = await perform('follow-link', { link: 'renew' });
      expect(fields(before)).to.include({ daysSinceKeyAdded: '2', daysUntilKeyExpiration: '363' });
      expect(fields(before)).to.not.have.property('daysSinceLicenseExpired');
      await perform('expire-license');
      await sleep(3 * DAY);
      const [after] = await perform('follow-link', { link: 'renew' });
      expect(fields(after)).to.include({ daysSinceLicenseExpired: '3', licenseStatus: 'expired' });
      expect(fields(after)).to.not.have.property('daysUntilKeyExpiration');
    });

    it('stays one segment of the path, whatever its name', async () => {
      const { perform } = await observing();
      await perform('install', accepted);
      const [sent] = await perform('follow-link', { link: '../a b/?c#d' });
      expect(new URL(sent?.url ?? '').pathname).to.equal('/..%2Fa%20b%2F%3Fc%23d');
    });
  });

  describe('what the schemas say', () => {
    const schemas = new URL('../../../schemas/kes-11.0.0/', import.meta.url);

    /** Whether the fields are what the schema of `payload` says, those of a query once they have their types. */
    async function fits(
      payload: string,
      values: Record<string, unknown>,
      coerceTypes = false,
    ): Promise<void> {
      const ajv = new Ajv2020({ strict: false, coerceTypes });
      formats.default(ajv);
      const schema = await readFile(new URL(`${payload}.schema.json`, schemas), 'utf8');
      ajv.validate(JSON.parse(schema), values);
      expect(ajv.errorsText(ajv.errors), payload).to.equal('No errors');
    }

    it('holds of every payload, with nothing and with everything that it may carry', async () => {
      const everything = {
        link: 'help',
        threatDetected: true,
        osVulnerabilityDetected: true,
        applicationVulnerabilityDetected: true,
        activationFailed: true,
        errorOccurred: true,
      };
      const { perform, wait } = await observing({ given: { virtualized: true } });
      await perform('install', declined);
      await fits('upgrade', fields((await perform('upgrade'))[0]));
      await fits('link-follow', fields((await perform('follow-link', { link: 'help' }))[0]), true);
      const [verification] = await perform('activate', { method: 'activation-code' });
      await fits('activation-verification', fields(verification));
      await fits('upgrade', fields((await perform('upgrade'))[0]));
      await fits('link-follow', fields((await perform('follow-link', everything))[0]), true);
      await perform('expire-license');
      await fits('link-follow', fields((await perform('follow-link', everything))[0]), true);
      await fits('ksn-participation', fields((await wait(4 * HOUR))[0]));
    });
  });

  it('sends the documented headers and no others', async () => {
    const { perform, wait } = await observing();
    await perform('install', declined);
    const [posted] = await wait(4 * HOUR);
    const [got] = await perform('follow-link', { link: 'help' });
    expect(Object.keys(posted?.headers ?? {}).sort()).to.deep.equal([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(Object.keys(got?.headers ?? {}).sort()).to.deep.equal([
      'accept',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(posted?.tls).to.equal('TLSv1.3');
  });

  it('sends the same bytes whatever is planted, and none of it', async () => {
    const texts: string[] = [];
    for (const planted of [canaries, { hostName: 'another', userName: 'one' }]) {
      const { perform, wait } = await observing({ canaries: planted });
      await perform('install', declined);
      const sent = [...(await perform('activate', { method: 'activation-code' })), ...(await wait(DAY, 10))];
      sent.push(...(await perform('upgrade')), ...(await perform('follow-link', { link: 'help' })));
      expect(to('ksn.candor.test', sent)).to.have.length(6);
      texts.push(JSON.stringify(sent.map(({ body, ...rest }) => ({ ...rest, body: body.toString() }))));
    }
    expect(texts[0]).to.equal(texts[1]);
    for (const value of Object.values(canaries)) expect(texts[0]).to.not.include(value);
  });

  it('answers thousands of steps in which nothing is due within seconds', async () => {
    const { perform, wait } = await observing();
    await perform('install', accepted);
    const before = performance.now();
    await wait(2 * DAY);
    expect(performance.now() - before).to.be.below(5000);
  });
});
