import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { InputError, type Problem } from '../../src/disclosure/input-error.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';
import { edited, marked, pathOf, type TinyFile, tiny, writeTiny } from './tiny-disclosure.js';

/** What is changed, into what (¶ stands where the problem is), and what is said of it. */
type Fault = readonly [title: string, before: string, after: string, message: string];

const inClauses: readonly Fault[] = [
  [
    'a clause that nothing verifies',
    '  - id: report.person\n    at: line 4',
    '  - ¶id: report.lonely\n    at: line 11\n    digest: DIGEST\n    modality: obligation\n    says: Alone.\n  - id: report.person\n    at: line 4',
    'nothing verifies the clause report.lonely',
  ],
  [
    'a statement that something verifies',
    'modality: statement, says: Care is taken. }',
    'modality: statement, says: Care is taken., verified-by: ¶[report] }',
    'the clause care.taken is a statement',
  ],
  [
    'a clause id that stands twice',
    '{ id: care.taken,',
    '{ id: ¶kit.files,',
    'the clause kit.files stands twice',
  ],
  [
    'a clause whose field is gone',
    '- report#/details/parts',
    '- ¶report#/details/pieces',
    'has no field /details/pieces',
  ],
  [
    'a clause whose payload is gone',
    '[report/forbidden]',
    '[¶letter/forbidden]',
    'there is no payload letter',
  ],
  [
    'a clause whose payload has no such part',
    '[report/forbidden]',
    '[¶report/trigger]',
    'the payload report has no trigger',
  ],
  [
    'a clause by a part of a payload that is none',
    '[report/forbidden]',
    '[¶report/x]',
    'the payload report has no x',
  ],
  [
    'a clause by a trigger that names another',
    'verified-by: [report/forbidden]',
    'verified-by: [report/forbidden, ¶answer/trigger]',
    'answer/trigger names another clause',
  ],
  [
    'a clause by a field that names another',
    '[report#/person]',
    '[report#/person, ¶report#/product]',
    'the field report#/product names another clause',
  ],
  [
    'a clause by a kit that names another',
    '[report#/person]',
    '[report#/person, ¶kit]',
    'the kit does not name the clause report.person',
  ],
  [
    'a payload named for what every object has',
    '[report/forbidden]',
    '[¶constructor]',
    'there is no payload constructor',
  ],
  ['a scope that is no clause', 'scope: all.bounded', 'scope: ¶all', 'there is no clause all'],
  [
    'a payload’s clause that is none',
    'clause: report.transmit',
    'clause: ¶report.x',
    'there is no clause report.x',
  ],
  [
    'a forbidden state’s clause that is none',
    'clause: report.never',
    'clause: ¶report.x',
    'there is no clause report.x',
  ],
  [
    'a schedule’s clause that is none',
    '      clause: report.schedule\n',
    '      clause: ¶report.x\n',
    'there is no clause report.x',
  ],
  [
    'an action’s schedule clause that is none',
    'clause: report.schedule-anew }',
    'clause: ¶report.x }',
    'there is no clause report.x',
  ],
  [
    'a trigger’s clause that is none',
    'within: PT1M }',
    'within: PT1M, clause: ¶report.x }',
    'there is no clause report.x',
  ],
  ['a kit’s clause that is none', 'clause: kit.files', 'clause: ¶kit.x', 'there is no clause kit.x'],
  [
    'an interpretation’s clause that is none',
    '    clause: report.schedule\n    question',
    '    clause: ¶report.x\n    question',
    'there is no clause report.x',
  ],
];

