import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import { readTrace } from '../../src/trace/read.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { createTraceWriter } from '../../src/trace/write.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';
import { sample, traceText } from './sample.js';

const writerModule = new URL('../../src/trace/write.js', import.meta.url).href;

describe('The trace writer', () => {
  const folder = temporaryFolder();
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return folder.file(`trace-${count}.ndjson`);
  };
  after(() => folder.remove());

  const [start] = sample as [TraceEvent];
  const startOf = Date.UTC(2026, 0, 1);
  const beat = (seconds: number): TraceEvent => ({
    type: 'heartbeat',
    at: new Date(startOf + seconds * 1000).toISOString(),
  });

  it('writes an event a line, for the eyes of the owner alone', async () => {
    const file = fresh();
    const writer = await createTraceWriter(file);
    for (const event of sample) await writer.write(event);
    await writer.close();
    await writer.close();
    expect(readFileSync(file, 'utf8')).to.equal(traceText());
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('has handed an event to the system when write resolves, or soon after', async () => {
    const file = fresh();
    const writer = await createTraceWriter(file);
    await writer.write(start);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(readFileSync(file, 'utf8')).to.equal(traceText([start]));
    await writer.close();
  });

  it('keeps the order of events that are written without waiting', async () => {
    const file = fresh();
    const writer = await createTraceWriter(file);
    const events = [start, ...Array.from({ length: 5000 }, (_, index) => beat(index))];
    await Promise.all([...events.map((event) => writer.write(event)), writer.close()]);
    expect(readFileSync(file, 'utf8')).to.equal(traceText(events));
  });

  it('overwrites nothing', async () => {
    const file = fresh();
    writeFileSync(file, 'mine');
    const error = await rejection(createTraceWriter(file));
    expect(error).to.be.instanceOf(InputError);
    expect(String(error)).to.contain(`${file}: is there already; a trace is never overwritten`);
    expect(readFileSync(file, 'utf8')).to.equal('mine');
  });

  it('says so where there is no folder to write in', async () => {
    const error = await rejection(createTraceWriter(folder.file('none/trace.ndjson')));
    expect(error).to.be.instanceOf(InputError);
    expect(String(error)).to.contain('cannot be created: its folder is not there');
  });

  it('says so where the system takes no more', function () {
    if (process.platform === 'win32') this.skip();
    const file = fresh();
    const script = `
      const { createTraceWriter } = await import(${JSON.stringify(writerModule)});
      const writer = await createTraceWriter(${JSON.stringify(file)});
      const start = ${JSON.stringify(start)};
      const told = [];
      const tell = (error) => told.push(error.name + ' ' + error.message);
      await writer.write(start).catch(tell);
      const event = { type: 'opaque', at: start.at, protocol: 'tcp', destination: 'x'.repeat(1000), bytes: 1 };
      for (let count = 0; count < 2000; count += 1) await writer.write(event).catch(tell);
      await writer.close().catch(tell);
      process.stdout.write(new Set(told).size + ' ' + told.at(-1));
    `;
    const command = 'ulimit -f 64; exec "$0" --input-type=module -e "$1"';
    const { stdout } = spawnSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
    expect(stdout).to.equal(`1 InputError ${file}: cannot be written (EFBIG)`);
  });

  describe('takes for a defect of the caller', () => {
    const table: readonly [string, TraceEvent[]][] = [
      ['an event out of time order', [start, beat(2), beat(1)]],
      ['a first event other than start', [beat(0)]],
      ['a second start', [start, start]],
      ['an event after the end', [start, { type: 'end', at: start.at }, beat(1)]],
      ['an instant that is none', [start, { type: 'heartbeat', at: 'now' }]],
      [
        'a gap that ends before it begins',
        [start, { type: 'gap', at: '2026-01-01T00:00:00.001Z', until: start.at, cause: 'offline' }],
      ],
    ];
    for (const [title, events] of table) {
      it(title, async () => {
        const file = fresh();
        const writer = await createTraceWriter(file);
        const last = events.pop() as TraceEvent;
        for (const event of events) await writer.write(event);
        expect(await rejection(writer.write(last)))
          .to.be.instanceOf(Error)
          .and.not.instanceOf(InputError);
        await writer.close();
        expect(readFileSync(file, 'utf8')).to.equal(traceText(events));
      });
    }

    it('an event for a trace that is closed', async () => {
      const writer = await createTraceWriter(fresh());
      await writer.close();
      expect(await rejection(writer.write(start)))
        .to.be.instanceOf(Error)
        .and.not.instanceOf(InputError);
    });
  });

  it('writes what the reader reads back as it was', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\n', '\r', '\ufeff', '\u2028', '\0', '"', '\\'),
        fc.string({ unit: 'binary', maxLength: 1, minLength: 1 }),
      ),
    });
    const facts = fc.dictionary(fc.oneof(text, fc.constant('__proto__')), fc.oneof(text, fc.boolean()), {
      maxKeys: 5,
    });
    const installation = text.map((name) => `i${name}`);
    const optional = fc.constantFrom({}, { installation: 'i-1' });
    const content: fc.Arbitrary<object> = fc.oneof(
      fc.record({ type: fc.constant('facts'), installation, facts }),
      fc.record({ type: fc.constant('action'), installation, action: fc.constant('install'), facts }),
      fc.record({
        type: fc.constant('transmission'),
        installation,
        request: fc.record({
          method: fc.constant('POST'),
          url: text.map((path) => `https://one.test/${path}`),
          headers: fc.array(fc.tuple(text, text), { maxLength: 5 }),
          body: text,
        }),
        tls: fc.option(fc.record({ protocol: text, serverName: fc.option(text) })),
      }),
      fc.record({
        type: fc.constant('opaque'),
        protocol: fc.constant('tcp'),
        destination: text,
        bytes: fc.nat(),
      }),
      optional.map((more) => ({ type: 'heartbeat', ...more })),
    );
    const contents = fc.array(fc.tuple(content, fc.integer({ min: 0, max: 90_000 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 1, max: 2000 }), async (list, chunkSize) => {
        const file = fresh();
        const writer = await createTraceWriter(file);
        let time = startOf;
        const events = [
          start,
          ...list.map(([event, wait]) => {
            time += wait;
            return { ...event, at: new Date(time).toISOString() } as TraceEvent;
          }),
        ];
        for (const event of events) await writer.write(event);
        await writer.close();
        const read: string[] = [];
        for await (const { event } of readTrace(file, { chunkSize })) read.push(JSON.stringify(event));
        expect(read).to.deep.equal(events.map((event) => JSON.stringify(event)));
      }),
      { numRuns: 60 },
    );
  });
});
