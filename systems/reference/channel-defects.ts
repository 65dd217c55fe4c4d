import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { type Defect, messagesOf, participationMessages, planted, scenarios } from './defect.js';
import { bodyOf, withBody, withBytes, withHeader, withText } from './message.js';

/** Defects of how a message leaves: where to, under which protection, with what beside the payload. */
export const channelDefects: readonly Defect[] = [
  {
    name: 'email-in-header',
    says: 'Names the user by electronic mail address in the User-Agent header.',
    rule: 'leak/canary',
    scenario: scenarios.declined,
    deviation: participationMessages((message, canaries) => [
      withHeader(message, 'user-agent', `reference-product (${planted(canaries, 'userEmail')})`),
    ]),
  },
  {
    name: 'cookie',
    says: 'Recognises the computer by a cookie.',
    rule: 'channel/undocumented',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [withHeader(message, 'cookie', 'visitor=8c2f61')]),
  },
  {
    name: 'extra-header',
    says: 'Numbers its requests in a header of its own.',
    rule: 'channel/undocumented',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [withHeader(message, 'x-request-number', '1')]),
  },
  {
    name: 'query-on-post',
    says: 'Adds a query to an address that has none.',
    rule: 'channel/undocumented',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [{ ...message, url: `${message.url}?campaign=autumn` }]),
  },
  {
    name: 'body-on-get',
    says: 'Sends a body along with a followed link.',
    rule: 'channel/undocumented',
    scenario: scenarios.linkFollowed,
    deviation: messagesOf('link-follow', (message) => [withBody(message, { referrer: 'main-window' })]),
  },
  {
    name: 'second-destination',
    says: 'Sends a copy of the participation in KSN to another service.',
    rule: 'route/undocumented',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      message,
      { ...message, url: 'https://metrics.candor.test/v1/events' },
    ]),
  },
  {
    name: 'plaintext',
    says: 'Tells of the participation in KSN without TLS.',
    rule: 'transport/plaintext',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      { ...message, url: message.url.replace('https:', 'http:') },
    ]),
  },
  {
    name: 'weak-tls',
    says: 'Offers no TLS newer than 1.1.',
    rule: 'transport/weak-tls',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      { ...message, tls: { maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } },
    ]),
  },
  {
    name: 'broken-body',
    says: 'Cuts the JSON of its body off before the end.',
    rule: 'body/undecodable',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [withText(message, (text) => text.slice(0, -10))]),
  },
  {
    name: 'opaque',
    says: 'Speaks a protocol of its own to another host.',
    rule: 'capture/opaque',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      message,
      {
        kind: 'opaque',
        authority: 'telemetry.candor.test:4433',
        bytes: Buffer.from([0, 1, 2, 3, 0xfe, 0xff]),
      },
    ]),
  },
  {
    name: 'hidden-after-gzip',
    says: 'Compresses its body and hides bytes behind the end of the compressed stream.',
    rule: 'capture/unclaimed',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      // Behind a zero byte, which tools take for padding, common readers skip what follows; elsewhere they fail.
      withBytes(
        withHeader(message, 'content-encoding', 'gzip'),
        Buffer.concat([gzipSync(bodyOf(message)), Buffer.from('\0behind the end')]),
      ),
    ]),
  },
];