const inConditions: readonly Fault[] = [
  [
    'a presence by an unknown fact',
    'presence: { installed:',
    'presence: { ¶present:',
    'there is no fact present',
  ],
  ['a permission by an unknown fact', 'permitted: { mode:', 'permitted: { ¶mood:', 'there is no fact mood'],
  [
    'a permission by a value that the fact never has',
    '[basic, full] }\n    forbidden',
    '¶[basic, huge] }\n    forbidden',
    'the fact mode is never huge',
  ],
  ['a prohibition by an unknown fact', 'while: { mode:', 'while: { ¶mood:', 'there is no fact mood'],
  [
    'a prohibition by a boolean where words are wanted',
    '{ mode: none }',
    '{ mode: ¶true }',
    'the fact mode is never true',
  ],
  ['a schedule after an unknown fact', 'after: { network:', 'after: { ¶net:', 'there is no fact net'],
  [
    'a schedule after a value that the fact never has',
    'after: { network: off',
    'after: { network: ¶down',
    'the fact network is never down',
  ],
  [
    'a fact named for what every object has',
    'while: { mode:',
    'while: { ¶constructor:',
    'there is no fact constructor',
  ],
  [
    'an action that sets an unknown fact',
    'disconnect: { sets: { network:',
    'disconnect: { sets: { ¶net:',
    'there is no fact net',
  ],
  [
    'an action that sets an impossible value',
    'disconnect: { sets: { network: off',
    'disconnect: { sets: { network: ¶down',
    'the fact network is never down',
  ],
  [
    'an action that takes no such parameter',
    '{ from: mode,',
    '{ from: ¶mood,',
    'the action install takes no parameter mood',
  ],
  [
    'a map to an impossible value',
    'map: { none: none, small: basic,',
    'map: ¶{ none: none, small: tiny,',
    'the fact mode is never tiny',
  ],
  ['a trigger by an unknown action', 'action: ask,', 'action: ¶tell,', 'there is no action tell'],
  ['a schedule begun by an unknown action', 'by: install,', 'by: ¶instal,', 'there is no action instal'],
];

const inSchedules: readonly Fault[] = [
  ['a tolerance of half a period', 'tolerance: PT5M', 'tolerance: ¶PT2H', 'must be less than half of every'],
  ['a period of nothing', 'every: PT4H', 'every: ¶PT0S', 'must be longer than nothing'],
  ['a window shorter than its period', 'for: PT24H', 'for: ¶PT3H', 'must be at least as long as every'],
  [
    'a choice that is no reading',
    'chosen: obligation',
    'chosen: ¶duty',
    'report.modality has no reading duty',
  ],
  [
    'a choice that every object has',
    'chosen: obligation',
    'chosen: ¶constructor',
    'report.modality has no reading constructor',
  ],
  [
    'a question by an unknown interpretation',
    'modality: report.modality',
    'modality: ¶report.mode',
    'there is no interpretation report.mode',
  ],
  [
    'an interpretation with a reading that the question does not know',
    'ceiling: It is not.',
    'floor: It is.',
    'has the reading floor; modality knows obligation and ceiling',
  ],
  [
    'an interpretation that stands twice',
    'interpretations:\n  - id: report.modality',
    'interpretations:\n  - { id: report.modality, clause: care.taken, question: Q?, readings: { a: A. }, chosen: a, because: B. }\n  - id: ¶report.modality',
    'the interpretation report.modality stands twice',
  ],
];

const inFormat: readonly Fault[] = [
  ['a key that is not known', 'vendor: Nobody', 'vendor: Nobody\n¶author: Me', 'unknown key "author"'],
  ['a key that is missing', 'vendor: Nobody\n', '', 'the key "vendor" is missing'],
  ['a duration that is none', 'every: PT4H', 'every: ¶4h', 'must match pattern'],
  [
    'a modality that is none',
    'modality: permission',
    'modality: ¶wish',
    'must be one of obligation, permission, prohibition, statement',
  ],
  [
    'an id that is not the folder’s',
    'disclosure: tiny-1',
    'disclosure: ¶tiny-2',
    'must be tiny-1, the name of its folder',
  ],
  [
    'a schema that is not there',
    'schema: answer.schema.json',
    'schema: ¶other.schema.json',
    'other.schema.json cannot be used',
  ],
  [
    'a schema that would lie elsewhere',
    'schema: answer.schema.json',
    'schema: ¶../answer.schema.json',
    'must match pattern',
  ],
];

