import type { Socket } from 'node:net';
import type { CaptureContext } from '../capture-context.js';
import { serveConnection } from '../connection.js';
import { type ConnectionAccount, openConnectionAccount } from '../connection-account.js';
import { limits } from '../limits.js';
import type { Asked, Told } from './messages.js';

/** What the connections' own accounts say of the bytes that they read. */
export interface ReadAccount {
  /** All that was read of them. */
  readonly raw: number;
  readonly tls: number;
  readonly framing: number;
  readonly messages: number;
  readonly opaque: number;
}

/** The connections that the inside hands over. */
export interface Connections {
  /** @param socket undefined where it was gone before it could be handed over */
  serve(told: Extract<Told, { kind: 'connection' }>, socket: Socket | undefined): void;
  /** While true, connections are cut, and new ones at once. */
  refuse(refusing: boolean): void;
  account(): ReadAccount;
  /** Tells the inside which connections are Candor's own. */
  disown(): void;
  destroy(): void;
  /** Resolves when every connection has ended. */
  settled(): Promise<void>;
}

interface Open {
  readonly id: number;
  readonly account: ConnectionAccount;
  readonly served: Promise<void>;
}

export function createConnections(context: CaptureContext, ask: (asked: Asked) => void): Connections {
  const open = new Map<Socket, Open>();
  const finished = { raw: 0, tls: 0, framing: 0, messages: 0, opaque: 0 };
  let refusing = false;

  const sever = (socket: Socket, id: number): void => {
    const read = socket.bytesRead;
    socket.on('error', () => {});
    socket.resetAndDestroy();
    ask({ kind: 'severed', connection: id, read });
  };

  const tellOwn = (id: number): void => ask({ kind: 'own', connection: id });

  const finish = (socket: Socket): void => {
    const connection = open.get(socket);
    if (connection === undefined) return;
    open.delete(socket);
    if (connection.account.own) tellOwn(connection.id);
    else add(finished, connection.account);
  };

  return {
    serve({ id, destination }, socket) {
      if (socket === undefined) {
        const place = destination?.text ?? context.address;
        return context.ledger
          .begin()
          .settle({ kind: 'opaque', protocol: 'tcp', destination: place, bytes: 0 });
      }
      if (refusing) return sever(socket, id);
      if (open.size >= limits.connections) {
        context.ledger
          .begin()
          .settle({ kind: 'opaque', protocol: 'overflow', destination: 'several', bytes: 0 });
        return sever(socket, id);
      }
      // A client that has sent its request and ended still gets its answer.
      socket.allowHalfOpen = true;
      socket.setNoDelay(true);
      const account = openConnectionAccount();
      const served = serveConnection(socket, context, { destination, account })
        .catch(context.ledger.fail)
        .finally(() => finish(socket));
      open.set(socket, { id, account, served });
    },
    refuse(offline) {
      refusing = offline;
      if (!offline) return;
      for (const [socket, { id }] of open) sever(socket, id);
    },
    account() {
      const sum = { ...finished };
      for (const { account } of open.values()) {
        if (!account.own) add(sum, account);
      }
      return sum;
    },
    disown() {
      for (const { id, account } of open.values()) if (account.own) tellOwn(id);
    },
    destroy() {
      for (const socket of open.keys()) socket.resetAndDestroy();
    },
    async settled() {
      await Promise.all([...open.values()].map(({ served }) => served));
    },
  };
}

function add(sum: { -readonly [Part in keyof ReadAccount]: number }, account: ReadAccount): void {
  sum.raw += account.raw;
  sum.tls += account.tls;
  sum.framing += account.framing;
  sum.messages += account.messages;
  sum.opaque += account.opaque;
}
