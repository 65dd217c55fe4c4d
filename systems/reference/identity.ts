import { createHash } from 'node:crypto';

/** The identifiers that stand for one installation in everything that it sends. */
export interface Identity {
  readonly computerId: string;
  readonly userId: string;
  readonly installationId: string;
  readonly softwareInstallationId: string;
  readonly activationCode: string;
  readonly licenseActivationId: string;
  readonly activeLicenseId: string;
  readonly activeLicenseSerialNumber: string;
}

/** Identifiers that follow from the installation's name alone: two runs send the same bytes. */
export function identityOf(installation: string): Identity {
  const digest = (purpose: string): string => digestOf(`${installation}/${purpose}`);
  return {
    computerId: asUuid(digest('computer')),
    userId: asUuid(digest('user')),
    installationId: asUuid(digest('installation')),
    softwareInstallationId: asUuid(digest('software-installation')),
    activationCode: asActivationCode(digest('activation-code')),
    licenseActivationId: asUuid(digest('license-activation')),
    activeLicenseId: asUuid(digest('license')),
    activeLicenseSerialNumber: asSerialNumber(digest('serial-number')),
  };
}

/** The identifier of the upgrade task's run with this number, counted from 1. */
export function upgradeTaskStartId(installation: string, start: number): string {
  return asUuid(digestOf(`${installation}/upgrade-task-start/${start}`));
}

/** SHA-256 of a text, in hexadecimal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** RFC 9562 section 5.8: version 8, whose bits are its maker's. */
function asUuid(digest: string): string {
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

function asActivationCode(digest: string): string {
  const text = digest.slice(0, 20).toUpperCase();
  return [text.slice(0, 5), text.slice(5, 10), text.slice(10, 15), text.slice(15)].join('-');
}

function asSerialNumber(digest: string): string {
  const text = digest.slice(0, 16).toUpperCase();
  return [text.slice(0, 4), text.slice(4, 10), text.slice(10)].join('-');
}