const inSchema: readonly Fault[] = [
  [
    'a field without a clause',
    '"details": {\n',
    '¶"extra": { "type": "boolean" },\n    "details": {\n',
    'the field report#/extra has no clause; say which in x-candor',
  ],
  [
    'a field whose clause is none',
    '"clause": "report.person"',
    '"clause": ¶"report.x"',
    'there is no clause report.x',
  ],
  [
    'a field that its clause does not name',
    '"details": {\n',
    '"extra": { "type": "boolean", "x-candor": { "clause": ¶"report.fields" } },\n    "details": {\n',
    'the clause report.fields is not verified by report#/extra',
  ],
  [
    'an object left open at the top',
    '{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n  "type": "object",\n  "additionalProperties": false,',
    '¶{\n  "type": "object",',
    'this object is open',
  ],
  [
    'an object left open at depth',
    '"details": {\n      "type": "object",\n      "x-candor": { "clause": "report.fields" },\n      "additionalProperties": false,',
    '"details": ¶{\n      "type": "object",\n      "x-candor": { "clause": "report.fields" },',
    'this object is open',
  ],
  [
    'an object that is not said to be one, left open',
    '"$defs": { "part": {',
    '"$defs": { "open": ¶{ "properties": {} }, "part": {',
    'this object is open',
  ],
  [
    'fields by a pattern',
    '"$defs": { "part": {',
    '"$defs": { "open": { "type": "object", "additionalProperties": false, "patternProperties": ¶{ "^x": { "type": "null" } } }, "part": {',
    'names fields by a pattern',
  ],
  [
    'a string without a bound',
    '"product": {\n      "type": "string",\n      "maxLength": 100,',
    '"product": ¶{\n      "type": "string",',
    'this string is unbounded',
  ],
  [
    'a string without a bound among the definitions',
    '{ "type": "string", "maxLength": 10 }',
    '¶{ "type": "string" }',
    'this string is unbounded',
  ],
  [
    'a list without a bound',
    '"parts": {\n          "type": "array",\n          "maxItems": 9,',
    '"parts": ¶{\n          "type": "array",',
    'this list is unbounded',
  ],
  ['a list of anything', '"items": { "$ref": "#/$defs/part" }', '"items": ¶true', 'permits anything'],
  [
    'a value of any type',
    '{ "type": "string", "maxLength": 10 }',
    '¶{ "maxLength": 10 }',
    'permits any type',
  ],
  [
    'one of several forms without a bound',
    '{ "type": "string", "maxLength": 10 }',
    '{ "anyOf": [{ "type": "null" }, ¶{ "type": "string" }] }',
    'this string is unbounded',
  ],
  [
    'fields that are named in an alternative',
    '{ "type": "string", "maxLength": 10 }',
    '{ "anyOf": [{ "type": "null" }, ¶{ "type": "object", "additionalProperties": false, "properties": {} }] }',
    'names fields in an alternative',
  ],
  [
    'a reference that leads elsewhere',
    '"#/$defs/part"',
    '¶"https://example.test/part"',
    'must point to #/$defs/NAME',
  ],
  [
    'definitions without end',
    '{ "type": "string", "maxLength": 10 }',
    '{ "type": "object", "additionalProperties": false, "properties": { "one": { "$ref": "#/$defs/part" }, "two": { "$ref": "#/$defs/part" } } }',
    'stands for more than 5000 fields',
  ],
  [
    'a condition by an unknown fact',
    '"when": { "mode": "full" }',
    '"when": { ¶"mood": "full" }',
    'there is no fact mood',
  ],
  [
    'a condition by a value that the fact never has',
    '"when": { "mode": "full" }',
    '"when": { "mode": ¶"huge" }',
    'the fact mode is never huge',
  ],
  ['a value equal to an unknown fact', '"equals": "mode"', '"equals": ¶"mood"', 'there is no fact mood'],
  [
    'an annotation with a key that is not known',
    '"equals": "mode" }',
    '"same": "mode" }',
    'unknown key "same"',
  ],
  [
    'a field that is conditional and required',
    '"required": ["product", "details"]',
    '"required": ["product", "details", "person"]',
    'has a when, so it may not stand in required',
  ],
];

