// Generated from schemas/kes-11.0.0 by "npm run generate". Change the schema instead.

/**
 * The report of a code-activated product. Sent from time to time; no period is stated.
 */
export interface ActivationVerification {
  /**
   * What kind of product it is.
   */
  productType: string | number;
  /**
   * Which release it is: numbers with dots.
   */
  productVersion: string;
  /**
   * For which language or region it was made: a BCP 47 tag.
   */
  productLocalization: string;
  /**
   * The numbers of the updates that were put in; empty before the first.
   *
   * @maxItems 1000
   */
  installedUpdateVersions: string[];
  /**
   * Stands for the machine.
   */
  computerId: string;
  /**
   * Stands for this copy of the product on the machine.
   */
  installationId: string;
  /**
   * The code that was put in. Whoever has it can use the licence.
   */
  activationCode: string;
  /**
   * Stands for this one activation of the licence.
   */
  licenseActivationId: string;
  /**
   * Which operating system it is.
   */
  osType: string | number;
  /**
   * Which release of the operating system: numbers with dots.
   */
  osVersion: string;
  /**
   * For how many bits the operating system is made, in the vendor's spelling.
   */
  osBitness: string | number;
  /**
   * What the virtual environment is called. Only on a virtual machine.
   */
  virtualEnvironmentName?: string;
  /**
   * Stand for the parts of the product that were running when it was sent.
   *
   * @maxItems 1000
   */
  activeComponentIds: string[];
}

/**
 * What was decided about KSN, and how it is set. Sent at intervals for a day after it was turned off.
 */
export interface KsnParticipation {
  /**
   * Which way the decision about the terms of KSN went.
   */
  ksnStatementDecision: 'accepted' | 'declined';
  /**
   * When it was decided.
   */
  ksnStatementDecidedAt: string;
  /**
   * Stands for the text that was decided on.
   */
  ksnStatementId: string;
  /**
   * Which version of that text: numbers with dots.
   */
  ksnStatementVersion: string;
  /**
   * Whether the box that turns KSN on is ticked.
   */
  ksnEnabled: boolean;
  /**
   * Whether the box for the wider mode of KSN is ticked.
   */
  ksnExtendedModeEnabled: boolean;
  /**
   * Stands for the machine.
   */
  computerId: string;
  /**
   * Stands for the person at the machine.
   */
  userId: string;
  /**
   * Which release it is, down to the last number: numbers with dots.
   */
  productVersion: string;
  /**
   * What sort of application it is.
   */
  applicationType: string | number;
}

/**
 * Goes along with a link that a person opens from the product.
 */
export interface LinkFollow {
  /**
   * Which release showed the link: numbers with dots.
   */
  productVersion: string;
  /**
   * Which release of the operating system: numbers with dots.
   */
  osVersion: string;
  /**
   * When the product was activated. Only with a licence.
   */
  activationDate?: string;
  /**
   * Until when the licence runs, or ran. Only with a licence.
   */
  licenseExpirationDate?: string;
  /**
   * When the key was made out. Only with a licence.
   */
  keyCreationDate?: string;
  /**
   * When the product was put on the machine.
   */
  installationDate: string;
  /**
   * Stands for the product, not for one copy of it.
   */
  productId: string;
  /**
   * Stands for the licence in force. Only with a licence.
   */
  activeLicenseId?: string;
  /**
   * Stands for a weakness of the operating system. Only where the link was shown with one.
   */
  osVulnerabilityId?: string;
  /**
   * Stands for the update that was put in most recently.
   */
  lastInstalledUpdateId: string;
  /**
   * Stands for a weakness of an installed program. Only where the link was shown with one.
   */
  applicationVulnerabilityId?: string;
  /**
   * A hash of a threat. Only where the link was shown with one.
   */
  threatHash?: string;
  /**
   * What the vendor calls the threat. Only where the link was shown with one.
   */
  threatName?: string;
  /**
   * The group of a fault in activating. Only where the link was shown with one.
   */
  activationErrorCategory?: string | number;
  /**
   * The code of any other fault. Only where the link was shown with one.
   */
  errorCode?: string | number;
  /**
   * The code of a fault in activating. Only where the link was shown with one.
   */
  activationErrorCode?: string | number;
  /**
   * Whole days that the key still has. Only with a licence that has not run out.
   */
  daysUntilKeyExpiration?: number;
  /**
   * Whole days since the key was put in. Only with a licence.
   */
  daysSinceKeyAdded?: number;
  /**
   * Whole days since the licence ran out. Only with a licence that has.
   */
  daysSinceLicenseExpired?: number;
  /**
   * How many machines share the licence. Only with a licence.
   */
  licensedComputerCount?: number;
  /**
   * The serial number of the licence in force. Only with a licence.
   */
  activeLicenseSerialNumber?: string;
  /**
   * For how long the licence was granted, in the vendor's words or units. Only with a licence.
   */
  licenseTerm?: string | number;
  /**
   * How the licence stands, in the vendor's words. Only with a licence.
   */
  licenseStatus?: string | number;
  /**
   * What sort of licence it is, in the vendor's words. Only with a licence.
   */
  licenseType?: string | number;
  /**
   * What sort of application showed the link.
   */
  applicationType: string | number;
  /**
   * Stands for the latest start of the upgrade task. Only after one.
   */
  upgradeTaskStartId?: string;
  /**
   * Stands for this copy of the product.
   */
  installationId: string;
  /**
   * Stands for the software as installed on this machine.
   */
  softwareInstallationId: string;
  /**
   * In which language the product speaks: a BCP 47 tag.
   */
  interfaceLanguage: string;
}

/**
 * Sent once for each start of the task that brings the product to a newer release.
 */
export interface Upgrade {
  /**
   * Which release it is: numbers with dots.
   */
  productVersion: string;
  /**
   * Stands for the licence in force. Only with a licence.
   */
  activeLicenseId?: string;
  /**
   * Stands for the product, not for one copy of it.
   */
  productId: string;
  /**
   * The serial number of the licence in force. Only with a licence.
   */
  activeLicenseSerialNumber?: string;
  /**
   * Stands for this one start of the task.
   */
  upgradeTaskStartId: string;
  /**
   * Stands for this copy of the product.
   */
  installationId: string;
}
