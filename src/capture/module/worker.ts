import { syncBuiltinESMExports } from 'node:module';
import { workerData } from 'node:worker_threads';
import { answerer } from '../../system/answers.js';
import { watchActivity } from './activity.js';
import { denyNames } from './denied-names.js';
import { denySockets } from './denied-network.js';
import { denyWaysOut } from './denied-ways-out.js';
import { dispatchFetch } from './fetch-dispatcher.js';
import type { ThreadAnswer, ThreadData, ThreadQuestion } from './messages.js';
import { openModuleHost } from './module-host.js';
import { openRecords } from './records.js';

// The thread of a module driver: first every way out is closed or watched, and only then is the module loaded.
const data = workerData as ThreadData;
const { port } = data;
data.port = undefined;
if (port === undefined) throw new Error('the thread of a module driver is started with a port');

// Nock, as soon as it is loaded, puts another in its place that does not tell the fields as they leave.
const ownFetch = globalThis.fetch;
const { recordWire } = await import('./wire-recorder.js');
const records = openRecords();
const activity = watchActivity();
recordWire(records, activity, answerer(data.system));
dispatchFetch(records);
globalThis.fetch = ownFetch;
denySockets(records);
denyNames(records);
denyWaysOut(records);
syncBuiltinESMExports();

const host = openModuleHost({ module: data.module, exportName: data.exportName, records, activity });
const tell = port.postMessage.bind(port);

port.on('message', async ({ number, question }: ThreadQuestion) => {
  const outcome = await host.answer(question);
  const answer: ThreadAnswer = { number, records: records.take(question.kind === 'shutdown'), ...outcome };
  tell(answer);
});
