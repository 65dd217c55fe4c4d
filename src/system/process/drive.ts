import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../disclosure/input-error.js';
import type { Instant } from '../../disclosure/instant.js';
import { visible } from '../../disclosure/visible.js';
import type { Driver, ProductIdentity } from '../driver.js';
import { endGroup } from '../process-group.js';
import type { ProcessDriver } from '../system-file.generated.js';
import { type StepSetting, stepsOf, takeActionStep } from './action-steps.js';
import type { RunningClock } from './clock.js';
import type { TemplateValues } from './template.js';

/** A product that is prepared, and all that it takes to drive it. */
export interface Driving {
  readonly driver: ProcessDriver;
  readonly identity: ProductIdentity;
  readonly clock: RunningClock;
  readonly values: TemplateValues;
  readonly setting: StepSetting;
  /** Lets go of everything but the product itself. */
  close(): Promise<void>;
}

const GRACE = 1000;
const STDERR_TOLD = 16 * 1024;
/** A wait is looked at again so often, in milliseconds: one that is broken off leaves no timer behind for long. */
const POLL = 1000;

/** The driver of a product that is prepared. */
export function driveProcess({ driver, identity, clock, values, setting, close }: Driving): Driver {
  const { product, processes, surroundings } = setting;
  const { log, children } = surroundings;
  let ending: Promise<void> | undefined;

  const end = async (): Promise<void> => {
    processes.signal('SIGKILL');
    const ends = await Promise.allSettled([...children.map((child) => endGroup(child, GRACE)), close()]);
    for (const { status, ...rest } of ends)
      if (status === 'rejected') throw (rest as { reason: unknown }).reason;
  };
  const kill = (): Promise<void> => {
    ending ??= end();
    return ending;
  };

  const until = async (to: Instant): Promise<void> => {
    for (;;) {
      const left = (to - clock.at(performance.now())) / clock.factor;
      if (left <= 0) return;
      await product.during(pause(Math.min(Math.ceil(left), POLL)));
    }
  };

  return {
    clock,
    initialize: async () => {
      if (!startsItself(driver)) await product.start();
      return identity;
    },
    perform: async (action, parameters) => {
      product.requireAlive();
      if (!Object.hasOwn(driver.actions, action)) {
        throw new InputError({ message: `the driver has no action "${visible(action)}"` });
      }
      const steps = stepsOf(driver.actions[action]);
      const own = { ...values, with: parameters };
      // A product that ends by itself before it is ended has done what was wanted.
      if (steps.some((step) => 'stop' in step)) product.expectEnd(true);
      for (const step of steps) await product.during(takeActionStep(step, own, setting));
      product.requireAlive();
    },
    advance: async (to) => {
      product.requireAlive();
      await until(to);
      await clock.measure();
    },
    sleep: async (to) => {
      product.requireAlive();
      await processes.stop();
      try {
        await until(to);
      } finally {
        processes.continue();
      }
      await clock.measure();
    },
    shutdown: async () => {
      try {
        product.requireAlive();
        await product.stop();
      } finally {
        await kill();
      }
    },
    kill,
    get stderr() {
      return log.text(STDERR_TOLD);
    },
  };
}

/** Whether an action starts the product, so that it is not there from the beginning; or there is none to start. */
function startsItself({ start, actions }: ProcessDriver): boolean {
  if (start === undefined) return true;
  return Object.values(actions).some((action) => stepsOf(action).some((step) => 'start' in step));
}
