/** Of all bytes of packets that left: those that the inside knows the use of. */
export interface PacketAccount {
  readonly left: number;
  readonly network: number;
  readonly dns: number;
  /** Of what is not TCP, and was told as opaque. */
  readonly opaque: number;
}

/** What is mounted over the files of the system, and which directories and sockets are hidden. */
export interface MountPlan {
  /** From a file of ours to the one that it stands for. */
  readonly files: readonly (readonly [from: string, over: string])[];
  readonly masked: readonly string[];
  /** Directories that are made anew in those. */
  readonly kept: readonly (readonly [path: string, mode: number])[];
  readonly sockets: readonly string[];
}

/** With what the inside is started, as JSON in its arguments. */
export interface InsideOptions {
  readonly mounts: MountPlan;
  readonly certificateFile: string;
  readonly heartbeatTime: number;
}

/** What the inside tells. A connection comes with its socket. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'connection';
      readonly id: number;
      /** null at the proxy's own address. */
      readonly destination: { readonly host: string; readonly port: number; readonly text: string } | null;
    }
  | {
      readonly kind: 'question';
      readonly name: string;
      readonly type: string;
      readonly destination: string;
      readonly bytes: number;
    }
  /** A flow that cannot be read has begun; how much it was comes with the next `flushed`. */
  | {
      readonly kind: 'opaque';
      readonly id: number;
      readonly protocol: string;
      readonly destination: string;
    }
  | {
      readonly kind: 'flushed';
      readonly round: number;
      readonly opaque: readonly (readonly [id: number, bytes: number])[];
      readonly account: PacketAccount;
    }
  | {
      readonly kind: 'beaten';
      readonly token: string;
      readonly over: readonly ('dns' | 'udp')[];
    };

/** What the inside is asked. */
export type Asked =
  /** To tell all that was sent until now. */
  | { readonly kind: 'flush'; readonly round: number }
  | { readonly kind: 'refuse'; readonly refusing: boolean }
  | { readonly kind: 'beat'; readonly token: string }
  /** A connection turned out to be Candor's own. */
  | { readonly kind: 'own'; readonly connection: number }
  /** A connection was cut because the network is gone: what was not read until then did not leave. */
  | { readonly kind: 'severed'; readonly connection: number; readonly read: number };
