import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkSchema } from '../../src/disclosure/check-schema.js';
import { type FormatName, formatValidator } from '../../src/disclosure/format.js';
import type { SchemaNode } from '../../src/disclosure/payload-fields.js';
import { compilePayloadSchema } from '../../src/disclosure/payload-schema.js';
import { readSourceFile } from '../../src/disclosure/source-file.js';
import { readTrace } from '../../src/trace/read.js';
import { type Block, blocksOf, pages, root } from './markdown.js';

describe('The examples in the documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-docs-'));
  after(() => rmSync(folder, { recursive: true }));
  const all = pages().flatMap(blocksOf);

  for (const { place, marks, text } of all.filter((block) => block.marks.has('file'))) {
    it(`${place} is the file that it names`, () => {
      expect(text).to.equal(readFileSync(join(root, marks.get('file') ?? ''), 'utf8'));
    });
  }

  for (const block of all.filter(({ marks }) => marks.has('format'))) {
    const format = block.marks.get('format') ?? '';
    it(`${block.place} is a ${format}`, async () => validate(format, block));
  }

  it('show each format at least once', () => {
    const shown = new Set(all.flatMap(({ marks }) => marks.get('format') ?? []));
    const formats = [
      'attestations',
      'calibration',
      'contract',
      'disclosure',
      'driver-protocol',
      'failures',
      'gate',
      'payload-schema',
      'result',
      'scenario',
      'system',
      'timeline',
      'trace',
      'waivers',
    ];
    expect([...shown].sort()).to.deep.equal(formats);
  });

  async function validate(format: string, { text }: Block): Promise<void> {
    const path = join(folder, 'example');
    writeFileSync(path, text);
    switch (format) {
      case 'trace':
        for await (const { event } of readTrace(path)) expect(event).to.have.property('type');
        return;
      case 'driver-protocol':
        for (const line of text.trimEnd().split('\n')) expectMessage(JSON.parse(line));
        return;
      case 'payload-schema': {
        const schema = await readSourceFile<SchemaNode>(path);
        expect(checkSchema(schema)).to.deep.equal([]);
        compilePayloadSchema(schema);
        return;
      }
      case 'result': {
        const valid = formatValidator('result');
        expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).to.equal(true);
        return;
      }
      default:
        await readSourceFile(path, format as FormatName);
    }
  }
});

function expectMessage(message: Readonly<Record<string, unknown>>): void {
  expect(message['jsonrpc']).to.equal('2.0');
  expect(message['id']).to.be.a('number');
  const kinds = ['method', 'result', 'error'].filter((kind) => Object.hasOwn(message, kind));
  expect(kinds).to.have.lengthOf(1);
}
