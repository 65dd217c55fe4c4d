import https from 'node:https';
import type { Activity } from './activity.js';
import type { Question, ThreadAnswer } from './messages.js';
import { installClock, type ModuleClock } from './module-clock.js';
import type { ModuleContext, ModuleExport, ModuleIdentity, ModuleProduct } from './module-product.js';
import type { Records } from './records.js';

export interface ModuleHostOptions {
  readonly module: string;
  readonly exportName: string;
  readonly records: Records;
  readonly activity: Activity;
}

type Outcome = Pick<ThreadAnswer, 'identity' | 'fault'>;

/** Holds the module in its thread, and does with it what is asked. */
export interface ModuleHost {
  /** Never rejects: what goes wrong in the module is a fault. */
  answer(question: Question): Promise<Outcome>;
}

/** What the module did wrong, told in its own words. */
class ModuleFault extends Error {}

export function openModuleHost({ module, exportName, records, activity }: ModuleHostOptions): ModuleHost {
  let product: ModuleProduct | undefined;
  let clock: ModuleClock | undefined;
  /** Something asked of the module earlier that has failed since. */
  let late: ModuleFault | undefined;

  /**
   * Lets the module do something, until only the passing of its time can bring it on: gives what it came to, or
   * `undefined` where it waits for that.
   */
  const during = async <Value>(
    what: string,
    work: () => Value | Promise<Value>,
  ): Promise<Value | undefined> => {
    let outcome: { readonly value: Value } | undefined;
    let fault: ModuleFault | undefined;
    const running = (async () => work())().then(
      (value) => {
        outcome = { value };
      },
      (error: unknown) => {
        fault = new ModuleFault(`failed in ${what}: ${wordsOf(error)}`);
        late = fault;
      },
    );
    await Promise.race([running, activity.settle()]);
    await activity.settle();
    if (fault !== undefined) throw fault;
    return outcome?.value;
  };

  const initialize = async (context: ModuleContext): Promise<ModuleIdentity> => {
    clock = installClock(Date.parse(context.at), activity.settle);
    const loaded = await load(module);
    const exported = loaded[exportName] as ModuleExport | undefined;
    const made =
      typeof exported === 'function' ? await during('its function', () => exported(context)) : exported;
    if (!isProduct(made)) throw new ModuleFault(whyNoProduct(loaded, exportName, exported, made));
    product = made;
    const told = await during('initialize', () => product?.initialize?.(context));
    return identityOf(told) ?? identityOf(made) ?? {};
  };

  const act = async (question: Question): Promise<Outcome> => {
    switch (question.kind) {
      case 'initialize':
        return { identity: await initialize(question.context) };
      case 'perform':
        await during(`the action ${question.action}`, () =>
          product?.perform(question.action, question.parameters),
        );
        return {};
      case 'advance':
      case 'sleep':
        await timed(() => clock?.[question.kind](question.to));
        return {};
      case 'shutdown':
        await during('shutdown', () => product?.shutdown?.());
        return {};
      case 'take':
        await activity.settle();
        return {};
      case 'refuse':
        records.offline = question.refusing;
        return {};
      case 'heartbeat':
        await beat(question.url);
        await activity.settle();
        return {};
    }
  };

  return {
    async answer(question) {
      try {
        const outcome = await act(question);
        if (late !== undefined) throw late;
        return outcome;
      } catch (error) {
        late = undefined;
        return { fault: error instanceof ModuleFault ? error.message : `failed: ${wordsOf(error)}` };
      }
    },
  };
}

/** Node reads and compiles files as it likes; so this is awaited, and bounded by the driver's time alone. */
async function load(module: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(module)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new ModuleFault(`could not be loaded: ${wordsOf(error)}`);
  }
}

/** The clock fires the module's timers, and hands on what they throw. */
async function timed(move: () => Promise<void> | undefined): Promise<void> {
  try {
    await move();
  } catch (error) {
    throw new ModuleFault(`failed in a timer of its own: ${wordsOf(error)}`);
  }
}

/** As the product's own requests go: through node:https as it is in this thread. */
function beat(url: string): Promise<void> {
  return new Promise((resolve) => {
    const request = https.get(url, (response) => {
      response.once('close', () => resolve());
      response.resume();
    });
    request.once('error', () => resolve());
  });
}

function isProduct(value: unknown): value is ModuleProduct {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'perform') === 'function';
}

function whyNoProduct(
  loaded: Readonly<Record<string, unknown>>,
  exportName: string,
  exported: unknown,
  made: unknown,
): string {
  const wanted = 'a product, with a function perform(action, parameters), or a function that makes one';
  if (exported === undefined) {
    const names = Object.keys(loaded).join(', ') || 'nothing';
    return `exports no ${exportName} (it exports ${names}), where ${wanted} is wanted`;
  }
  if (typeof exported !== 'function') return `exports as ${exportName} no product; ${wanted} is wanted`;
  return made === undefined
    ? 'made no product before time had to pass; what waits belongs into perform'
    : `made no product; ${wanted} is wanted`;
}

function identityOf(value: unknown): ModuleIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (name: string): string | undefined => {
    const member: unknown = Reflect.get(value, name);
    return typeof member === 'string' && member !== '' ? member.slice(0, 200) : undefined;
  };
  const [name, version] = [text('name'), text('version')];
  if (name === undefined && version === undefined) return undefined;
  return { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) };
}

/** Message and no stack: where in Candor it surfaced is of no use to who wrote the module. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, 4000);
}
