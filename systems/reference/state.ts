import type { Action, ActivationMethod, Decision, LinkCircumstances } from './action.js';
import { oneOf, optionalBoolean, own, type Parameters } from './parameters.js';

/** What the product knows of its installation: the facts of DESIGN 7, and when they came to hold. */
export interface State extends LinkCircumstances {
  readonly installed: boolean;
  readonly eula: Decision;
  readonly activation: 'none' | ActivationMethod;
  readonly ksnStatement: Decision;
  readonly ksn: 'undecided' | 'enabled' | 'disabled';
  readonly ksnExtended: boolean;
  readonly virtualized: boolean;
  readonly licenseExpired: boolean;
  readonly upgradeStarted: boolean;
  /** How often the upgrade task was started. */
  readonly upgradeStarts: number;
  /** Instants, in milliseconds since 1970. */
  readonly installedAt: number;
  readonly activatedAt: number;
  readonly licenseExpiredAt: number;
  readonly ksnStatementDecidedAt: number;
}

/** A computer on which `given` holds at `at`. Throws RequestError (invalid params) on a fact's impossible value. */
export function initialState(given: Parameters, at: number): State {
  const truth = (name: string): boolean => optionalBoolean(given, name) ?? false;
  const decision = <Value extends string>(name: string, unless: Value, values: readonly Value[]): Value =>
    own(given, name) === undefined ? unless : oneOf(given, name, [unless, ...values]);
  return {
    installed: truth('installed'),
    eula: decision<Decision>('eula', 'undecided', ['accepted', 'declined']),
    activation: decision<State['activation']>('activation', 'none', ['activation-code', 'key-file']),
    ksnStatement: decision<Decision>('ksnStatement', 'undecided', ['accepted', 'declined']),
    ksn: decision<State['ksn']>('ksn', 'undecided', ['enabled', 'disabled']),
    ksnExtended: truth('ksnExtended'),
    virtualized: truth('virtualized'),
    licenseExpired: truth('licenseExpired'),
    upgradeStarted: truth('upgradeStarted'),
    upgradeStarts: truth('upgradeStarted') ? 1 : 0,
    threatDetected: truth('threatDetected'),
    osVulnerabilityDetected: truth('osVulnerabilityDetected'),
    applicationVulnerabilityDetected: truth('applicationVulnerabilityDetected'),
    activationFailed: truth('activationFailed'),
    errorOccurred: truth('errorOccurred'),
    installedAt: at,
    activatedAt: at,
    licenseExpiredAt: at,
    ksnStatementDecidedAt: at,
  };
}

/** The state after `action` was done at `at`. */
export function transition(state: State, action: Action, at: number): State {
  switch (action.name) {
    case 'install':
      return install(state, action, at);
    case 'activate':
      return { ...state, activation: action.method, activatedAt: at, licenseExpired: false };
    case 'accept-ksn':
      return { ...state, ksnStatement: 'accepted', ksnStatementDecidedAt: at, ksn: 'enabled' };
    case 'decline-ksn':
      return {
        ...state,
        ksnStatement: 'declined',
        ksnStatementDecidedAt: at,
        ksn: 'disabled',
        ksnExtended: false,
      };
    case 'enable-ksn':
      return { ...state, ksn: 'enabled' };
    case 'disable-ksn':
      return { ...state, ksn: 'disabled' };
    case 'enable-extended-ksn':
      return { ...state, ksnExtended: true };
    case 'disable-extended-ksn':
      return { ...state, ksnExtended: false };
    case 'expire-license':
      return { ...state, licenseExpired: true, licenseExpiredAt: at };
    case 'upgrade':
      return { ...state, upgradeStarted: true, upgradeStarts: state.upgradeStarts + 1 };
    case 'follow-link':
      return { ...state, ...action.circumstances };
    case 'uninstall':
      return { ...state, installed: false };
  }
}

function install(state: State, action: Extract<Action, { name: 'install' }>, at: number): State {
  const { eula, ksnStatement, ksnExtended } = action;
  return {
    ...state,
    installed: true,
    eula,
    activation: 'none',
    ksnStatement,
    ksn: ksnStatement === 'accepted' ? 'enabled' : 'disabled',
    ksnExtended,
    licenseExpired: false,
    upgradeStarted: false,
    installedAt: at,
    ksnStatementDecidedAt: at,
  };
}
