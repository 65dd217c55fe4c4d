import { type Authority, openAuthority } from '../../src/capture/authority.js';
import type { Capture } from '../../src/capture/capture.js';
import type { Captured, CapturedOpaque, CapturedRequest } from '../../src/capture/captured.js';
import { openProxyCapture, type ProxyCaptureOptions } from '../../src/capture/proxy-capture.js';

/** An open capture and its authority. */
export interface Setting {
  readonly authority: Authority;
  readonly capture: Capture;
  /** The one thing captured, which must be a request. */
  request(): Promise<CapturedRequest>;
  /** The one thing captured, which must be opaque. */
  opaque(): Promise<CapturedOpaque>;
  close(): Promise<void>;
}

export async function openSetting(options: Partial<ProxyCaptureOptions> = {}): Promise<Setting> {
  const authority = await openAuthority();
  const capture = await openProxyCapture({ authority, ...options });
  const only = async (): Promise<Captured> => {
    const taken = await capture.take();
    const [first] = taken;
    if (first === undefined || taken.length > 1) throw new Error(`captured ${JSON.stringify(taken)}`);
    return first;
  };
  return {
    authority,
    capture,
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