// Where the place is not within what was changed.
const placedAt: Readonly<Record<string, readonly [string, string]>> = {
  'an interpretation with a reading that the question does not know': [
    'modality: report',
    'modality: ¶report',
  ],
  'definitions without end': ['{\n  "$schema"', '¶{\n  "$schema"'],
  'a key that is missing': ['disclosure: tiny-1', '¶disclosure: tiny-1'],
  'an annotation with a key that is not known': [
    '{ "clause": "report.person"',
    '¶{ "clause": "report.person"',
  ],
  'a field that is conditional and required': ['{ "clause": "report.person"', '¶{ "clause": "report.person"'],
};

describe('A disclosure is checked, and refused for', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());

  const problemsOf = async (changed: Partial<Record<TinyFile, string>>): Promise<readonly Problem[]> => {
    rmSync(folder.path, { recursive: true, force: true });
    writeTiny(folder.path, changed);
    const error = await rejection(loadDisclosure(folder.path, 'tiny-1'));
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).problems;
  };

  const groups: readonly (readonly [TinyFile, readonly Fault[]])[] = [
    ['disclosure.yaml', [...inClauses, ...inConditions, ...inSchedules, ...inFormat]],
    ['report.schema.json', inSchema],
  ];
  for (const [file, faults] of groups) {
    for (const [title, before, after, message] of faults) {
      it(title, async () => {
        const spoilt = edited(tiny[file], before, after.replace('DIGEST', `sha256:${'1'.repeat(64)}`));
        const [from, to] = placedAt[title] ?? ['¶', '¶'];
        const { text, line, column } = marked(edited(spoilt, from, to));
        const problems = await problemsOf({ [file]: text });
        const found = problems.find((problem) => problem.message.includes(message));
        expect(found, problems.map((problem) => problem.message).join('\n')).to.not.equal(undefined);
        expect([found?.file, found?.line, found?.column]).to.deep.equal([
          pathOf(folder.path, file),
          line,
          column,
        ]);
      });
    }
  }

  it('nothing where it is sound', async () => {
    rmSync(folder.path, { recursive: true, force: true });
    writeTiny(folder.path);
    const disclosure = await loadDisclosure(folder.path, 'tiny-1');
    expect([...disclosure.payloads.keys()]).to.deep.equal(['report', 'answer']);
    const schedule = disclosure.payloads.get('report')?.schedule;
    expect([schedule?.every, schedule?.for, schedule?.tolerance]).to.deep.equal([
      14_400_000, 86_400_000, 300_000,
    ]);
    expect(disclosure.payloads.get('answer')?.trigger).to.deep.equal({
      action: 'ask',
      within: 60_000,
      clause: 'answer.transmit',
    });
  });

  it('every fault that it has, in one go', async () => {
    const text = edited(edited(tiny['disclosure.yaml'], 'scope: all.bounded', 'scope: x'), 'PT5M', 'PT9H');
    const schema = edited(tiny['report.schema.json'], '"maxLength": 100,', '');
    const problems = await problemsOf({ 'disclosure.yaml': text, 'report.schema.json': schema });
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'there is no clause x',
      'must be less than half of every, or slots would overlap',
      'this string is unbounded; give it a maxLength',
    ]);
  });

  it('a schema that is not JSON Schema', async () => {
    const schema = edited(tiny['answer.schema.json'], '"enum": ["yes", "no"]', '"type": "strin"');
    const [problem] = await problemsOf({ 'answer.schema.json': schema });
    expect(problem).to.include({ file: pathOf(folder.path, 'answer.schema.json'), line: 1, column: 1 });
    expect(problem?.message).to.include('is no JSON Schema 2020-12');
  });
});
