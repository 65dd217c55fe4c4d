import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { InsideOptions } from './messages.js';

/** The process that probes on behalf of the capture. */
export interface Probe {
  /** Resolves when the probe has done what it could, or is late, or gone. Never rejects. */
  beat(token: string): Promise<void>;
}

export function openProbe({ certificateFile, heartbeatTime }: InsideOptions): Probe {
  const script = fileURLToPath(new URL('./probe.js', import.meta.url));
  const child = fork(script, [certificateFile, String(heartbeatTime)], { stdio: 'ignore', execArgv: [] });
  const awaited = new Map<string, () => void>();
  child.on('message', (token: string) => awaited.get(token)?.());
  // Whoever ends the probe makes the next beats fail, and nothing else.
  child.on('error', () => {});
  return {
    beat(token) {
      return new Promise((done) => {
        const finish = (): void => {
          clearTimeout(timer);
          awaited.delete(token);
          done();
        };
        const timer = setTimeout(finish, heartbeatTime);
        awaited.set(token, finish);
        if (child.connected) child.send(token);
        else finish();
      });
    },
  };
}
