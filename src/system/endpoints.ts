import type { SystemFile } from './system-file.generated.js';

const LITERAL_ORIGIN = /^(?:https?):\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d+)?(?=[/?#]|$)/i;

/**
 * The distinct origins that a system's routes speak to, in the order of the routes. A route whose pattern leaves
 * the host open names none.
 */
export function endpointsOf(system: SystemFile): string[] {
  const origins = system.routes.flatMap(({ url }) => {
    const origin = LITERAL_ORIGIN.exec(url)?.[0];
    return origin !== undefined && URL.canParse(origin) ? [new URL(origin).origin] : [];
  });
  return [...new Set(origins)];
}
