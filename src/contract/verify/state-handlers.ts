import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../disclosure/input-error.js';
import { type AskedProcess, NoReply, startProcess } from './child-process.js';
import type { StateAnswer, StateTask } from './state-messages.js';
import type { States } from './states.js';

type HandlerProcess = AskedProcess<StateTask, StateAnswer>;

const START_LIMIT = 60_000;

/**
 * Sets states up with the handlers of a module of the vendor's. It runs in a process of its own, in the environment
 * of whoever started this one: it may end itself, hang or print without the verdict being any the better for it.
 *
 * @param file a module whose default export maps the name of a state, or `*` for each other, to a function
 * @param timeout of one handler, in milliseconds
 * @throws InputError where the module does not load, or exports no handlers.
 */
export async function statesByHandlers(file: string, timeout: number): Promise<States> {
  let running: HandlerProcess | undefined;

  const start = async (): Promise<HandlerProcess> => {
    const started: HandlerProcess = startProcess(new URL('./state-handlers-child.js', import.meta.url), {
      parameters: [pathToFileURL(resolve(file)).href],
      cwd: process.cwd(),
      env: process.env,
    });
    const greeting = await started.greeting(START_LIMIT);
    if (!(greeting instanceof NoReply) && greeting.kind === 'ready') return started;
    await started.close();
    throw new InputError({ file, message: `cannot be used for the states: ${reasonOf(greeting)}` });
  };

  running = await start();
  return {
    kind: 'handlers',
    async setUp({ name, params }) {
      running ??= await start();
      const answer = await running.ask({ state: name, params: params ?? {} }, timeout);
      if (!(answer instanceof NoReply)) return answer.kind === 'done' ? undefined : reasonOf(answer);
      // One that hangs may hold its process for ever, and one that ended it answers nobody.
      await running.close();
      running = undefined;
      return `the state handler: ${answer.because}`;
    },
    async close() {
      await running?.close();
      running = undefined;
    },
  };
}

function reasonOf(answer: StateAnswer | NoReply): string {
  return 'because' in answer ? answer.because : 'it answered what it was not asked';
}
