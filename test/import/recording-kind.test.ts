import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { recordingKind } from '../../src/import/recording-kind.js';
import { rejection } from '../rejection.js';

describe('What a recording is', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candor-kind-'));
  });
  after(() => rm(folder, { recursive: true }));

  const known: Readonly<Record<string, readonly [string, string | Buffer, string]>> = {
    'a HAR of another name': ['x.json', '\uFEFF {\n "log": {"version": "1.2"', 'har'],
    'a HAR by its name': ['x.har', '', 'har'],
    'a pcapng': ['x.har', Buffer.from('0a0d0d0a', 'hex'), 'pcapng'],
    'a pcap': ['x', Buffer.from('d4c3b2a102000400', 'hex'), 'pcapng'],
    'a pcap by its name': ['x.pcap', '', 'pcapng'],
    'lines of JSON': ['x', '{"uri":"/"}\n{"uri":"/"}', 'log'],
    'a log by its name': ['x.log', '127.0.0.1 - -', 'log'],
  };
  for (const [name, [file, content, kind]] of Object.entries(known)) {
    it(`is told of ${name}`, async () => {
      await writeFile(join(folder, file), content);
      expect(await recordingKind(join(folder, file))).to.equal(kind);
    });
  }

  const unknown: Readonly<Record<string, readonly [string, string]>> = {
    'what is none': ['plain.txt', 'cannot be told from its beginning'],
    'a folder': ['.', 'a file is wanted'],
    'a file that is not there': ['none', 'there is no such file'],
  };
  for (const [name, [file, message]] of Object.entries(unknown)) {
    it(`is not told of ${name}`, async () => {
      await writeFile(join(folder, 'plain.txt'), 'hello');
      const error = await rejection(recordingKind(join(folder, file)));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message).to.include(message);
    });
  }
});
