/**
 * The variables by which common clients trust the capture's authority: Node, OpenSSL's own default, requests, curl,
 * git, the AWS tools, Cargo, pip, Deno. There is no proxy, and whoever runs Candor may have one.
 */
export function namespaceEnvironment(certificateFile: string): Readonly<Record<string, string>> {
  return {
    ...withoutProxies(),
    NODE_EXTRA_CA_CERTS: certificateFile,
    SSL_CERT_FILE: certificateFile,
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
    GIT_SSL_CAINFO: certificateFile,
    AWS_CA_BUNDLE: certificateFile,
    CARGO_HTTP_CAINFO: certificateFile,
    PIP_CERT: certificateFile,
    DENO_CERT: certificateFile,
  };
}

const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** A proxy that is set for the machine would be asked for everything, and there is nobody at its address. */
function withoutProxies(): Record<string, string> {
  const set = proxies.filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, '']));
}
