// The search for planted values in any encoding, beside a search for them as they are, over the same messages: what
// the one costs as a multiple of the other. Ratios of one run are what to quote (absolute figures belong to the machine).

import { benignMessages } from '../scripts/benign-messages.js';
import type { Canary } from '../src/judge/canary.js';
import { searchFor } from '../src/judge/leak/canary-search.js';
import { openAllowance, openSearch } from '../src/judge/leak/search.js';

const rounds = Number(process.argv[2] ?? 5);
const canaries: readonly Canary[] = ['hostName', 'userName', 'userEmail', 'documentPath'].map(
  (name, index) => ({
    name,
    value: `candor-${name.toLowerCase()}-9f86d081884c7d65${index}a2f`,
    permitted: new Set<string>(),
  }),
);
const texts = [...benignMessages(2000)].map(({ request: { body, bodyBase64, url } }) =>
  bodyBase64 === undefined ? Buffer.from(body ?? url) : Buffer.from(bodyBase64, 'base64'),
);
const size = texts.reduce((sum, { length }) => sum + length, 0);

const before = process.memoryUsage();
const building = seconds(() => openSearch(canaries.map(({ value }) => value)));
const search = searchFor(canaries);
const after = process.memoryUsage();
const { states } = openSearch(canaries.map(({ value }) => value));
const mebibytes = (after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed) / 2 ** 20;
console.log(
  `built for ${canaries.length} values in ${building.toFixed(2)} s: ${states} states, about ${mebibytes.toFixed(0)} MiB`,
);

const ratios: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const plain = seconds(() =>
    texts.reduce((count, text) => count + canaries.filter(({ value }) => text.includes(value)).length, 0),
  );
  const decoded = seconds(() => texts.reduce((count, text) => count + percentDecoded(text), 0));
  const every = seconds(() =>
    texts.reduce((count, bytes) => count + search.search([{ bytes }], openAllowance(bytes.length)).length, 0),
  );
  ratios.push(every / (plain + decoded));
  console.log(
    `round ${round}: as they are ${rate(plain + decoded)}; in any encoding ${rate(every)}; ratio ${(every / (plain + decoded)).toFixed(1)}`,
  );
}
const sorted = ratios.sort((one, other) => one - other);
console.log(
  `any encoding takes ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} times as long (median of ${rounds})`,
);

/** What the search before this one did besides. */
function percentDecoded(text: Buffer): number {
  try {
    const decoded = decodeURIComponent(text.toString('utf8'));
    return canaries.filter(({ value }) => decoded.includes(value)).length;
  } catch {
    return 0;
  }
}

function seconds(work: () => unknown): number {
  const begun = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function rate(spent: number): string {
  return `${((spent / texts.length) * 1e6).toFixed(0)} µs a message, ${(size / spent / 1e6).toFixed(1)} MB/s`;
}
