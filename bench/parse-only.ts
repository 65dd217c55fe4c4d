// The floor: read a file by lines and parse each, nothing else.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let events = 0;
const [path = ''] = process.argv.slice(2);
for await (const text of createInterface({
  input: createReadStream(path),
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  JSON.parse(text);
  events += 1;
}
console.log(events);
