import { expect } from 'chai';
import type { Baseline } from '../../../src/calibration/mutant.js';
import { bodyMutants } from '../../../src/calibration/operators/bodies.js';
import { fieldMutants } from '../../../src/calibration/operators/fields.js';
import { acmeLaboratory, kesLaboratory } from '../calibrating.js';
import { closed, creatures, text } from './fields/creatures.js';
import { derivedFrom, judgedAll, soleMessage, told } from './fields/derived.js';
import { type Animal, zoo } from './fields/zoo.js';

describe('What is wrong with fields and bodies', () => {
  it('is found where it is, and nothing else, whatever a vendor sends and however', () => {
    const { wrong, operators } = judgedAll(acmeLaboratory());
    expect(wrong).to.deep.equal([]);
    expect([...operators]).to.include.members([
      'field/missing',
      'field/unwarranted',
      'field/untrue',
      'field/renamed',
      'field/extra',
      'field/nested',
      'field/duplicate',
      'field/retyped',
      'field/null',
      'field/too-long',
      'field/too-many',
      'body/truncated',
      'body/expanding',
      'body/gzip-header',
      'equivalent/left-out',
      'equivalent/member-order',
      'equivalent/pair-order',
    ]);
  });

  it('is found in every scenario of the first disclosure', async () => {
    const { wrong, operators } = judgedAll(await kesLaboratory());
    expect(wrong).to.deep.equal([]);
    expect(operators.size).to.be.greaterThan(30);
  });

  for (const [name, creature] of Object.entries(creatures)) {
    it(`is found in a payload with ${name}`, async () => {
      const lab = await zoo({ creature });
      const { wrong, operators } = judgedAll(lab);
      expect(wrong).to.deep.equal([]);
      expect(operators.size).to.be.greaterThan(15);
    });
  }

  it('is found where no header is permitted that could carry it as well', async () => {
    const { wrong } = judgedAll(await zoo({ plain: { properties: { a: text() } } }, ['host']));
    expect(wrong).to.deep.equal([]);
  });
});

