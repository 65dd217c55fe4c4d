import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { deviationOf } from './defects.js';
import { openResponder } from './protocol.js';

const { values } = parseArgs({ options: { defect: { type: 'string' } } });
const deviation = deviationOf(values.defect);
if (deviation === undefined) {
  process.stderr.write(`there is no defect ${values.defect}\n`);
  process.exit(2);
}
// A driver that has gone away reads no answers; there is nobody left to work for.
process.stdout.on('error', () => process.exit(0));

const respond = openResponder(deviation, (line) => process.stderr.write(`${line}\n`));
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  const answer = await respond(line);
  if (answer.line !== undefined) process.stdout.write(`${answer.line}\n`);
  if (answer.last) break;
}
process.stdin.destroy();
