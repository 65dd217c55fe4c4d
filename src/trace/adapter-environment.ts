/** What would lead a product past the capture, or to a proxy that is not Candor's. */
const PROXY_VARIABLE =
  /^(?:npm_config_)?(?:https?|ftp|all|no|wss?|socks)_?proxy$|^npm_config_(?:proxy|noproxy)$/i;

/** The environment that an adapter runs in: this process's own, but with no proxy in it other than the capture's. */
export function adapterEnvironment(
  own: NodeJS.ProcessEnv,
  capture: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !PROXY_VARIABLE.test(name));
  return { ...Object.fromEntries(kept), ...capture };
}
