/**
 * The variables by which common clients find a proxy and trust its authority: curl, Go, Python, Ruby,
 * .NET and Node (from 22.21 by NODE_USE_ENV_PROXY), OpenSSL's own default, requests. No host is exempt.
 */
export function proxyEnvironment(url: string, certificateFile: string): Readonly<Record<string, string>> {
  return {
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    ALL_PROXY: url,
    NO_PROXY: '',
    // curl reads HTTP_PROXY in lower case only; others prefer it.
    http_proxy: url,
    https_proxy: url,
    all_proxy: url,
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: certificateFile,
    SSL_CERT_FILE: certificateFile,
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
  };
}
