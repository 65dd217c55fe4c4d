// A stale build would let a deleted module, or a deleted test, go on passing.
import { rmSync } from 'node:fs';

rmSync(new URL('../build', import.meta.url), { recursive: true, force: true });
