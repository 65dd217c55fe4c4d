import { expect } from 'chai';
import { InputError } from '../../../src/disclosure/input-error.js';
import { rejection } from '../../rejection.js';
import { type Driven, openModule } from './driven.js';

async function failure(driven: Driven, work: () => Promise<unknown>): Promise<string> {
  try {
    const error = await rejection(work());
    expect(error).to.be.instanceOf(InputError);
    expect((error as Error).message).not.to.contain('    at ');
    return (error as Error).message;
  } finally {
    await driven.capture.close();
  }
}

const exports: readonly (readonly [name: string, says: string])[] = [
  ['bare', ''],
  ['nothing', 'exports as nothing no product'],
  ['absent', 'exports no absent (it exports bare, default, nothing)'],
];

const actions: readonly (readonly [action: string, says: string])[] = [
  ['fails', 'the module "client.mjs" failed in the action fails: no such licence'],
  ['throws-apart', 'the module "client.mjs" threw "nobody awaits this" before it answered "perform"'],
  ['loops', 'the module "client.mjs" did not finish "perform" within PT2S, and was ended'],
  ['exits', 'the module "client.mjs" ended its thread with exit code 7 before it answered "perform"'],
  ['fills', 'the module "client.mjs" took more than 512 MB of memory before it answered "perform"'],
];

describe('A module that does not do what it should', () => {
  for (const [action, says] of actions) {
    it(`is told of in one sentence: ${action}`, async () => {
      const driven = await openModule('client.mjs', { timeout: action === 'loops' ? 2000 : 60_000 });
      await driven.initialize();
      expect(await failure(driven, () => driven.driver.perform(action, {}))).to.equal(says);
    });
  }

  it('is told of when one of its timers fails', async () => {
    const driven = await openModule('client.mjs');
    await driven.initialize();
    await driven.perform('fails-later');
    expect(await failure(driven, () => driven.advance(60_000))).to.equal(
      'the module "client.mjs" failed in a timer of its own: later',
    );
  });

  for (const [exportName, says] of exports) {
    it(`is told of where its export "${exportName}" is ${says === '' ? 'none of that, and taken' : 'no product'}`, async () => {
      const driven = await openModule('client.mjs', { exportName });
      if (says !== '') {
        expect(await failure(driven, () => driven.initialize())).to.contain(says);
        return;
      }
      expect(await driven.initialize()).to.have.property('name', 'candor');
      await driven.capture.close();
    });
  }

  it('is told of where its file is not there', async () => {
    const error = await rejection(openModule('nowhere.mjs'));
    expect((error as Error).message).to.contain(
      'nowhere.mjs: is no file; driver.module names the JavaScript',
    );
  });

  it('is ended when the signal is aborted', async () => {
    const controller = new AbortController();
    const driven = await openModule('client.mjs');
    const driver = await driven.openDriver({ signal: controller.signal });
    await driven.initialize();
    const ending = rejection(driver.perform('loops', {}));
    controller.abort(new Error('enough'));
    expect(await ending).to.have.property('message', 'enough');
    await driven.capture.close();
  });
});
