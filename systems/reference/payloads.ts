import type {
  ActivationVerification,
  KsnParticipation,
  LinkFollow,
  Upgrade,
} from '../../schemas/kes-11.0.0/payloads.generated.js';
import { digestOf, type Identity, upgradeTaskStartId } from './identity.js';
import type { Fields, PayloadName } from './message.js';
import type { State } from './state.js';
import { DAY } from './timetable.js';

/** What a payload's fields are made from. */
export interface Situation {
  readonly installation: string;
  readonly identity: Identity;
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const productVersion = '11.0.0.6499';
const osVersion = '10.0.17134';
const applicationType = 'workstation';
const productId = 'KES';
const language = 'en-US';
const licenseTermDays = 365;
const keyAgeDays = 30;

/** Whether the product may send `payload` in this state (DESIGN 7). */
export function permitted(payload: PayloadName, state: State): boolean {
  if (!state.installed) return false;
  if (payload === 'activation-verification') return state.activation === 'activation-code';
  if (payload === 'ksn-participation') {
    // Without a decision about the KSN Statement there is none to tell of.
    if (state.ksn !== 'disabled' || state.ksnStatement === 'undecided') return false;
  }
  return state.eula === 'accepted';
}

/** The fields of `payload` as they stand now: exactly those that the vendor's document names for this state. */
export function fieldsOf(payload: PayloadName, situation: Situation): Fields {
  switch (payload) {
    case 'activation-verification':
      return activationVerification(situation);
    case 'upgrade':
      return upgrade(situation);
    case 'link-follow':
      return linkFollow(situation);
    case 'ksn-participation':
      return ksnParticipation(situation);
  }
}

function activationVerification({ identity, state }: Situation): Fields {
  return {
    productType: applicationType,
    productVersion,
    productLocalization: language,
    installedUpdateVersions: ['11.0.0.6499.1', '11.0.0.6499.2'],
    computerId: identity.computerId,
    installationId: identity.installationId,
    activationCode: identity.activationCode,
    licenseActivationId: identity.licenseActivationId,
    osType: 'Windows',
    osVersion,
    osBitness: '64',
    ...(state.virtualized ? { virtualEnvironmentName: 'Hyper-V' } : {}),
    activeComponentIds: ['file-threat-protection', 'web-threat-protection', 'firewall'],
  } satisfies ActivationVerification;
}

function upgrade({ installation, identity, state }: Situation): Fields {
  return {
    productVersion,
    ...(state.activation === 'none' ? {} : licenseIdentity(identity)),
    productId,
    upgradeTaskStartId: upgradeTaskStartId(installation, state.upgradeStarts),
    installationId: identity.installationId,
  } satisfies Upgrade;
}

function linkFollow(situation: Situation): Fields {
  const { installation, identity, state } = situation;
  return {
    productVersion,
    osVersion,
    installationDate: instant(state.installedAt),
    productId,
    lastInstalledUpdateId: '11.0.0.6499.2',
    applicationType,
    installationId: identity.installationId,
    softwareInstallationId: identity.softwareInstallationId,
    interfaceLanguage: language,
    ...(state.activation === 'none' ? {} : license(situation)),
    ...(state.osVulnerabilityDetected ? { osVulnerabilityId: 'KLA11234' } : {}),
    ...(state.applicationVulnerabilityDetected ? { applicationVulnerabilityId: 'KLA11250' } : {}),
    ...(state.threatDetected
      ? { threatHash: digestOf('EICAR-Test-File'), threatName: 'EICAR-Test-File' }
      : {}),
    ...(state.activationFailed ? { activationErrorCategory: 'server', activationErrorCode: '1068' } : {}),
    ...(state.errorOccurred ? { errorCode: '27300' } : {}),
    ...(state.upgradeStarted
      ? { upgradeTaskStartId: upgradeTaskStartId(installation, state.upgradeStarts) }
      : {}),
  } satisfies LinkFollow;
}

function license({ identity, state, now }: Situation) {
  const ends = state.activatedAt + licenseTermDays * DAY;
  return {
    activationDate: instant(state.activatedAt),
    licenseExpirationDate: instant(state.licenseExpired ? state.licenseExpiredAt : ends),
    keyCreationDate: instant(state.activatedAt - keyAgeDays * DAY),
    daysSinceKeyAdded: daysBetween(state.activatedAt, now),
    licensedComputerCount: 10,
    ...licenseIdentity(identity),
    licenseTerm: `${licenseTermDays} days`,
    licenseStatus: state.licenseExpired ? 'expired' : 'active',
    licenseType: 'commercial',
    ...(state.licenseExpired
      ? { daysSinceLicenseExpired: daysBetween(state.licenseExpiredAt, now) }
      : { daysUntilKeyExpiration: daysBetween(now, ends) }),
  };
}

function licenseIdentity(identity: Identity) {
  const { activeLicenseId, activeLicenseSerialNumber } = identity;
  return { activeLicenseId, activeLicenseSerialNumber };
}

function ksnParticipation({ identity, state }: Situation): Fields {
  return {
    ksnStatementDecision: state.ksnStatement === 'accepted' ? 'accepted' : 'declined',
    ksnStatementDecidedAt: instant(state.ksnStatementDecidedAt),
    ksnStatementId: 'ksn-statement-en',
    ksnStatementVersion: '1.0',
    ksnEnabled: state.ksn === 'enabled',
    ksnExtendedModeEnabled: state.ksnExtended,
    computerId: identity.computerId,
    userId: identity.userId,
    productVersion,
    applicationType,
  } satisfies KsnParticipation;
}

function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY));
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
