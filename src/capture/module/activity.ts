import crypto from 'node:crypto';
import zlib from 'node:zlib';

/** Whether anything is under way in this thread that needs no time of the product's to end. */
export interface Activity {
  /** Something has begun; gives what ends it, which may be called more than once. */
  begin(): () => void;
  /**
   * Resolves once nothing is under way any more, and nothing that followed from it.
   *
   * @param idle whether nothing was begun since the last time, so that only what came of itself is looked for.
   */
  settle(idle?: boolean): Promise<void>;
}

type Callable = (this: unknown, ...parameters: unknown[]) => unknown;
type Functions = Record<string, Callable>;

/** Turns of the event loop in which nothing may be under way: what hands on to another turn takes few of them. */
const QUIET_TURNS = 8;
const IDLE_TURNS = 1;
/** After so many turns a wait is no longer worth a processor. */
const BUSY_TURNS = 2000;

const withCallback = [
  'pbkdf2',
  'scrypt',
  'hkdf',
  'randomBytes',
  'randomFill',
  'randomInt',
  'generateKeyPair',
  'generateKey',
  'generatePrime',
  'checkPrime',
  'sign',
  'verify',
];

/**
 * Follows what Node does beside the event loop for the module: files, by Node's own account; cryptography and
 * compression, by their functions, for Node's account leaves them out.
 */
export function watchActivity(): Activity {
  let underWay = 0;
  const turn = setImmediate;
  const pause = setTimeout;

  const begin = (): (() => void) => {
    let ended = false;
    underWay += 1;
    return () => {
      if (!ended) underWay -= 1;
      ended = true;
    };
  };
  const busy = (): boolean =>
    underWay > 0 || process.getActiveResourcesInfo().some((resource) => /^(?:FSReq|CloseReq)/.test(resource));

  watchCallbacks(crypto as unknown as Functions, begin);
  watchPromises(Object.getPrototypeOf(crypto.webcrypto.subtle) as Functions, begin);
  watchCompression(begin);

  return {
    begin,
    async settle(idle = false) {
      let wanted = idle ? IDLE_TURNS : QUIET_TURNS;
      let turns = 0;
      for (let quiet = 0; quiet < wanted; ) {
        turns += 1;
        const wait = turns < BUSY_TURNS ? turn : (resume: () => void) => pause(resume, 1);
        await new Promise<void>((resolve) => {
          wait(() => resolve());
        });
        quiet += 1;
        if (!busy()) continue;
        quiet = 0;
        wanted = QUIET_TURNS;
      }
    },
  };
}

function watchCallbacks(functions: Functions, begin: () => () => void): void {
  for (const name of withCallback) {
    const original = functions[name];
    if (original === undefined) continue;
    functions[name] = Object.assign(function (this: unknown, ...parameters: unknown[]): unknown {
      const callback = parameters.at(-1);
      if (typeof callback !== 'function') return original.apply(this, parameters);
      const end = begin();
      const told = (...outcome: unknown[]): unknown => {
        end();
        return callback(...outcome);
      };
      try {
        return original.apply(this, [...parameters.slice(0, -1), told]);
      } catch (error) {
        end();
        throw error;
      }
    }, original);
  }
}

function watchPromises(prototype: Functions, begin: () => () => void): void {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const original = Object.getOwnPropertyDescriptor(prototype, name)?.value as Callable | undefined;
    if (name === 'constructor' || typeof original !== 'function') continue;
    prototype[name] = function (this: unknown, ...parameters: unknown[]): unknown {
      const end = begin();
      const outcome = original.apply(this, parameters);
      Promise.resolve(outcome).then(end, end);
      return outcome;
    };
  }
}

/** Every stream and function of node:zlib works through handles of these kinds, each with one callback. */
function watchCompression(begin: () => () => void): void {
  for (const stream of [zlib.createDeflate(), zlib.createBrotliCompress()]) {
    const handle = Reflect.get(stream, '_handle') as object | undefined;
    if (handle === undefined) continue;
    const prototype = Object.getPrototypeOf(handle) as Functions;
    stream.close();
    const { init, write } = prototype;
    if (init === undefined || write === undefined) continue;
    const ends = new WeakMap<object, () => void>();
    prototype['init'] = function (this: unknown, ...parameters: unknown[]): unknown {
      const told = parameters.map((parameter) =>
        typeof parameter !== 'function'
          ? parameter
          : function (this: object, ...outcome: unknown[]): unknown {
              ends.get(this)?.();
              return Reflect.apply(parameter as Callable, this, outcome);
            },
      );
      return init.apply(this, told);
    };
    prototype['write'] = function (this: unknown, ...parameters: unknown[]): unknown {
      ends.set(this as object, begin());
      return write.apply(this, parameters);
    };
  }
}