describe('A field', () => {
  const derive = async (animal: Animal) => {
    const lab = await zoo({ one: animal });
    const { baseline, sent } = soleMessage(lab);
    return { lab, baseline, sent, lines: told(fieldMutants(lab.context, baseline, sent), sent) };
  };

  it('of JSON is changed in every way in which it can be wrong', async () => {
    const { lines } = await derive({ properties: { n: { type: 'integer', minimum: 1, maximum: 3 } } });
    expect(lines).to.deep.equal([
      'field/missing | one#/n | {} | field/missing',
      'field/renamed | one#/n: as "N" | {"N":1} | field/undocumented, field/missing',
      'field/renamed | one#/n: as "n2" | {"n2":1} | field/undocumented, field/missing',
      'field/retyped | one#/n: as string | {"n":"1"} | field/invalid',
      'field/retyped | one#/n: as number | {"n":1.5} | field/invalid',
      'field/retyped | one#/n: as boolean | {"n":true} | field/invalid',
      'field/retyped | one#/n: as array | {"n":[1]} | field/invalid',
      'field/retyped | one#/n: as object | {"n":{}} | field/invalid',
      'field/null | one#/n: as null | {"n":null} | field/invalid',
      'field/too-small | one#/n: minimum 1 | {"n":0} | field/invalid',
      'field/too-large | one#/n: maximum 3 | {"n":4} | field/invalid',
      'field/duplicate | one#/n: with the same value | {"n":1,"n":1} | field/duplicate',
      'field/duplicate | one#/n: with another value before it | {"n":"another","n":1} | field/duplicate',
      'field/duplicate | one#/n: with null before it | {"n":null,"n":1} | field/duplicate',
      'field/duplicate | one#/n: spelled with escapes | {"\\u006e":1,"n":1} | field/duplicate',
      'field/nested | one#/n | {"n":{"value":1}} | field/invalid',
      ...['extra', '__proto__', 'constructor', ''].flatMap((name) =>
        ['"text"', 'null', '{}'].map(
          (value) =>
            `field/extra | one#/${name} on the wire: ${value} | {"n":1,"${name}":${value}} | field/undocumented`,
        ),
      ),
      'field/nested | one# | {"value":{"n":1}} | field/undocumented, field/missing',
      'field/retyped | one#: as a list of itself | [{"n":1}] | field/invalid',
      ...['[]', '"text"', '1', '1.5', 'true'].map(
        (whole) => `field/retyped | one#: as ${whole} | ${whole} | field/invalid`,
      ),
      'field/null | one#: as null | null | field/invalid',
    ]);
  });

  it('of a query is changed in every way that a text can tell', async () => {
    const properties = { v: text({ minLength: 2, maxLength: 3 }), n: { type: 'boolean' } };
    const route = { method: 'GET', query: 'fields', body: 'none', map: { w: 'v' } } as const;
    const { lines } = await derive({ properties, required: ['v'], route });
    expect(lines.map((line) => line.replace('https://zoo.test/one', ''))).to.deep.equal([
      'field/missing | one#/v | ?n=true | field/missing',
      'field/missing | one#/n | not: it may be left out',
      'field/renamed | one#/v: as "W" | ?n=true&W=vv | field/undocumented, field/missing',
      'field/renamed | one#/v: as "w2" | ?n=true&w2=vv | field/undocumented, field/missing',
      'field/renamed | one#/v: under the payload’s own name | ?n=true&v=vv | field/undocumented, field/missing',
      'field/retyped | one#/v: as another type | not: a query or form holds texts, and could not tell it from what is permitted',
      'field/null | one#/v: as null | not: a query or form holds texts, and could not tell it from what is permitted',
      'field/too-short | one#/v: minLength 2 | ?n=true&w=v | field/invalid',
      'field/too-long | one#/v: maxLength 3 | ?n=true&w=vvvv | field/invalid',
      'field/duplicate | one#/v: with the same value | ?n=true&w=vv&w=vv | field/duplicate',
      'field/duplicate | one#/v: with another value behind it | ?n=true&w=vv&w=another | field/duplicate',
      'field/duplicate | one#/v: with nothing behind it | ?n=true&w=vv&w= | field/duplicate',
      'field/duplicate | one#/v: spelled with escapes | ?n=true&w=vv&%77=%76%76 | field/duplicate',
      'field/nested | one#/v | not: a query or form holds texts, and could not tell it from what is permitted',
      'field/renamed | one#/n: as "N" | ?N=true&w=vv | field/undocumented',
      'field/renamed | one#/n: as "n2" | ?n2=true&w=vv | field/undocumented',
      ...['text', '', '1', '1.5', '[]', '{}'].map((value) => {
        const written = new URLSearchParams({ n: value });
        return `field/retyped | one#/n: as ${JSON.stringify(value)} | ?${written}&w=vv | field/invalid`;
      }),
      'field/null | one#/n: as "null" | ?n=null&w=vv | field/invalid',
      'field/duplicate | one#/n: with the same value | ?n=true&w=vv&n=true | field/duplicate',
      'field/duplicate | one#/n: with another value behind it | ?n=true&w=vv&n=another | field/duplicate',
      'field/duplicate | one#/n: with nothing behind it | ?n=true&w=vv&n= | field/duplicate',
      'field/duplicate | one#/n: spelled with escapes | ?n=true&w=vv&%6E=%74%72%75%65 | field/duplicate',
      'field/nested | one#/n | not: a query or form holds texts, and could not tell it from what is permitted',
      ...['extra', '__proto__', 'constructor', ''].flatMap((name) =>
        ['text', ''].map(
          (value) =>
            `field/extra | one#/${name} on the wire: "${value}" | ?n=true&w=vv&${name}=${value} | field/undocumented`,
        ),
      ),
    ]);
  });

  it('that tells a fact, or belongs in one state, is changed by what is known of the state', async () => {
    const { lines } = await derive({
      properties: {
        mode: { enum: ['basic', 'full'], 'x-candor': { equals: 'mode' } },
        untold: { type: 'boolean', 'x-candor': { equals: { fact: 'mode', map: { full: true } } } },
        basic: text({ 'x-candor': { when: { mode: 'basic' } } }),
        full: text({ 'x-candor': { when: { mode: 'full' } } }),
      },
      required: ['mode'],
    });
    const kinds = ['field/missing', 'field/untrue', 'field/unwarranted'];
    expect(lines.filter((line) => kinds.some((kind) => line.startsWith(kind)))).to.deep.equal([
      'field/missing | one#/mode | {"basic":"basic"} | field/missing',
      'field/missing | one#/basic | {"mode":"basic"} | field/missing',
      'field/unwarranted | one#/full | {"mode":"basic","basic":"basic","full":"full"} | field/unwarranted',
      'field/untrue | one#/untold: true | {"mode":"basic","basic":"basic","untold":true} | field/untrue',
      'field/untrue | one#/untold: false | {"mode":"basic","basic":"basic","untold":false} | field/untrue',
      'field/untrue | one#/mode: "full" | {"mode":"full","basic":"basic"} | field/untrue',
    ]);
  });

  it('with a planted value in it is changed without that, which would be a leak besides', async () => {
    const { lab, baseline, sent } = await derive({ properties: { a: text({ maxLength: 40 }) } });
    const start = {
      ...baseline.events[0],
      canaries: [{ name: 'host', value: 'PC-7f3a', permitted: ['one#/a'] }],
    };
    const planted: Baseline = {
      ...baseline,
      events: baseline.events.with(0, start as (typeof baseline.events)[number]),
      sent: [{ ...sent, value: { a: 'on PC-7f3a, C:' } }],
    };
    const changed = told(derivedFrom(lab, planted, { ...sent, value: { a: 'on PC-7f3a, C:' } }), sent);
    expect(changed).to.include(
      'field/renamed | one#/a: as "A" | {"A":"on a3f7-CP, C:"} | field/undocumented, field/missing',
    );
    expect(changed.join('\n')).not.to.include('PC-7f3a');
  });

  it('is not changed where its schema has no other value, and that is said', async () => {
    const { lines } = await derive({
      properties: {
        a: { enum: ['r', 'g'] },
        b: { type: 'array', maxItems: 2, uniqueItems: true, items: { enum: ['r', 'g'] } },
        c: text({ pattern: '^(ab){2}$' }),
      },
    });
    expect(lines.filter((line) => line.includes('too-') && line.includes('not:'))).to.deep.equal([
      'field/too-many | one#/b: maxItems 2 | not: no value was found that breaks maxItems alone',
      'field/too-long | one#/c: maxLength 10 | not: no value was found that breaks maxLength alone',
    ]);
  });

  it('has its own name on the wire or none: a route may have given it to another', async () => {
    const { lines } = await derive({
      properties: { a: closed({ b: text() }), c: text() },
      route: { map: { '/x': '/a/b', '/a': '/c' } },
    });
    expect(lines.filter((line) => line.includes('not:'))).to.deep.equal([
      'field/retyped | one#/a | not: the route has given its name on the wire to another field',
      'field/duplicate | one#/a | not: its members travel in several places, and it has none of its own',
      'field/nested | one#/a | not: the route has given its name on the wire to another field',
      'field/renamed | one#/a/b: under the payload’s own name | not: the route has given its name on the wire to another field',
    ]);
  });

  it('is changed in the same ways each time', async () => {
    const lab = acmeLaboratory();
    const crashes = lab.baselines.filter(({ name }) => name === 'crashes');
    const all = (): string =>
      JSON.stringify(crashes.map((each) => each.sent.map((sent) => [...derivedFrom(lab, each, sent)])));
    expect(all()).to.include('field/missing');
    expect(all()).to.equal(all());
    const { baseline, sent, lab: one } = await derive({ properties: { a: text() } });
    const names = [...derivedFrom(one, baseline, sent)].flatMap((derived) =>
      'mutant' in derived ? [`${derived.mutant.operator} ${derived.mutant.subject}`] : [],
    );
    expect(new Set(names).size, 'no two changes of a message have one name').to.equal(names.length);
  });

  it('that a payload does not have is all that can be wrong where it has none', async () => {
    const { lines } = await derive({ properties: {} });
    expect(lines.map((line) => line.split(' | ')[0])).to.deep.equal([
      ...Array.from({ length: 12 }, () => 'field/extra'),
      'field/nested',
      ...Array.from({ length: 6 }, () => 'field/retyped'),
      'field/null',
    ]);
  });

  it('of a query stands in no body that could be made unreadable', async () => {
    const { lab, baseline, sent } = await derive({
      properties: { a: text() },
      route: { method: 'GET', body: 'none', query: 'fields' },
    });
    expect(told(bodyMutants(lab.context, baseline, sent), sent)).to.deep.equal([
      'body | one | not: its route declares no body',
    ]);
  });
});
