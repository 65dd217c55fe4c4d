import type { MessagePort } from 'node:worker_threads';
import type { SystemFile } from '../../system/system-file.generated.js';
import type { ModuleContext } from './module-product.js';

/** What the thread is started with. */
export interface ThreadData {
  /** Taken away before the module is loaded: it is between the two threads alone. */
  port: MessagePort | undefined;
  /** The module's file, as a URL. */
  readonly module: string;
  readonly exportName: string;
  /** By which requests are answered. */
  readonly system: SystemFile;
}

/** What the thread is asked for, one thing at a time. */
export type Question =
  | { readonly kind: 'initialize'; readonly context: ModuleContext }
  | {
      readonly kind: 'perform';
      readonly action: string;
      readonly parameters: Readonly<Record<string, string | boolean>>;
    }
  | { readonly kind: 'advance' | 'sleep'; readonly to: number }
  | { readonly kind: 'shutdown' | 'take' }
  | { readonly kind: 'refuse'; readonly refusing: boolean }
  | { readonly kind: 'heartbeat'; readonly url: string };

/** One request as its bytes left, before they are read. */
export interface WireRequest {
  readonly kind: 'http';
  /** Whether it was to go through TLS. */
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The least version of TLS that the request would have accepted. */
  readonly tlsVersion: string;
  readonly serverName: string | null;
  readonly bytes: Uint8Array;
  /** Bytes after those, which were too many to keep. */
  readonly dropped: number;
}

/** An attempt to leave by another way than HTTP, which was denied. */
export interface DeniedAttempt {
  readonly kind: 'opaque';
  readonly protocol: string;
  readonly destination: string;
  readonly bytes: number;
}

/** A name that was to be resolved, which was denied. */
export interface DeniedQuestion {
  readonly kind: 'dns';
  readonly name: string;
  readonly type: string;
}

export type ThreadRecord = WireRequest | DeniedAttempt | DeniedQuestion;

/** What the thread answers: always with all that left until then. */
export interface ThreadAnswer {
  readonly number: number;
  readonly records: readonly ThreadRecord[];
  /** The name and version that the product gives itself, after `initialize`. */
  readonly identity?: { readonly name?: string; readonly version?: string };
  /** What went wrong in the module: one sentence, a stranger's words. */
  readonly fault?: string;
}

export interface ThreadQuestion {
  readonly number: number;
  readonly question: Question;
}
