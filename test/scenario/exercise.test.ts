import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { exerciseOf } from '../../src/scenario/exercise.js';
import type { ScenarioFile } from '../../src/scenario/scenario-file.generated.js';
import { writeTiny } from '../disclosure/tiny-disclosure.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

const scenario = (when: ScenarioFile['when'], then: ScenarioFile['then']): ScenarioFile => ({
  scenario: 'one',
  title: 'One',
  disclosure: 'tiny-1',
  when,
  then,
});
const install = (mode: string) => ({ do: 'install', with: { mode } });
const wait = { wait: 'P1D' };
const reports = { payload: 'report', times: 6 };
const answers = { payload: 'answer', times: 1 };

describe('What the scenarios exercise', () => {
  const folder = temporaryFolder();
  let disclosure: Disclosure;
  before(async () => {
    writeTiny(folder.path);
    disclosure = await loadDisclosure(folder.path, 'tiny-1');
  });
  after(() => folder.remove());

  const automated = [
    'all.bounded',
    'report.transmit',
    'report.fields',
    'report.person',
    'report.never',
    'report.schedule',
    'report.schedule-anew',
    'answer.transmit',
  ];

  it('is nothing without scenarios, and statements are never asked for', () => {
    const { clauses, fields, conditions } = exerciseOf(disclosure, [], false);
    expect(clauses).to.deep.equal({ all: automated, missing: automated });
    expect(fields.missing).to.deep.equal([
      'report#/product',
      'report#/person',
      'report#/details',
      'report#/details/parts',
      'answer#/text',
    ]);
    expect(conditions).to.deep.equal({ all: ['report#/person'], missing: ['report#/person'] });
  });

  const table: readonly (readonly [string, readonly ScenarioFile[], readonly string[]])[] = [
    [
      'a schedule and the fields that are sent, once its window is open and time passes',
      [scenario([install('small'), { do: 'disconnect' }, wait], [reports])],
      ['all.bounded', 'report.transmit', 'report.fields', 'report.schedule'],
    ],
    [
      'a conditional field’s clause where its condition holds',
      [scenario([install('full'), { do: 'disconnect' }, wait], [reports])],
      ['all.bounded', 'report.transmit', 'report.fields', 'report.person', 'report.schedule'],
    ],
    ['no schedule where no time passes', [scenario([install('full'), { do: 'disconnect' }], [reports])], []],
    ['no schedule whose window is not open', [scenario([install('full'), wait], [reports])], []],
    [
      'no schedule whose window is left',
      [scenario([install('full'), { do: 'disconnect' }, { do: 'connect' }, wait], [reports])],
      [],
    ],
    [
      'nothing of a payload that is expected not to come',
      [scenario([install('full'), { do: 'disconnect' }, wait], [{ payload: 'report', times: 0 }])],
      [],
    ],
    [
      'nothing of a product that is gone',
      [
        scenario(
          [install('full'), { do: 'uninstall' }, { do: 'disconnect' }, { do: 'ask' }, wait],
          [reports, answers],
        ),
      ],
      [],
    ],
    [
      'a prohibition where its state holds while time passes',
      [scenario([install('none'), wait], [{ payload: 'report', times: 0 }])],
      ['report.never'],
    ],
    [
      'no prohibition while no time passes',
      [scenario([install('none')], [{ payload: 'report', times: 0 }])],
      [],
    ],
    [
      'a trigger where it happens',
      [scenario([install('full'), { do: 'ask' }], [answers])],
      ['answer.transmit'],
    ],
    ['no trigger that does not happen', [scenario([install('full'), wait], [answers])], []],
    [
      'what any of several scenarios exercises',
      [
        scenario([install('full'), { do: 'ask' }], [answers]),
        scenario([install('none'), wait], [{ payload: 'report', times: 0 }]),
      ],
      ['report.never', 'answer.transmit'],
    ],
  ];
  for (const [title, scenarios, exercised] of table) {
    it(`is ${title}`, () => {
      const { clauses } = exerciseOf(disclosure, scenarios, false);
      expect(clauses.all.filter((id) => !clauses.missing.includes(id))).to.deep.equal(exercised);
    });
  }

  it('is both sides of a condition only where some scenario has it hold and some has it fail', () => {
    const holds = scenario([install('full'), { do: 'disconnect' }, wait], [reports]);
    const fails = scenario([install('small'), { do: 'disconnect' }, wait], [reports]);
    expect(exerciseOf(disclosure, [holds], false).conditions.missing).to.deep.equal(['report#/person']);
    expect(exerciseOf(disclosure, [fails], false).conditions.missing).to.deep.equal(['report#/person']);
    expect(exerciseOf(disclosure, [holds, fails], false).conditions.missing).to.deep.equal([]);
  });

  it('is no field of a payload that no scenario has sent', () => {
    const { fields } = exerciseOf(disclosure, [scenario([install('full'), { do: 'ask' }], [answers])], false);
    expect(fields.missing).to.not.include('answer#/text');
    expect(fields.missing).to.include('report#/product');
  });
});
