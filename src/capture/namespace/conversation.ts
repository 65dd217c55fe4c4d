import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { InputError } from '../../disclosure/input-error.js';
import { limits } from '../limits.js';
import type { Launched } from './launch.js';
import type { Asked, Told } from './messages.js';

export type Flushed = Extract<Told, { kind: 'flushed' }>;
type Beaten = Extract<Told, { kind: 'beaten' }>;
type Connection = Extract<Told, { kind: 'connection' }>;
type Question = Extract<Told, { kind: 'question' }>;
type Opaque = Extract<Told, { kind: 'opaque' }>;

/** Told what is sent, in the order in which it was. */
export interface Listener {
  /** @param socket undefined where it was gone before it could be handed over */
  connection(told: Connection, socket: Socket | undefined): void;
  question(told: Question): void;
  opaque(told: Opaque): void;
  /** How much the opaque flows were that are not told of any more. */
  flushed(told: Flushed): void;
}

/** The one end of what the outside and the inside say to each other. */
export interface Conversation {
  ask(asked: Asked): void;
  /** Resolves when all that was sent until now has been told. Rejects when the inside is gone, or stands still. */
  flush(): Promise<Flushed>;
  /** By which protocols a probe's token came through to the inside: none when it is gone. */
  beat(token: string): Promise<Beaten['over']>;
  /** From now on the inside may end. */
  expectEnd(): void;
}

/** How long the inside may take to answer, in milliseconds. It takes one. */
const flushPatience = 30_000;

export function converse({ child, complaint }: Launched, listener: Listener): Conversation {
  const rounds = new Map<number, (flushed: Flushed) => void>();
  const beats = new Map<string, (beaten: Beaten) => void>();
  let round = 0;
  let expected = false;
  let failure: InputError | null = null;

  const end = endOf(child).then(() => {
    if (!expected) failure ??= endedError(complaint());
    return null;
  });
  // Without a listener an error of a channel that is closing would be thrown.
  child.on('error', () => {});

  child.on('message', (told: Told, socket?: Socket) => {
    switch (told.kind) {
      case 'connection':
        return listener.connection(told, socket);
      case 'question':
        return listener.question(told);
      case 'opaque':
        return listener.opaque(told);
      case 'flushed':
        listener.flushed(told);
        return rounds.get(told.round)?.(told);
      case 'beaten':
        return beats.get(told.token)?.(told);
    }
  });

  const ask = (asked: Asked): void => {
    if (child.connected) child.send(asked, () => {});
  };

  /** null when the inside is gone before it answers, or stands still for so many milliseconds. */
  const within = async <Answered>(
    patience: number,
    answered: Promise<Answered>,
  ): Promise<Answered | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, patience, null);
    });
    const result = await Promise.race([answered, late, end]);
    clearTimeout(timer);
    return result;
  };

  return {
    ask,
    async flush() {
      if (failure !== null) throw failure;
      round += 1;
      const number = round;
      const flushed = new Promise<Flushed>((resolve) => rounds.set(number, resolve));
      ask({ kind: 'flush', round: number });
      const result = await within(flushPatience, flushed);
      rounds.delete(number);
      if (result !== null) return result;
      failure ??= endedError('it does not answer');
      throw failure;
    },
    async beat(token) {
      const beaten = new Promise<Beaten>((resolve) => beats.set(token, resolve));
      ask({ kind: 'beat', token });
      const result = await within(2 * limits.heartbeatTime, beaten);
      beats.delete(token);
      return result?.over ?? [];
    },
    expectEnd() {
      expected = true;
    },
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function endedError(said: string): InputError {
  const because = said === '' ? '' : ` (${said})`;
  return new InputError({
    message: `the capture ended in mid-scenario${because}: what was sent since then is not known`,
  });
}
