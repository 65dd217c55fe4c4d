import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { calibrationFile } from '../calibration/calibration-file.js';
import { createQueue, harbour, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const harbourDocument = join(harbour, 'documents', 'what-tidewatch-sends.txt');
const disclosure = join('disclosures', 'harbour-2', 'disclosure.yaml');
const reportSchema = join('schemas', 'harbour-2', 'station-report.schema.json');
const failureSchema = join('schemas', 'harbour-2', 'gauge-failure.schema.json');

/** A document whose words are changed one line at a time, and the clause that then has to be read again. */
interface Changes {
  readonly project: string;
  readonly document: string;
  readonly clauses: readonly (readonly [line: number, clause: string, sentence?: number])[];
}

const harbourChanges: Changes = {
  project: harbour,
  document: harbourDocument,
  clauses: [
    [3, 'document.subject'],
    [7, 'report.station'],
    [16, 'gauge.station'],
    [18, 'gauge.port'],
    [20, 'station.closed', 1],
    [20, 'station.reopened', 2],
  ],
};

/** The vendor's text is not ours to ship; where it lies beside this checkout, it is checked too. */
const vendorChanges: Changes = {
  project: root,
  document: join(root, '..', 'shared', 'documents', 'kes-11.0.0.txt'),
  clauses: [
    [8, 'activation.installed-updates'],
    [22, 'upgrade.active-license-id'],
    [35, 'link.active-license-id'],
    [57, 'ksn.statement-decision'],
    [65, 'ksn.schedule', 1],
    [65, 'ksn.schedule-after-decline', 2],
  ],
};

/** Something broken in a copy of a project. Several are broken at a time, for all of them are to be told. */
interface Break {
  readonly what: string;
  /** The copy in which it is broken, together with what does not keep it from being seen. */
  readonly copy: 'clauses' | 'around' | 'schema' | 'key' | 'yaml';
  readonly file: string;
  readonly change: (text: string) => string;
  /** What is said from behind the file's name. */
  readonly says: string;
}

const scenario = join('scenarios', 'harbour-2', 'gauge-fails-in-port.yaml');
const system = join('systems', 'tidewatch', 'system.yaml');

const breaks: readonly Break[] = [
  {
    what: 'a clause that nothing verifies',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('    verified-by: [gauge-failure#/portName]\n', '\n'),
    says: '108:5: nothing verifies the clause gauge.port; name a payload or a field',
  },
  {
    what: 'a statement that something is to verify',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('modality: permission', 'modality: statement'),
    says: '89:18: the clause station.transmit is a statement, which no wire can verify',
  },
  {
    what: 'a field without a clause',
    copy: 'clauses',
    file: reportSchema,
    change: (text) => text.replace('"clause": "report.station", ', ''),
    says: '9:5: the field station-report#/stationNumber has no clause; say which in x-candor',
  },
  {
    what: 'a clause whose field is gone',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('station-report#/tideHeight', 'station-report#/tide'),
    says: '78:19: the payload station-report has no field /tide',
  },
  {
    what: 'an object left open',
    copy: 'clauses',
    file: failureSchema,
    change: (text) => text.replace('      "additionalProperties": false,\n', '\n'),
    says: '15:16: this object is open; close it with additionalProperties: false',
  },
  {
    what: 'a string without a bound',
    copy: 'clauses',
    file: reportSchema,
    change: (text) => text.replace('"maxLength": 40,', ''),
    says: '15:16: this string is unbounded; give it a maxLength',
  },
  {
    what: 'a condition on a fact that there is not',
    copy: 'clauses',
    file: reportSchema,
    change: (text) => text.replace('{ "gauge": "working" }', '{ "guage": "working" }'),
    says: '31:56: there is no fact guage',
  },
  {
    what: 'a condition that never holds',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('permitted: { registered: true }', 'permitted: { registered: yes-it-is }'),
    says: '32:30: the fact registered is never yes-it-is',
  },
  {
    what: 'a trigger that there is not',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('action: fail-gauge', 'action: break-gauge'),
    says: '40:24: there is no action break-gauge',
  },
  {
    what: 'a payload whose schema is not there',
    copy: 'schema',
    file: disclosure,
    change: (text) => text.replace('schema: gauge-failure.schema.json', 'schema: gauge.schema.json'),
    says: '36:13: gauge.schema.json cannot be used',
  },
  {
    what: 'a clause that stands twice',
    copy: 'clauses',
    file: disclosure,
    change: (text) => text.replace('id: gauge.code', 'id: gauge.station'),
    says: '102:9: the clause gauge.station stands twice',
  },
  {
    what: 'a key that there is not',
    copy: 'key',
    file: disclosure,
    change: (text) => text.replace('scope:', 'scoop: everything\nscope:'),
    says: '9:1: unknown key "scoop"',
  },
  {
    what: 'YAML that is none',
    copy: 'yaml',
    file: disclosure,
    change: (text) => text.replace('facts:', 'facts: ]'),
    says: '12:8: Unexpected flow-seq-end token in YAML stream: "]"',
  },
  {
    what: 'a scenario with an action that there is not',
    copy: 'around',
    file: scenario,
    change: (text) => text.replace('do: register', 'do: unregister'),
    says: '9:9: there is no action unregister',
  },
  {
    what: 'a scenario that expects a payload that there is not',
    copy: 'around',
    file: scenario,
    change: (text) => text.replace('payload: gauge-failure', 'payload: gauge-faliure'),
    says: '15:16: there is no payload gauge-faliure',
  },
  {
    what: 'a scenario whose name is not its file’s',
    copy: 'around',
    file: scenario,
    change: (text) => text.replace('scenario: gauge', 'scenario: sea'),
    says: '3:11: must be gauge-fails-in-port, the name of its file',
  },
  {
    what: 'a system with a route to a payload that there is not',
    copy: 'around',
    file: system,
    change: (text) => text.replace('payload: station-report', 'payload: stationreport'),
    says: '11:16: there is no payload stationreport',
  },
];

describe('candor check', () => {
  let workplace: Workplace;
  const queue = createQueue();

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  it('is content with this project, and with a project of its own', async () => {
    const [own, other] = await Promise.all([
      workplace.candor(['check', '--project', root, '--strict']),
      workplace.candor(['check', '--project', harbour, '--strict']),
    ]);
    for (const { status, stderr } of [own, other]) {
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
    }
    expect(own.stdout).to.include('kes-11.0.0: ');
    expect(other.stdout).to.match(
      /^harbour-2: 17 clauses, 5 of them for a person to attest, 2 payloads, 8 fields/,
    );
    expect(other.stdout).to.include('3 scenarios exercise 12 of 12 clauses');
  });

  it('checks the project in the folder where it is started, before the one that it came with', async () => {
    const { stdout, status } = await workplace.candor(['check'], { cwd: harbour });
    expect(stdout).to.match(/^harbour-2: /);
    expect(status).to.equal(0);
  });

  describe('with the document', () => {
    it('accounts for every sentence', () => expectAccounted(harbourChanges));

    it('does not mind another form of white space and bullets', async () => {
      const text = await readFile(harbourDocument, 'utf8');
      const reformed = text.replaceAll('•', '-').replaceAll('  ', '\t').replaceAll('\n', '\r\n');
      const file = await workplace.write('reformed.txt', reformed);
      expect((await checkDocument(harbour, file)).status).to.equal(0);
    });

    it('names the clause to read again where one word has changed', () => expectNamed(harbourChanges));

    it('names the clause whose sentence is gone, and the sentence that is new', async () => {
      const lines = (await readFile(harbourDocument, 'utf8')).split('\n');
      const without = lines.filter((_, index) => index !== 12).join('\n');
      const shorter = await checkDocument(harbour, await workplace.write('shorter.txt', without));
      expect(clausesNamed(shorter)).to.deep.equal(['station.transmit']);
      expect(shorter.status).to.equal(1);

      const longer = await workplace.write(
        'longer.txt',
        [...lines, 'Tidewatch also tells the weather.', ''].join('\n'),
      );
      const added = await checkDocument(harbour, longer);
      expect(clausesNamed(added)).to.deep.equal([]);
      expect(added.stderr).to.equal(
        `document: ${longer}:26: no clause accounts for line 26: Tidewatch also tells the weather.\n`,
      );
      expect(added.status).to.equal(1);
    });

    it('accounts for the vendor’s own text, and names its clauses, where that text is at hand', async function () {
      if (!existsSync(vendorChanges.document)) {
        process.stdout.write('      skipped: the vendor’s document is not beside this checkout\n');
        return this.skip();
      }
      await expectAccounted(vendorChanges);
      const project = await workplace.copy(join(root, 'disclosures'), join('vendor', 'disclosures'));
      await workplace.copy(join(root, 'schemas'), join('vendor', 'schemas'));
      await expectNamed({ ...vendorChanges, project: dirname(project) });
    });
  });

  function checkDocument(project: string, document: string): Promise<Outcome> {
    return queue(() => workplace.candor(['check', '--project', project, '--document', document]));
  }

  async function expectAccounted({ project, document }: Changes): Promise<void> {
    const { status, stdout, stderr } = await checkDocument(project, document);
    expect(stderr).to.equal('');
    expect(stdout).to.include(`every sentence of ${document} is a clause, and every clause stands in it`);
    expect(status).to.equal(0);
  }

  async function expectNamed({ project, document, clauses }: Changes): Promise<void> {
    const lines = (await readFile(document, 'utf8')).split('\n');
    const outcomes = clauses.map(async ([line, clause, sentence = 1]) => {
      const changed = lines.map((text, index) =>
        index === line - 1 ? withOneWordChanged(text, sentence) : text,
      );
      const file = await workplace.write(`${clause}.txt`, changed.join('\n'));
      const outcome = await checkDocument(project, file);
      expect(clausesNamed(outcome), clause).to.deep.equal([clause]);
      expect(outcome.stderr, clause).to.include(
        `document: ${file}:${line}: no clause accounts for line ${line}`,
      );
      expect(outcome.status, clause).to.equal(1);
    });
    await Promise.all(outcomes);
  }

  describe('with a file that is broken', () => {
    const outcomes = new Map<Break['copy'], Outcome>();

    before(async () => {
      const copies = [...new Set(breaks.map(({ copy }) => copy))];
      const checks = copies.map(async (copy) => {
        const project = await workplace.copy(harbour, copy);
        for (const { what, file, change } of breaks.filter((broken) => broken.copy === copy)) {
          const text = await readFile(join(project, file), 'utf8');
          const changed = change(text);
          expect(changed, what).not.to.equal(text);
          await workplace.write(join(copy, file), changed);
        }
        outcomes.set(copy, await queue(() => workplace.candor(['check', '--project', project])));
      });
      await Promise.all(checks);
    });

    for (const { what, copy, file, says } of breaks) {
      it(`says where: ${what}`, () => {
        const { stderr = '', status } = outcomes.get(copy) ?? {};
        const lines = stderr
          .replaceAll(`${workplace.at(copy)}/`, '')
          .split('\n')
          .slice(0, -1);
        expect(lines, stderr).to.include(`error: ${file}:${says}`);
        for (const line of lines) expect(line).to.match(/^error: [^:]+:/);
        expect(status).to.equal(3);
      });
    }
  });

  it('says what is wrong with the calibration that lies beside a disclosure', async () => {
    const project = await workplace.copy(harbour, 'calibrated');
    const place = join(project, 'disclosures', 'harbour-2', 'calibration.json');
    const sound = calibrationFile({ disclosure: { id: 'harbour-2', digest: `sha256:${'1'.repeat(64)}` } });
    const checked = async (content: unknown): Promise<Outcome> => {
      await writeFile(place, `${JSON.stringify(content, undefined, 2)}\n`);
      return workplace.candor(['check', '--project', project]);
    };
    expect(await checked(sound)).to.deep.include({ status: 0, stderr: '' });
    const unlike = await checked({ ...sound, excluded: 4 });
    expect(unlike.stderr).to.match(
      /^error: \S+calibration\.json:\d+:\d+: exclusions: do not give each change/,
    );
    expect(unlike.status).to.equal(3);
    const partial = await checked({ format: 'candor-calibration/1' });
    expect(partial.stderr).to.contain(`error: ${place}:1:1: the key "instrument" is missing`);
    expect(partial.status).to.equal(3);
  });

  it('says which disclosures there are where one is wanted that there is not', async () => {
    const { status, stderr } = await workplace.candor([
      'check',
      '--project',
      harbour,
      '--disclosure',
      'harbour-3',
    ]);
    expect(stderr).to.match(/harbour-3/);
    expect(status).to.equal(3);
  });

  it('ships none of the vendor’s sentences', async function () {
    if (!existsSync(vendorChanges.document)) {
      process.stdout.write('      skipped: the vendor’s document is not beside this checkout\n');
      return this.skip();
    }
    const long = (await readFile(vendorChanges.document, 'utf8'))
      .split('\n')
      .filter((line) => line.length > 60);
    const folders = ['contracts', 'disclosures', 'docs', 'schemas', 'scenarios', 'systems', 'src', 'test']
      .map((name) => join(root, name))
      .filter(existsSync);
    expect(folders.length).to.be.at.least(7);
    for (const folder of folders) {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = (await readFile(join(entry.parentPath, entry.name), 'utf8')).replace(/\s+/g, ' ');
        for (const line of long) expect(text.includes(line.trim()), entry.name).to.equal(false);
      }
    }
  });
});

/** The clauses whose sentences are said to be gone. */
function clausesNamed({ stderr }: Outcome): readonly string[] {
  return [...stderr.matchAll(/the sentence of (\S+) \(/g)].map(([, clause]) => clause ?? '');
}

/** Puts another word in the place of one in a sentence of a line. */
function withOneWordChanged(line: string, sentence: number): string {
  const sentences = line.split(/(?<=\. )/);
  return sentences
    .map((text, index) => (index === sentence - 1 ? text.replace(/\p{L}+(?=\P{L}*$)/u, 'otherwise') : text))
    .join('');
}
