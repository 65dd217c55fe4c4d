import { expect } from 'chai';
import fc from 'fast-check';
import {
  faultsOfTemplate,
  fill,
  type TemplateNames,
  type TemplateValues,
} from '../../../src/system/process/template.js';

/** `${name}`, which this file could not say in a text of its own. */
const of = (name: string): string => `$\{${name}}`;

const values: TemplateValues = {
  with: { mode: 'full', quiet: true },
  given: { network: 'off' },
  canary: { hostname: 'candor-hostname-1' },
  folder: '/tmp/own',
  system: '/systems/one',
};
const names: TemplateNames = {
  with: new Set(['mode', 'quiet']),
  given: new Set(['network']),
  canary: new Set(['hostname']),
};

describe('A template', () => {
  const filled: readonly (readonly [string, string])[] = [
    ['nothing in it', 'nothing in it'],
    [`--mode=${of('with.mode')}`, '--mode=full'],
    [`${of('with.quiet')}/${of('given.network')}`, 'true/off'],
    [of('canary.hostname'), 'candor-hostname-1'],
    [`${of('folder')}/a ${of('system')}/b`, '/tmp/own/a /systems/one/b'],
    [`$${of('folder')}`, of('folder')],
    [of('with.never'), ''],
    [of('with.constructor'), ''],
    [of('given.__proto__'), ''],
    ['$folder $ {folder}', '$folder $ {folder}'],
  ];
  for (const [text, result] of filled) {
    it(`fills ${JSON.stringify(text)} in as ${JSON.stringify(result)}`, () => {
      expect(fill(text, values)).to.equal(result);
      if (!text.includes('never') && !text.includes('__') && !text.includes('constructor'))
        expect(faultsOfTemplate(text, names)).to.deep.equal([]);
    });
  }

  it('does not read a value as a template again, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const own = { ...values, with: { mode: `${of('folder')}$${of('system')}$&$1${value}` } };
        expect(fill(`<${of('with.mode')}>`, own)).to.equal(`<${own.with.mode}>`);
      }),
    );
  });

  it('encodes values and nothing else where that is wanted', () => {
    const own = { ...values, with: { mode: 'a b&c=d/e' } };
    expect(fill(`http://one.test/?x=y&m=${of('with.mode')}`, own, encodeURIComponent)).to.equal(
      'http://one.test/?x=y&m=a%20b%26c%3Dd%2Fe',
    );
  });

  const faulty: readonly (readonly [string, string])[] = [
    [of('with.size'), 'the action takes no parameter size; known: mode, quiet'],
    [of('given.weather'), 'the disclosure has no fact weather that a scenario could give; known: network'],
    [of('canary.user'), 'the disclosure plants no user; known: hostname'],
    [of('home'), 'there is no ${home}; known are'],
    [of(''), 'there is no ${}; known are'],
    ['${folder', 'has no closing brace'],
  ];
  for (const [text, message] of faulty) {
    it(`is refused for ${JSON.stringify(text)}`, () => {
      expect(faultsOfTemplate(`before ${text}`, names).join('\n')).to.contain(message);
    });
  }

  it('is given nothing where no action is performed', () => {
    expect(faultsOfTemplate(of('with.mode'), { ...names, with: undefined })).to.deep.equal([
      '${with.mode} stands where no action is performed',
    ]);
  });
});
