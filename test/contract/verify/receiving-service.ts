import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
export const acme: string = join(root, 'test', 'fixtures', 'projects', 'acme');

export interface ReceivingService {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Acme's receiving service as a process of its own: the example's, or one with a fault. */
export async function startService(
  fault?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ReceivingService> {
  const script =
    fault === undefined
      ? join(root, 'examples', 'receiving-service', 'main.mjs')
      : join(root, 'test', 'fixtures', 'services', 'faulty.mjs');
  const system = join(acme, 'systems', 'acme', 'system.yaml');
  const child = spawn(process.execPath, [script, '--project', acme, '--system', system], {
    env: { ...process.env, FAULT: fault ?? 'none', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await once(lines, 'line')) as [string];
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
