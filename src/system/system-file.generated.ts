// Generated from schemas/candor/system.schema.json by "npm run generate". Change the schema instead.

export type Id = string;
/**
 * @minItems 1
 * @maxItems 100
 */
export type Command = [string, ...string[]];
export type ActionStep = RunStep | KeysStep | SignalStep | FileStep | HttpStep | StartStep | StopStep;
/**
 * A WHATWG URLPattern.
 */
export type UrlPattern = string;

/**
 * One implementation under test: how it is driven, how it is captured, how its wire format binds to payloads.
 */
export interface SystemFile {
  system: Id;
  title?: string;
  disclosure: Id;
  driver?: StdioDriver | ProcessDriver | ModuleDriver;
  /**
   * proxy: what the product sends by it. namespace: all that it sends, in a network of its own (Linux). module: what a module driver’s thread asks for.
   */
  capture?: {
    kind: 'proxy' | 'namespace' | 'module';
  };
  /**
   * What is under test, so that a report can name it by its digest.
   */
  product?: {
    /**
     * Its files and folders, from the folder of this file. A folder's digest is that of the lines that sha256sum prints for its files, in the order of their names.
     *
     * @minItems 1
     * @maxItems 100
     */
    artifacts: [string, ...string[]];
  };
  /**
   * The folder of the distribution kit, from the folder of this file.
   */
  kit?: string;
  transport: {
    tls: 'required' | 'optional';
    minimum?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  };
  headers: Headers;
  /**
   * @minItems 1
   * @maxItems 500
   */
  routes: [Route, ...Route[]];
  /**
   * Traffic that this disclosure does not speak of. Printed in every report.
   *
   * @maxItems 200
   */
  excluded?: {
    url: UrlPattern;
    because: string;
  }[];
}
export interface StdioDriver {
  kind: 'stdio';
  /**
   * The adapter's program and arguments; started in the folder of this file, without a shell.
   *
   * @minItems 1
   * @maxItems 100
   */
  command: [string, ...string[]];
  /**
   * How far the clock moves at a time. PT1M when not given.
   */
  step?: string;
  /**
   * How long the adapter may take to answer one request, in real time. PT30S when not given.
   */
  timeout?: string;
}
/**
 * A program that knows nothing of Candor. In texts ${with.NAME}, ${given.NAME}, ${canary.NAME}, ${folder} (a fresh folder of the scenario’s own) and ${system} (the folder of this file) are replaced.
 */
export interface ProcessDriver {
  kind: 'process';
  /**
   * What it calls itself; the system’s id, of an unknown version, when not given.
   */
  product?: {
    name: string;
    version:
      | string
      | {
          run: Command;
        };
  };
  /**
   * What is done before the first heartbeat, and is no part of what is judged.
   *
   * @maxItems 100
   */
  prepare?: ActionStep[];
  /**
   * The product itself, where it runs as long as the scenario. It is started first, unless an action has the step start.
   */
  start?: Command | ProductStart;
  /**
   * What is done for each action of the disclosure: one step, or several in turn. An empty list where the action itself is nothing that the product sees.
   */
  actions: {
    [k: string]: ActionStep | ActionStep[];
  };
  environment?: {
    [k: string]: string;
  };
  /**
   * Where programs run, from the folder of this file, which it is when not given.
   */
  folder?: string;
  /**
   * The name that the computer gives itself, where the capture gives the product one of its own.
   */
  hostname?: string;
  /**
   * real when not given. faketime: libfaketime is preloaded, and the product’s time runs `factor` times as fast.
   */
  clock?: 'real' | 'faketime';
  /**
   * 1000 when not given.
   */
  factor?: number;
  /**
   * How long one answer, command or condition may take, in real time. PT30S when not given.
   */
  timeout?: string;
}
/**
 * A command that must end, and well.
 */
export interface RunStep {
  run: Command;
  /**
   * The statuses that are well; 0 when not given.
   *
   * @minItems 1
   * @maxItems 20
   */
  exit?: [number, ...number[]];
}
/**
 * Typed at the product’s standard input.
 */
export interface KeysStep {
  keys: string;
}
/**
 * Sent to the product.
 */
export interface SignalStep {
  signal: 'SIGHUP' | 'SIGINT' | 'SIGTERM' | 'SIGUSR1' | 'SIGUSR2' | 'SIGCONT' | 'SIGSTOP';
}
/**
 * A file that is put in place: with this content, or a copy.
 */
export interface FileStep {
  file: string;
  content?: string;
  copy?: string;
}
/**
 * A call to the product’s own control interface; any status below 400 is well, unless one is given.
 */
export interface HttpStep {
  http: ControlRequest;
}
export interface ControlRequest {
  method?: string;
  url: string;
  headers?: {
    [k: string]: string;
  };
  body?: string;
  status?: number;
}
/**
 * The product is started.
 */
export interface StartStep {
  start: true;
}
/**
 * The product is asked to end, and ended.
 */
export interface StopStep {
  stop: true;
}
export interface ProductStart {
  run: Command;
  /**
   * Whether it runs in a terminal of its own, as a program that reads keys may want.
   */
  terminal?: boolean;
  /**
   * When it can be acted on: its control interface answers, it has printed a text, or a file is there.
   */
  ready?: ReadyHttp | ReadyOutput | ReadyFile;
}
export interface ReadyHttp {
  http: string;
}
export interface ReadyOutput {
  output: string;
}
export interface ReadyFile {
  file: string;
}
/**
 * A JavaScript module, loaded in a thread of its own: its requests are answered there, and its time is Candor’s.
 */
export interface ModuleDriver {
  kind: 'module';
  /**
   * From the folder of this file. What it must export is told in docs/formats/module-driver.md.
   */
  module: string;
  /**
   * Which export is the product; default when not given.
   */
  export?: string;
  /**
   * How far the clock moves at a time. PT1M when not given.
   */
  step?: string;
  /**
   * How long one answer, command or condition may take, in real time. PT30S when not given.
   */
  timeout?: string;
}
export interface Headers {
  /**
   * Header names, in any letter case.
   *
   * @maxItems 200
   */
  permitted: string[];
}
export interface Route {
  payload: Id;
  method: string;
  url: UrlPattern;
  /**
   * Where none is named, none belongs.
   */
  body?: 'json' | 'form' | 'none';
  /**
   * The payload's fields travel in the query.
   */
  query?: 'fields';
  headers?: Headers1;
  /**
   * The vendor's wire name (for a JSON body a JSON Pointer) for each field of the payload (a name or a JSON Pointer).
   */
  map?: {
    [k: string]: string;
  };
  /**
   * What the capture answers in the vendor's place. 200 and {} when not given.
   */
  answer?: {
    status?: number;
    contentType?: string;
    body?: string;
  };
}
/**
 * Permitted on this route besides the system's.
 */
export interface Headers1 {
  /**
   * Header names, in any letter case.
   *
   * @maxItems 200
   */
  permitted: string[];
}
