import { setTimeout as pause } from 'node:timers/promises';
import { factsOfAction } from '../disclosure/action-facts.js';
import { type Duration, type Instant, later } from '../disclosure/instant.js';
import type { DoStep, Step } from '../scenario/scenario-file.generated.js';
import type { DriverClock } from '../system/driver.js';
import { durationOfStep, ticks } from './clock.js';
import { drain, present, type Recording, stamp, takeCaptured, writeCaptured, writeGap } from './recording.js';
import type { ActionEvent } from './trace-event.generated.js';

/** How far the clock moves between what was sent and an action, which may not share an instant. */
const MOMENT = 1000 as Duration;
/** What was captured is written so often while a clock runs, in milliseconds, so that little is held. */
const DRAIN_EVERY = 50;
/** How long a product whose clock runs is given for what was due just then: a minute of its time within these bounds. */
const LINGER = { productTime: 60_000, least: 50, most: 1000 };
const LINGERS = 5;

/** Takes one step of a scenario; `tell` is called as the clock moves. */
export async function takeStep(recording: Recording, step: Step, tell: () => void): Promise<void> {
  const duration = durationOfStep(step);
  if ('do' in step) await perform(recording, step);
  else if (duration === 0) return;
  else if ('wait' in step) await wait(recording, duration, tell);
  else if ('sleep' in step) await sleep(recording, duration);
  else await offline(recording, duration, tell);
}

/**
 * State comes before what was sent in it: the action's facts stand before the transmissions of the same instant.
 * So an action never shares its instant with what was sent before it (DESIGN 6: state events at an instant apply
 * before transmissions of the same instant).
 */
async function perform(recording: Recording, step: DoStep): Promise<void> {
  const { driver } = recording;
  const stepped = driver.clock.kind === 'stepped';
  if (stepped) await moveOn(recording);
  else await drain(recording);
  const moment = performance.now();
  const begun = present(recording);
  const parameters = step.with ?? {};
  await driver.perform(step.do, parameters);
  // When within that time its facts came to hold is not known.
  recording.slack = Math.max(recording.slack, present(recording) - begun);
  const captured = await takeCaptured(recording);
  const before = captured.filter((one) => !stepped && one.moment !== undefined && one.moment < moment);
  await writeCaptured(recording, before);
  recording.now = Math.max(recording.now, begun) as Instant;
  await writeAction(recording, step);
  await writeCaptured(
    recording,
    captured.filter((one) => !before.includes(one)),
  );
  await settle(recording);
}

/** A product that sends without cease would put the action off for ever. */
async function moveOn(recording: Recording): Promise<void> {
  for (let tries = 0; recording.sent === recording.now && tries < 60; tries += 1) {
    await moveTo(recording, later(recording.now, MOMENT));
  }
}

async function writeAction(recording: Recording, step: DoStep): Promise<void> {
  const { actions } = recording.options.disclosure;
  const action = Object.hasOwn(actions, step.do) ? actions[step.do] : undefined;
  const facts = action === undefined ? {} : factsOfAction(action, step.with ?? {});
  const event: ActionEvent = { type: 'action', ...stamp(recording), action: step.do };
  await recording.writer.write(Object.keys(facts).length === 0 ? event : { ...event, facts });
}

async function wait(recording: Recording, duration: Duration, tell: () => void): Promise<void> {
  await advance(recording, later(present(recording), duration), tell);
  await settle(recording);
}

async function advance(recording: Recording, to: Instant, tell: () => void): Promise<void> {
  const { driver } = recording;
  if (driver.clock.kind !== 'stepped') return drainUntil(recording, driver.advance(to), tell);
  for (const instant of ticks(recording.now, (to - recording.now) as Duration, recording.step)) {
    await moveTo(recording, instant);
    tell();
  }
}

/** The product is not advanced while the host sleeps: it wakes at the gap's end and finds the time gone. */
async function sleep(recording: Recording, duration: Duration): Promise<void> {
  const { driver } = recording;
  await beginGap(recording);
  const awake = later(recording.now, duration);
  await writeGap(recording, awake, 'host-asleep');
  if (driver.clock.kind === 'stepped') {
    await driver.sleep(awake);
    recording.now = awake;
    await drain(recording);
    return;
  }
  await drainUntil(recording, driver.sleep(awake), () => undefined);
  endGap(recording, awake);
  await settle(recording);
}

async function offline(recording: Recording, duration: Duration, tell: () => void): Promise<void> {
  const { capture } = recording.options;
  await beginGap(recording);
  const online = later(recording.now, duration);
  await writeGap(recording, online, 'offline');
  capture.refuse(true);
  try {
    await advance(recording, online, tell);
  } finally {
    capture.refuse(false);
  }
  endGap(recording, online);
  await settle(recording);
}

async function beginGap(recording: Recording): Promise<void> {
  if (recording.driver.clock.kind === 'stepped') return;
  await drain(recording);
  recording.now = present(recording);
}

/** A gap that lasted longer than was written makes what came of it uncertain by so much. */
function endGap(recording: Recording, until: Instant): void {
  if (recording.driver.clock.kind === 'stepped') return;
  recording.slack = Math.max(recording.slack, present(recording) - until);
}

async function moveTo(recording: Recording, instant: Instant): Promise<void> {
  await recording.driver.advance(instant);
  recording.now = instant;
  await drain(recording);
}

/** Writes what is captured while something goes on, so that it need not be held until the end of it. */
async function drainUntil(recording: Recording, done: Promise<void>, tell: () => void): Promise<void> {
  let going = true;
  const ended = done.finally(() => {
    going = false;
  });
  // Where writing fails, nobody waits for the rest any more.
  ended.catch(() => undefined);
  while (going) {
    await Promise.race([ended, pause(DRAIN_EVERY)]);
    await drain(recording);
    tell();
  }
  await ended;
}

/**
 * A product whose clock runs gets round to what is due a little later than it is due, and an action is answered before
 * all that it causes has left. So it is given a moment, and another as long as something comes.
 */
async function settle(recording: Recording): Promise<void> {
  const { clock } = recording.driver;
  if (clock.kind === 'stepped') return;
  for (let tries = 0; tries < LINGERS; tries += 1) {
    await pause(lingerOf(clock));
    if ((await drain(recording)) === 0) return;
  }
}

function lingerOf({ factor }: Extract<DriverClock, { readonly factor: number }>): number {
  return Math.min(Math.max(LINGER.productTime / factor, LINGER.least), LINGER.most);
}
