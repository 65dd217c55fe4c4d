import { type Authority, openAuthority } from '../../src/capture/authority.js';
import type { Capture } from '../../src/capture/capture.js';
import type { Captured, CapturedOpaque, CapturedRequest } from '../../src/capture/captured.js';
import { openProxyCapture, type ProxyCaptureOptions } from '../../src/capture/proxy-capture.js';

/** An open capture and its authority. */
export interface Setting {
  readonly authority: Authority;
  readonly capture: Capture;
  /** All that was captured, without the moments, which differ from run to run. */
  take(): Promise<Captured[]>;
  /** The one thing captured, which must be a request. */
  request(): Promise<CapturedRequest>;
  /** The one thing captured, which must be opaque. */
  opaque(): Promise<CapturedOpaque>;
  close(): Promise<void>;
}

/** Without the moment at which it began. */
export function timeless<Kind extends Captured>(captured: Kind): Kind {
  const { moment: _moment, ...rest } = captured;
  return rest as Kind;
}

export async function openSetting(options: Partial<ProxyCaptureOptions> = {}): Promise<Setting> {
  const authority = await openAuthority();
  const capture = await openProxyCapture({ authority, ...options });
  const take = async (): Promise<Captured[]> => (await capture.take()).map(timeless);
  const only = async (): Promise<Captured> => {
    const taken = await take();
    const [first] = taken;
    if (first === undefined || taken.length > 1) throw new Error(`captured ${JSON.stringify(taken)}`);
    return first;
  };
  return {
    authority,
    capture,
    take,
    async request() {
      const captured = await only();
      if (captured.kind !== 'request') throw new Error(`captured ${JSON.stringify(captured)}`);
      return captured;
    },
    async opaque() {
      const captured = await only();
      if (captured.kind !== 'opaque') throw new Error(`captured ${JSON.stringify(captured)}`);
      return captured;
    },
    async close() {
      await capture.close();
      await authority.close();
    },
  };
}
