const HOST =
  /^(?=.{1,200}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*(?::[0-9]{1,5})?$/;

/**
 * The name of the file of a receiving service's contract, from its host as a URL has it: `api.example.json`,
 * `api.example+8443.json`. Undefined for a host that does not make a safe file name, such as an IPv6 address.
 */
export function contractFileName(host: string): string | undefined {
  return HOST.test(host) ? `${host.replace(':', '+')}.json` : undefined;
}
