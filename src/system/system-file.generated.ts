// Generated from schemas/candor/system.schema.json by "npm run generate". Change the schema instead.

export type Id = string;
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
  driver?: {
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
  };
  capture?: {
    kind: 'proxy';
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
