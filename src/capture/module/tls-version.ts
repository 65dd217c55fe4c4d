import tls from 'node:tls';

/** By these names OpenSSL fixes one version; the others of them take any that it has. */
const fixed: Readonly<Record<string, string>> = {
  TLSv1_method: 'TLSv1',
  TLSv1_client_method: 'TLSv1',
  TLSv1_1_method: 'TLSv1.1',
  TLSv1_1_client_method: 'TLSv1.1',
  TLSv1_2_method: 'TLSv1.2',
  TLSv1_2_client_method: 'TLSv1.2',
};

/**
 * The least version of TLS that a request with these options would have accepted (docs/formats/module-driver.md):
 * there is no session of which another could be told. `unknown` where a context was made beforehand.
 */
export function leastTlsVersion(options: Readonly<Record<string, unknown>>): string {
  const { secureContext, secureProtocol, minVersion } = options;
  if (secureContext !== undefined && secureContext !== null) return 'unknown';
  if (typeof secureProtocol === 'string' && secureProtocol !== '') return fixed[secureProtocol] ?? 'TLSv1';
  if (typeof minVersion === 'string') return minVersion;
  return tls.DEFAULT_MIN_VERSION;
}
